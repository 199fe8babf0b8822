"""Processes that build handbooks. They can be started while the caller still finds out what there is to build."""

from __future__ import annotations

import atexit
import gc
import importlib
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Final

_ENGINE: Final = "curriculum.render.material"  # what takes longest to import
_READY: Final[list[ProcessPoolExecutor]] = []


@contextmanager
def started_early(count: int) -> Iterator[None]:
    """Meanwhile the next processes that are asked for, so many, are there already. None is left behind."""
    _READY.extend(_new() for _ in range(count))
    for process in _READY:
        process.submit(importlib.import_module, _ENGINE)
    try:
        yield
    finally:
        while _READY:
            _READY.pop().shutdown(wait=False, cancel_futures=True)


def process() -> ProcessPoolExecutor:
    """One process, with nothing to do."""
    return _READY.pop() if _READY else _new()


def _new() -> ProcessPoolExecutor:
    # Not forked: a fork copies whatever locks and threads the caller has at that moment.
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Of a process: all it makes is given back or kept to its end; so nothing is swept, nor taken apart at the end."""
    gc.disable()
    atexit.register(os._exit, 0)

"""Shows the built sites on this computer and builds again when a file of the workspace changes. Prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path


def serve(
    out: Path,
    watched: Sequence[Path],
    rebuild: Callable[[], None],
    *,
    port: int = 8000,
    started: Callable[[str], None] = lambda _address: None,
) -> None:
    """Serves the output folder on 127.0.0.1 until Ctrl-C; open pages load anew after each build.

    `watched`: files and folders of the workspace; `rebuild` is called after a change in them and must
    not raise; `started` is told the address. A port that is taken raises OSError.
    """
    from curriculum.render.material import live_server

    server = live_server(out, rebuild, port)
    for path in watched:
        server.watch(str(path))
    try:
        started(server.url)
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown(wait=False)

"""Prints Markdown tables: python -m bench [queries|builds|schedules].

Larger ones by themselves: `scale [--people N] [--special SHARE]`, `handbooks [--roles N,N] [--required N]`.
"""

from __future__ import annotations

import sys

from bench import handbooks, sample, scale, schedules


def main() -> None:
    """All tables, or those named."""
    known = {"queries": sample.queries, "builds": sample.builds, "schedules": schedules.schedules}
    alone = {"scale": scale.main, "handbooks": handbooks.main}
    if sys.argv[1:2] and sys.argv[1] in alone:
        print(alone[sys.argv[1]](sys.argv[2:]))
        return
    for name in sys.argv[1:] or known:
        print(f"### {name}\n\n{known[name]()}\n", flush=True)


if __name__ == "__main__":
    main()

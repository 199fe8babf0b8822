"""python -m bench [queries|builds|schedules|scale [--people N] [--special SHARE]]: prints Markdown tables."""

from __future__ import annotations

import sys

from bench import sample, scale, schedules


def main() -> None:
    """All tables, or those named."""
    known = {"queries": sample.queries, "builds": sample.builds, "schedules": schedules.schedules}
    if sys.argv[1:2] == ["scale"]:
        print(scale.main(sys.argv[2:]))
        return
    for name in sys.argv[1:] or known:
        print(f"### {name}\n\n{known[name]()}\n", flush=True)


if __name__ == "__main__":
    main()

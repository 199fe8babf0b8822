"""python -m bench [queries|builds]: prints Markdown tables."""

from __future__ import annotations

import sys

from bench import sample


def main() -> None:
    """All tables, or those named."""
    known = {"queries": sample.queries, "builds": sample.builds}
    for name in sys.argv[1:] or known:
        print(f"### {name}\n\n{known[name]()}\n", flush=True)


if __name__ == "__main__":
    main()

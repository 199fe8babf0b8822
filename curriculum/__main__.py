"""python -m curriculum, and the `curriculum` command: the one boundary where our own mistakes end up."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from pathlib import Path


def main() -> None:
    """Run the command line. Exits 0 clean, 1 mistakes in the workspace, 2 wrong command line, 3 our bug, 130 Ctrl-C."""
    from curriculum.cli import app

    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # `curriculum needs | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception:
        sys.exit(_report_bug())


def _report_bug() -> int:
    from curriculum import __version__

    log = Path(tempfile.mkdtemp(prefix="curriculum-")) / "error.txt"
    log.write_text(
        f"curriculum {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"arguments: {sys.argv[1:]}\n\n{traceback.format_exc()}",
        encoding="utf-8",
    )
    print(f"curriculum failed: this is our mistake, not yours. Please send us {log}", file=sys.stderr)
    print("before you send it, look whether it quotes something of your people", file=sys.stderr)
    return 3


if __name__ == "__main__":
    main()

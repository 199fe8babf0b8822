"""`curriculum serve`: pages come from the output folder, a change in the workspace builds again."""

from __future__ import annotations

import socket
import threading
import time
import urllib.request
from pathlib import Path

from curriculum.render.serve import serve


def test_serves_and_rebuilds(tmp_path: Path) -> None:
    out, workspace = tmp_path / "site", tmp_path / "workspace"
    out.mkdir()
    workspace.mkdir()
    (out / "index.html").write_text("<html><body>first</body></html>")
    (workspace / "program.yaml").write_text("a")
    seen: list[str] = []

    def visit(address: str) -> None:
        for _ in range(100):
            time.sleep(0.05)
            try:
                seen.append(urllib.request.urlopen(address).read().decode())
                break
            except OSError:
                continue
        time.sleep(0.6)
        (workspace / "program.yaml").write_text("changed")

    def rebuild() -> None:
        seen.append("rebuilt")
        raise KeyboardInterrupt

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    visits: list[threading.Thread] = []

    def started(address: str) -> None:
        visits.append(threading.Thread(target=visit, args=(address,)))
        visits[0].start()

    serve(out, [workspace], rebuild, port=port, started=started)
    visits[0].join()
    assert "first" in seen[0]
    assert seen[-1] == "rebuilt"

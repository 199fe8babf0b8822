"""A learning system on this machine: serves a package, and keeps xAPI statements and states as an LRS does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Lrs:
    """What came in, in order."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.statements: list[dict[str, Any]] = []
        self.states: dict[str, bytes] = {}
        self.headers: list[str | None] = []


class _Handler(SimpleHTTPRequestHandler):
    lrs: Lrs
    folder: str

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, directory=self.folder, **named)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Silence."""

    def _answer(self, content: bytes, code: int = 200) -> None:
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _xapi(self) -> bool:
        if not self.path.startswith("/xapi/") and self.path != "/fetch":
            return False
        url = urlsplit(self.path)
        name = url.path.removeprefix("/xapi/")
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        lrs = self.lrs
        if self.path == "/fetch":
            lrs.calls.append("fetch")
            self._answer(b'{"auth-token": "dG9rZW4="}')
            return True
        lrs.headers.append(self.headers.get("X-Experience-API-Version"))
        assert self.headers.get("Authorization") == "Basic dG9rZW4="
        if name == "statements":
            found = json.loads(body)
            for statement in found if isinstance(found, list) else [found]:
                lrs.statements.append(statement)
                lrs.calls.append(statement["verb"]["id"].rpartition("/")[2])
            self._answer(b"[]", 204 if self.command == "PUT" else 200)
        elif name == "activities/state":
            key = query["stateId"]
            if self.command == "GET":
                lrs.calls.append(f"get {key}")
                content = lrs.states.get(key)
                self._answer(content or b"", 200 if content else 404)
            else:
                lrs.states[key] = body
                self._answer(b"", 204)
        else:
            lrs.calls.append(f"get {query.get('profileId')}")
            self._answer(b'{"languagePreference": "en"}')
        return True

    def do_GET(self) -> None:
        if not self._xapi():
            super().do_GET()

    def do_PUT(self) -> None:
        self._xapi()

    def do_POST(self) -> None:
        self._xapi()


@contextmanager
def learning_system(folder: Path) -> Iterator[tuple[str, Lrs]]:
    """Its address, and what it keeps."""
    lrs = Lrs()
    handler = type("Handler", (_Handler,), {"lrs": lrs, "folder": str(folder)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", lrs
    finally:
        server.shutdown()
        server.server_close()

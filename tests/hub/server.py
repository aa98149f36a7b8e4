"""A small server that speaks the hub's protocol, and misbehaves on request.

`GET /api/models/{repo}/revision/{rev}?blobs=true`, `GET /api/models/{repo}/commits/main`, `HEAD`
and `GET /{repo}/resolve/{rev}/{file}` with `ETag`, `X-Repo-Commit` and `Range`, as huggingface.co
answers them.
"""

import hashlib
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

COMMIT = "1f2e3d4c5b6a79881f2e3d4c5b6a79881f2e3d4c"


@dataclass
class Faults:
    """What shall go wrong, and how often."""

    statuses: list[int] = field(default_factory=list)
    """Answers to give instead, one a request, until there are none."""
    cut_after: int | None = None
    """Close the connection after this many bytes of a file, once."""
    cut_always: bool = False
    no_ranges: bool = False
    corrupt: str = ""
    """A file of which the first byte is changed."""
    gated: bool = False
    not_json: bool = False


@dataclass
class HubServer:
    """One repository. `requests` notes method, path and range of everything that was asked."""

    repo: str
    files: dict[str, bytes]
    commit: str = COMMIT
    lfs: tuple[str, ...] = ("model.safetensors", "pytorch_model.bin", "source.spm")
    faults: Faults = field(default_factory=Faults)
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)

    def __enter__(self) -> "HubServer":
        owner = self

        class Handler(_Handler):
            server_state = owner

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def fetched(self, file: str) -> list[str]:
        """The ranges with which a file was asked for."""
        return [
            span
            for method, path, span in self.requests
            if method == "GET" and path.endswith(f"/{file}")
        ]


class _Handler(BaseHTTPRequestHandler):
    server_state: HubServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        state = self.server_state
        path = unquote(urlsplit(self.path).path)
        state.requests.append((self.command, path, self.headers.get("Range", "")))
        state.tokens.add(self.headers.get("Authorization", ""))
        if state.faults.statuses:
            self._error(state.faults.statuses.pop(0), "")
        elif state.faults.gated:
            self._error(401, "GatedRepo")
        elif path == f"/api/models/{state.repo}/commits/main":
            self._json([{"id": state.commit, "title": "Initial commit"}])
        elif path.startswith(f"/api/models/{state.repo}/revision/"):
            self._revision(path.rsplit("/", 1)[1])
        elif path.startswith(f"/{state.repo}/resolve/"):
            revision, _, name = path.removeprefix(f"/{state.repo}/resolve/").partition("/")
            self._file(revision, name, with_body=with_body)
        else:
            self._error(401, "RepoNotFound")

    def _revision(self, revision: str) -> None:
        state = self.server_state
        if revision not in ("main", state.commit):
            self._error(404, "RevisionNotFound")
            return
        siblings = []
        for name, content in state.files.items():
            entry: dict[str, Any] = {"rfilename": name, "size": len(content)}
            if name in state.lfs:
                digest = hashlib.sha256(content).hexdigest()
                entry["lfs"] = {"sha256": digest, "size": len(content), "pointerSize": 134}
            else:
                entry["blobId"] = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            siblings.append(entry)
        self._json({"id": state.repo, "sha": state.commit, "siblings": siblings})

    def _file(self, revision: str, name: str, *, with_body: bool) -> None:
        state = self.server_state
        if revision != state.commit:
            self._error(404, "RevisionNotFound")
            return
        if name not in state.files:
            self._error(404, "EntryNotFound")
            return
        content = state.files[name]
        if state.faults.corrupt == name:
            content = bytes([content[0] ^ 1]) + content[1:]
        span = self.headers.get("Range", "")
        start = int(span.removeprefix("bytes=").partition("-")[0]) if span else 0
        if state.faults.no_ranges:
            start = 0
        self.send_response(206 if start else 200)
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.send_header("X-Repo-Commit", state.commit)
        self.send_header("Content-Length", str(len(content) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if not with_body:
            return
        rest = content[start:]
        cut = state.faults.cut_after
        if cut is not None and len(rest) > cut:
            if not state.faults.cut_always:
                state.faults.cut_after = None
            rest = rest[:cut]
            self.close_connection = True
        self.wfile.write(rest)

    def _json(self, content: Any) -> None:
        body = b"<html>" if self.server_state.faults.not_json else json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _error(self, code: int, error: str) -> None:
        self.send_response(code)
        if error:
            self.send_header("X-Error-Code", error)
        self.send_header("Content-Length", "0")
        self.end_headers()

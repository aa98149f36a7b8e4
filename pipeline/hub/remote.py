"""The hub's protocol, as much of it as fetching a model takes, over the standard library.

huggingface_hub is not used for this: from its version 2 on it throws away what it had fetched when
a download is interrupted, and a gigabyte is worth resuming. What is spoken here is stable and
small: `GET /api/models/{repo}/revision/{revision}?blobs=true` names the commit and its files with
their digests, `GET /{repo}/resolve/{commit}/{file}` gives a file, with `Range` a part of it.
"""

import hashlib
import http.client
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import ModelError
from pipeline.hub.refusals import NoRevisionError, refused, strange, unreachable

__all__ = ["Hub", "RemoteFile", "RemoteRevision"]

_BLOCK = 1 << 18
_AGAIN = (408, 429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file at the hub. Large files carry their sha256, small ones git's own digest."""

    name: str
    size: int
    sha256: str = ""
    git_digest: str = ""

    def is_content_of(self, path: Path, sha256: str) -> bool:
        """Whether the file at `path`, whose sha256 is given, is this one."""
        if self.sha256:
            return sha256 == self.sha256
        if self.git_digest:
            content = path.read_bytes()
            # git hashes a header and the content; sha1 is what it uses, not our choice.
            digest = hashlib.sha1(b"blob %d\0" % len(content), usedforsecurity=False)
            digest.update(content)
            return digest.hexdigest() == self.git_digest
        return path.stat().st_size == self.size


@dataclass(frozen=True, slots=True)
class RemoteRevision:
    """A commit at the hub and its files by name."""

    repo: str
    commit: str
    files: dict[str, RemoteFile] = field(default_factory=dict)


class Hub:
    """A hub, such as huggingface.co or a mirror.

    Args:
        endpoint: Its address; None takes `HF_ENDPOINT`, else https://huggingface.co.
        token: For gated models; None takes `HF_TOKEN`. It is never sent on to where the hub
            redirects.
        timeout: Seconds without an answer.
        waits: Seconds before each new try after a network or server error.
    """

    def __init__(
        self,
        endpoint: str | None = None,
        *,
        token: str | None = None,
        timeout: float = 30,
        waits: tuple[float, ...] = (1, 3, 8),
    ) -> None:
        given = endpoint or os.environ.get("HF_ENDPOINT") or "https://huggingface.co"
        self.endpoint = given.rstrip("/")
        self._token = token or os.environ.get("HF_TOKEN") or ""
        self._timeout = timeout
        self._waits = waits

    def revision(self, repo: str, revision: str) -> RemoteRevision:
        """The commit that `revision` names, and its files.

        Args:
            repo: `owner/name`.
            revision: A commit, a beginning of one of seven digits or more, or a branch.

        Raises:
            ModelError: If the hub does not have it, refuses it or cannot be reached.
        """
        try:
            answer = self._json(repo, f"/api/models/{repo}/revision/{_quoted(revision)}?blobs=true")
        except NoRevisionError:
            commit = self._full(repo, revision)
            answer = self._json(repo, f"/api/models/{repo}/revision/{commit}?blobs=true")
        try:
            files = [_remote_file(entry) for entry in answer["siblings"]]
            return RemoteRevision(repo, str(answer["sha"]), {one.name: one for one in files})
        except (KeyError, TypeError) as error:
            raise strange(self.endpoint, repo) from error

    def download(
        self,
        revision: RemoteRevision,
        file: RemoteFile,
        target: Path,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Fetch a file to `target`, going on from what is already there.

        Args:
            revision: The commit.
            file: The file.
            target: Where it goes; what an interrupted call left there is kept and completed.
            progress: Called with the number of bytes on disk after each block.

        Returns:
            How many bytes came over the network.

        Raises:
            ModelError: If it does not come whole after several tries; what came is kept.
        """
        url = f"{self.endpoint}/{revision.repo}/resolve/{revision.commit}/{_quoted(file.name)}"
        came = 0
        tries = 0
        while True:
            before = target.stat().st_size if target.exists() else 0
            if before == file.size and target.exists():
                return came
            if before > file.size:
                target.unlink()
                before = 0
            try:
                came += self._piece(url, target, before, progress)
            except (OSError, http.client.HTTPException) as error:
                now = target.stat().st_size if target.exists() else 0
                came += max(now - before, 0)
                tries = 0 if now > before else tries + 1
                self._wait_or_raise(revision.repo, error, tries)
                continue
            if target.stat().st_size < file.size:
                tries = tries + 1 if target.stat().st_size == before else 0
                self._wait_or_raise(revision.repo, OSError("the file came short"), tries)

    def _piece(
        self, url: str, target: Path, before: int, progress: Callable[[int], None] | None
    ) -> int:
        request = self._request(url)
        if before:
            request.add_header("Range", f"bytes={before}-")
        with urllib.request.urlopen(request, timeout=self._timeout) as answer:
            if before and answer.status != 206:
                before = 0  # the server does not do ranges: from the beginning
            came = 0
            with target.open("ab" if before else "wb") as file:
                while block := answer.read(_BLOCK):
                    file.write(block)
                    came += len(block)
                    if progress is not None:
                        progress(before + came)
        return came

    def _full(self, repo: str, beginning: str) -> str:
        """The commit of the main branch that begins so."""
        commits = self._json(repo, f"/api/models/{repo}/commits/main")
        for entry in commits if isinstance(commits, list) else []:
            if isinstance(entry, dict) and str(entry.get("id", "")).startswith(beginning):
                return str(entry["id"])
        raise ModelError(
            f"the hub at {self.endpoint} has no revision {beginning}",
            where=repo,
            remedy="correct `revision` in the registry, or remove it to take the newest",
        )

    def _json(self, repo: str, path: str) -> Any:
        tries = 0
        while True:
            try:
                request = self._request(self.endpoint + path)
                with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                    return json.load(answer)
            except ValueError as error:
                raise strange(self.endpoint, repo) from error
            except (OSError, http.client.HTTPException) as error:
                tries += 1
                self._wait_or_raise(repo, error, tries)

    def _request(self, url: str) -> urllib.request.Request:
        request = urllib.request.Request(url, headers={"User-Agent": "svodka"})
        if self._token:
            request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        return request

    def _wait_or_raise(self, repo: str, error: Exception, tries: int) -> None:
        """Wait before the next try, or raise what the user can do something about."""
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        if isinstance(error, urllib.error.HTTPError) and error.code not in _AGAIN:
            raise refused(self.endpoint, repo, error) from error
        if tries <= len(self._waits):
            time.sleep(self._waits[tries - 1] if tries else 0)
            return
        raise unreachable(self.endpoint, repo, error) from error


def _remote_file(entry: dict[str, Any]) -> RemoteFile:
    large = entry.get("lfs") or {}
    return RemoteFile(
        name=str(entry["rfilename"]),
        size=int(large.get("size") or entry["size"]),
        sha256=str(large.get("sha256") or ""),
        git_digest="" if large else str(entry.get("blobId") or ""),
    )


def _quoted(part: str) -> str:
    return urllib.parse.quote(part, safe="/")

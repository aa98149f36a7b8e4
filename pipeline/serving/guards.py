"""Who may ask, how often and how much: checks in front of every request.

The server listens on this machine only, but any web page that a person has open can send requests
to it too. So a request must name a host that is ours (against DNS rebinding), one that changes
anything must come from our own page or from no page (against cross-site requests), and with a
token set every request to the API must carry it.
"""

import hmac
import re
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

Next = Callable[[Request], Awaitable[Response]]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_PATHS = frozenset({"/", "/health"})
# Reports and files are opened by links, which carry no header; their ids cannot be guessed.
_OPEN_RESULT = re.compile(r"/api/briefs/[A-Za-z0-9_-]{22}/(?:report|export/[a-z0-9.-]+)")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class RateLimit:
    """At most `count` events in any `seconds`."""

    def __init__(self, count: int, seconds: float = 60.0) -> None:
        self._count = count
        self._seconds = seconds
        self._times: deque[float] = deque()
        self._lock = threading.Lock()

    def wait(self) -> float:
        """Count one event and return 0, or return the seconds after which it would be allowed."""
        now = time.monotonic()
        with self._lock:
            while self._times and now - self._times[0] >= self._seconds:
                self._times.popleft()
            if len(self._times) >= self._count:
                return self._seconds - (now - self._times[0])
            self._times.append(now)
        return 0.0


class Guard:
    """The checks, as one middleware function.

    Args:
        hosts: Host names under which the server may be addressed.
        token: What `Authorization: Bearer …` must carry; empty for none.
        max_bytes: The longest request body.
        per_minute: How many releases a minute.
    """

    def __init__(self, hosts: frozenset[str], token: str, max_bytes: int, per_minute: int) -> None:
        self._hosts = hosts
        self._token = token
        self._max_bytes = max_bytes
        self._rate = RateLimit(per_minute)

    async def __call__(self, request: Request, next: Next) -> Response:
        """Refuse what is not allowed; add our headers to every answer."""
        response = self._refusal(request) or await next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def _refusal(self, request: Request) -> Response | None:
        if _hostname(request.headers.get("host", "")) not in self._hosts:
            return refuse(421, "this server is not addressed by that name")
        if not _is_open(request.url.path) and not self._has_token(request):
            return refuse(401, "a token is needed", {"WWW-Authenticate": "Bearer"})
        if request.method in SAFE_METHODS:
            return None
        if not _same_site(request):
            return refuse(403, "requests from other sites are refused")
        length = request.headers.get("content-length", "")
        if not length.isdigit():
            return refuse(411, "the length of the body must be given")
        if int(length) > self._max_bytes:
            return refuse(413, f"the text is larger than {self._max_bytes} bytes")
        seconds = self._rate.wait()
        if seconds:
            return refuse(429, "too many requests", {"Retry-After": str(int(seconds) + 1)})
        return None

    def _has_token(self, request: Request) -> bool:
        if not self._token:
            return True
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode())


def refuse(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """An error in the API's one form."""
    return JSONResponse({"detail": detail}, status, headers)


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or _OPEN_RESULT.fullmatch(path) is not None


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _same_site(request: Request) -> bool:
    """Whether a request comes from our own page, or from a program that is no browser."""
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc == request.headers.get("host", "")
    except ValueError:
        return False

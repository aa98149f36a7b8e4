"""The application: a page, six calls, health and metrics."""

import io
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Response
from fastapi import Path as UrlPath
from fastapi.responses import HTMLResponse
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.middleware.base import BaseHTTPMiddleware

from pipeline.document import Document
from pipeline.errors import SvodkaError
from pipeline.facade import Pipeline
from pipeline.formats import brief
from pipeline.formats.export import Format, format_named, known_formats
from pipeline.formats.pages import render, words
from pipeline.formats.report import report_html
from pipeline.serving.files import TAKEN, text_of_file
from pipeline.serving.guards import Guard
from pipeline.serving.jobs import Job, Jobs, QueueFullError, State
from pipeline.version import __version__

MEDIA = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".parquet": "application/vnd.apache.parquet",
    ".jsonl": "application/x-ndjson",
    ".zip": "application/zip",
}
Id = Annotated[str, UrlPath(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
#: Letters of any script, digits, `_`, `.`, `-` and spaces: said by what is left out, since a schema's
#: `\w` is ASCII to some of its readers and every script to others.
NAME = r"^[^\x00-\x1f\x7f-\x9f!-,/:-@\[-^`{-~\u2000-\u206f\ufeff]{1,80}$"


REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"description": "No JSON, or no text that can be briefed"},
    401: {"description": "A token is needed"},
    403: {"description": "From another site"},
    411: {"description": "No length was given"},
    413: {"description": "Too large"},
    421: {"description": "Addressed by another name"},
    429: {"description": "Too many requests"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a server takes: bytes in a request, releases a minute, seconds for one."""

    max_bytes: int = 1024 * 1024
    per_minute: int = 30
    deadline: float = 120.0


class Release(BaseModel):
    """A release to be briefed."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=100_000, description="The Russian text.")
    name: str = Field(default="release", pattern=NAME, description="What to call it.")


class File(BaseModel):
    """A file that holds a release."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=NAME, description="Its name; the suffix says its kind.")
    content: Base64Bytes = Field(description="Its bytes, in Base64.")


class Text(BaseModel):
    """The text of a file, to be looked at and then sent as a release."""

    text: str


class Accepted(BaseModel):
    """Where a release that was taken up can be followed."""

    id: str
    url: str


class Line(BaseModel):
    """One line of the brief; `english` is empty until it is translated."""

    role: str
    russian: str
    english: str


class Progress(BaseModel):
    """A release on its way; `stage` names what is being done to it."""

    id: str
    state: State
    stage: str
    message: str
    waiting: int
    lines: list[Line]
    score: float | None
    needs_review: bool | None


class Metrics:
    """Counters in a registry of their own, so that several servers fit in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.releases = Counter(
            "svodka_releases", "Releases that ended, by how", ["state"], registry=self.registry
        )
        self.seconds = Histogram(
            "svodka_release_seconds", "Seconds from taken up to ended", registry=self.registry
        )
        self.review = Counter(
            "svodka_needs_review", "Finished briefs that need review", registry=self.registry
        )
        self.waiting = Gauge("svodka_waiting", "Releases that wait", registry=self.registry)

    def ended(self, job: Job) -> None:
        """Count a release that has ended."""
        self.releases.labels(job.state.value).inc()
        self.seconds.observe(job.seconds)
        if job.state is State.DONE and job.document.needs_review:
            self.review.inc()


def create_app(
    pipeline: Pipeline,
    *,
    token: str = "",
    limits: Limits | None = None,
    hosts: frozenset[str] = frozenset({"127.0.0.1", "localhost", "::1"}),
) -> FastAPI:
    """The application for a pipeline; its models are loaded with the first release.

    Args:
        pipeline: What briefs the releases.
        token: Asked for on every call but the page, the health check, and reports and files, whose
            addresses cannot be guessed; empty for none.
        limits: Sizes, rates and times.
        hosts: Names under which the server may be addressed.
    """
    limits = limits or Limits()
    formats = {name: format_named(name) for name in known_formats()}
    metrics = Metrics()
    jobs = Jobs(lambda: pipeline.stages[1:], deadline=limits.deadline, finished=metrics.ended)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> Any:
        jobs.start()
        yield
        # Not on the event loop: others may need it until the release in hand is done.
        await run_in_threadpool(jobs.close)

    app = FastAPI(
        title="Svodka",
        version=__version__,
        description="Russian press releases into short English briefs, aligned with the source.",
        responses=REFUSALS,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    guard = Guard(hosts, token, limits.max_bytes, limits.per_minute)
    app.add_middleware(BaseHTTPMiddleware, dispatch=guard)

    def job_of(id: str) -> Job:
        job = jobs.get(id)
        if job is None:
            raise HTTPException(404, "no such release, or it was dropped")
        return job

    def done(id: str) -> Document:
        job = job_of(id)
        if job.state is not State.DONE:
            raise HTTPException(409, job.message or "not done yet")
        return job.document

    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    def page() -> str:
        return serve_page(formats, needs_token=bool(token), max_bytes=limits.max_bytes)

    @app.get("/health")
    def health() -> dict[str, str]:
        """Whether the server answers."""
        return {"status": "ok", "version": __version__}

    @app.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    def prometheus() -> Response:
        """Counters in Prometheus' text format."""
        metrics.waiting.set(jobs.waiting)
        return Response(generate_latest(metrics.registry), media_type="text/plain; version=0.0.4")

    errors: dict[int | str, dict[str, Any]] = {404: {"description": "Unknown, or dropped"}}
    unfinished: dict[int | str, dict[str, Any]] = {**errors, 409: {"description": "Not done"}}

    @app.post("/api/texts")
    def read(file: File) -> Text:
        """The text of a file: plain in any encoding, HTML, Word, PDF, mail or a feed."""
        try:
            return Text(text=text_of_file(file.name, file.content))
        except SvodkaError as error:
            raise HTTPException(400, str(error)) from error

    @app.post("/api/briefs", status_code=202, responses={503: {"description": "Full"}})
    def add(release: Release) -> Accepted:
        """Take up a release."""
        from pipeline.stages.read import document_from_text

        try:
            job = jobs.add(document_from_text(release.text, name=release.name))
        except QueueFullError as error:
            raise HTTPException(503, error.what) from error
        except SvodkaError as error:
            raise HTTPException(400, str(error)) from error
        return Accepted(id=job.id, url=f"/api/briefs/{job.id}")

    @app.get("/api/briefs/{id}", responses=errors)
    def progress(id: Id) -> Progress:
        """How far a release is, with the lines that there are."""
        return _progress(job_of(id), jobs.waiting)

    @app.get("/api/briefs/{id}/brief", responses=unfinished)
    def record(id: Id) -> dict[str, Any]:
        """The canonical record, as in brief.json."""
        return brief.to_json(done(id))

    @app.get("/api/briefs/{id}/report", response_class=HTMLResponse, responses=unfinished)
    def report(id: Id) -> str:
        """The report page."""
        return report_html(done(id), in_run=False)

    names = tuple(formats)

    @app.get(
        "/api/briefs/{id}/export/{format}",
        response_class=Response,
        responses={**unfinished, 200: {"content": {"application/octet-stream": {}}}},
    )
    def export(id: Id, format: Annotated[str, UrlPath(pattern=_one_of(names))]) -> Response:
        """The brief in another format, as a file; a format of several files comes as a ZIP."""
        document = done(id)
        form = formats[format]
        content, suffix = _exported(document, form)
        disposition = f'attachment; filename="{document.id}{suffix}"'
        media = MEDIA.get(suffix, "application/octet-stream")
        return Response(content, media_type=media, headers={"Content-Disposition": disposition})

    return app


def serve_page(formats: Mapping[str, Format], *, needs_token: bool, max_bytes: int) -> str:
    """The page on which a release is pasted or dropped."""
    return render(
        "serve",
        allow=("connect-src 'self'", "frame-src 'self'"),
        needs_token=needs_token,
        max_bytes=max_bytes,
        formats=[(name, form.description) for name, form in formats.items()],
        accept=",".join(TAKEN),
        stages=[key for key in words() if key.startswith("stage-")],
    )


def _progress(job: Job, waiting: int) -> Progress:
    done = job.state is State.DONE
    return Progress(
        id=job.id,
        state=job.state,
        stage=job.stage,
        message=job.message,
        waiting=waiting,
        lines=[
            Line(role=one.role.value, russian=one.text, english=one.english)
            for one in job.document.all_segments()
        ],
        score=job.document.score if done else None,
        needs_review=job.document.needs_review if done else None,
    )


def _exported(document: Document, form: Format) -> tuple[bytes, str]:
    """The content of the file to send, and its suffix."""
    with tempfile.TemporaryDirectory() as folder:
        paths = tuple(Path(folder) / f"{document.id}{suffix}" for suffix in form.suffixes)
        form.write([document], paths)
        if len(paths) == 1:
            return paths[0].read_bytes(), form.suffixes[0]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in paths:
                archive.write(path, path.name)
        return packed.getvalue(), ".zip"


def _one_of(names: tuple[str, ...]) -> str:
    return "^(" + "|".join(name.replace(".", r"\.") for name in names) + ")$"

"""The server: a release goes in, a brief comes out, and nothing else gets in or out."""

import base64
import io
import time
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

import pytest
from starlette.testclient import TestClient

from pipeline.config import load_profile
from pipeline.document import Document, Hypothesis, Segment
from pipeline.facade import Pipeline
from pipeline.formats.export import FORMATS
from pipeline.serving import jobs
from pipeline.serving.app import Limits, create_app
from pipeline.stages.base import DocumentStage
from pipeline.stages.normalise import Normalise
from pipeline.stages.read import document_from_text
from pipeline.stages.segment import Segment as SegmentStage
from tests.reading.builders import html, pdf

RELEASE = "Завод открыл цех. Цех строили два года. В нём работают 120 человек.\n"
SAME_SITE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}


class Echo(DocumentStage):
    """Takes the first two sentences, and a translation that is the same for all."""

    name: ClassVar[str] = "echo"
    version: ClassVar[str] = "1"

    def process(self, document: Document) -> None:
        for index, sentence in enumerate(document.sentences[:2]):
            line = Segment(index, sentence.text, (sentence.span,), (sentence.index,))
            line.hypotheses.append(Hypothesis("In English.", "test"))
            line.chosen = 0
            document.segments.append(line)


class EchoPipeline(Pipeline):
    """A pipeline without models."""

    @property
    def stages(self) -> list[Any]:
        return [None, Normalise(), SegmentStage(), Echo()]


def client_of(**options: Any) -> TestClient:
    app = create_app(EchoPipeline(load_profile()), **options)
    return TestClient(app, base_url="http://localhost")


@pytest.fixture
def client() -> Iterator[TestClient]:
    with client_of() as client:
        yield client


def finished(client: TestClient, text: str = RELEASE) -> str:
    id = client.post("/api/briefs", json={"text": text}).json()["id"]
    for _ in range(200):
        state = client.get(f"/api/briefs/{id}").json()["state"]
        if state in ("done", "failed"):
            return str(id)
        time.sleep(0.02)
    raise AssertionError("the release was never finished")


def test_a_release_is_briefed(client: TestClient) -> None:
    id = finished(client)
    progress = client.get(f"/api/briefs/{id}").json()
    assert progress["state"] == "done"
    assert [line["russian"] for line in progress["lines"]] == [
        "Завод открыл цех.",
        "Цех строили два года.",
    ]
    brief = client.get(f"/api/briefs/{id}/brief").json()
    assert brief["segments"][0]["english"] == "In English."
    report = client.get(f"/api/briefs/{id}/report")
    assert "Content-Security-Policy" in report.text
    assert "Завод открыл цех." in report.text
    assert "index.html" not in report.text


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_downloads(client: TestClient, format: str) -> None:
    response = client.get(f"/api/briefs/{finished(client)}/export/{format}")
    assert response.status_code == 200
    suffixes = FORMATS[format].suffixes
    ending = suffixes[0] if len(suffixes) == 1 else ".zip"
    assert response.headers["content-disposition"].endswith(f'{ending}"')
    if ending == ".zip":
        members = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
        assert [name[name.rindex(".") :] for name in members] == list(suffixes)
    assert response.content


def sent(client: TestClient, name: str, content: bytes) -> Any:
    file = {"name": name, "content": base64.b64encode(content).decode()}
    return client.post("/api/texts", json=file)


def test_a_file_is_read_as_text(client: TestClient) -> None:
    for name, content in (
        ("a.txt", RELEASE.encode("koi8-r")),
        ("a.pdf", pdf([[RELEASE.strip()]])),
        ("a.html", html(f"<p>{RELEASE}</p>").encode()),
    ):
        assert RELEASE.strip() in sent(client, name, content).json()["text"], name


@pytest.mark.parametrize(
    ("name", "content", "detail"),
    [
        ("a.txt", b"", "a.txt: holds no text"),
        ("a.pdf", b"no PDF", "a.pdf: is no PDF file"),
        ("a.zip", b"PK", "files of the kind '.zip' are not taken here"),
        ("passwd", b"x", "files of the kind '' are not taken here"),
    ],
)
def test_a_file_without_a_release_is_refused(
    client: TestClient, name: str, content: bytes, detail: str
) -> None:
    answer = sent(client, name, content)
    assert answer.status_code == 400
    assert detail in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/briefs/unknown", 404),
        ("/api/briefs/unknown/report", 404),
        ("/api/briefs/../../etc/passwd", 404),
        ("/api/briefs/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404),
        ("/static/../app.py", 404),
        ("/docs", 404),
    ],
)
def test_nothing_else_is_reachable(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example"}, 421),
        (SAME_SITE, 202),
        ({}, 202),
    ],
)
def test_other_sites_are_refused(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.post("/api/briefs", json={"text": RELEASE}, headers=headers).status_code == status


def test_a_form_of_another_site_cannot_post(client: TestClient) -> None:
    response = client.post("/api/briefs", content=b"text=x", headers={"Content-Type": "text/plain"})
    assert response.status_code == 422


def test_a_token_guards_the_api_and_not_the_page() -> None:
    with client_of(token="secret") as client:
        assert client.get("/").status_code == 200
        assert client.get("/health").json()["status"] == "ok"
        assert client.get("/metrics").status_code == 401
        assert client.post("/api/briefs", json={"text": RELEASE}).status_code == 401
        wrong = {"Authorization": "Bearer secre"}
        assert client.post("/api/briefs", json={"text": RELEASE}, headers=wrong).status_code == 401
        client.headers["Authorization"] = "Bearer secret"
        id = finished(client)
        del client.headers["Authorization"]
        assert client.get(f"/api/briefs/{id}/report").status_code == 200
        assert client.get(f"/api/briefs/{id}").status_code == 401


def test_what_was_kept_long_enough_is_dropped_though_nobody_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "SWEEP_SECONDS", 0.02)
    kept = jobs.Jobs(lambda: [Normalise()])
    kept.start()
    job = kept.add(document_from_text(RELEASE))
    until = time.monotonic() + 30
    while job.state is not jobs.State.DONE and time.monotonic() < until:
        time.sleep(0.02)
    assert job.id in kept._jobs
    monkeypatch.setattr(jobs, "KEPT_SECONDS", 0.0)
    while kept._jobs and time.monotonic() < until:
        time.sleep(0.02)
    kept.close()
    assert kept._jobs == {}


def test_size_and_rate_are_limited() -> None:
    with client_of(limits=Limits(max_bytes=1000, per_minute=2)) as client:
        assert client.post("/api/briefs", json={"text": "я" * 2000}).status_code == 413
        statuses = [
            client.post("/api/briefs", json={"text": RELEASE}).status_code for _ in range(3)
        ]
        assert statuses == [202, 202, 429]


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": RELEASE, "name": "../x"}, {"text": RELEASE, "more": 1}]
)
def test_a_wrong_body_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    assert client.post("/api/briefs", json=body).status_code == 422


def test_a_blank_text_is_said_to_be_blank(client: TestClient) -> None:
    response = client.post("/api/briefs", json={"text": " \n "})
    assert response.status_code == 400
    assert isinstance(response.json()["detail"], str)


def test_the_page_allows_its_own_script_and_style_alone(client: TestClient) -> None:
    page = client.get("/")
    assert "default-src &#39;none&#39;" in page.text or "default-src 'none'" in page.text
    assert "unsafe" not in page.text
    assert page.headers["x-frame-options"] == "SAMEORIGIN"
    assert page.headers["cache-control"] == "no-store"


def test_metrics_count_what_ended(client: TestClient) -> None:
    finished(client)
    text = client.get("/metrics").text
    assert 'svodka_releases_total{state="done"} 1.0' in text
    assert "svodka_release_seconds_count 1.0" in text


def test_a_failing_stage_fails_its_release_alone() -> None:
    class Broken(DocumentStage):
        name: ClassVar[str] = "broken"
        version: ClassVar[str] = "1"

        def run(self, documents: Iterable[Document]) -> Iterator[Document]:
            raise ZeroDivisionError

        def process(self, document: Document) -> None:
            """Never reached."""

    pipeline = EchoPipeline(load_profile())
    with TestClient(create_app(pipeline), base_url="http://localhost") as client:
        stages = [None, Broken()]
        type(pipeline).stages = property(lambda _: stages)  # type: ignore[assignment, method-assign]
        try:
            id = finished(client)
        finally:
            type(pipeline).stages = property(  # type: ignore[assignment, method-assign]
                lambda _: [None, Normalise(), SegmentStage(), Echo()]
            )
        assert "internal error" in client.get(f"/api/briefs/{id}").json()["message"]
        assert client.get(f"/api/briefs/{finished(client)}").json()["state"] == "done"

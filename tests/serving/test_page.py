"""The served page in a real browser: a release is pasted, watched, read and downloaded."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from pipeline.config import load_profile
from pipeline.serving.app import create_app
from tests.serving.test_app import RELEASE, EchoPipeline


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where a server without models answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(EchoPipeline(load_profile()))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(30)


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(address)
    yield page
    complaints = page.complaints
    context.close()
    assert complaints == []


sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


def brief(page: Any, text: str = RELEASE) -> None:
    page.locator("#text").fill(text)
    page.locator("button[type=submit]").click()
    page.locator("#finished").wait_for(state="visible")


def test_a_release_is_pasted_and_its_report_is_shown(page: Any) -> None:
    brief(page)
    assert page.locator("#state").inner_text() == "Score 1.00 · Checks passed"
    assert page.locator("#lines li").first.inner_text().split("\n")[0] == "Завод открыл цех."
    report = page.frame_locator("#report")
    assert report.locator('.half[lang="en"]').first.inner_text() == "In English."
    assert report.get_by_role("link", name="All documents").count() == 0
    assert report.get_by_role("link", name="Summary, Russian").count() == 0


def test_every_format_is_offered_and_downloads(page: Any) -> None:
    brief(page)
    links = page.locator("a.download")
    assert {"tmx", "moses", "docx"} <= set(links.all_inner_texts())
    with page.expect_download() as started:
        links.filter(has_text="moses").click()
    assert started.value.suggested_filename.endswith(".zip")


@pytest.mark.parametrize(
    ("name", "content"),
    [("релиз.txt", RELEASE.encode("cp1251")), ("a.html", f"<p>{RELEASE}</p>".encode())],
)
def test_a_file_is_chosen_and_its_text_is_shown(page: Any, name: str, content: bytes) -> None:
    chosen = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("#file").set_input_files(chosen)
    sync_api.expect(page.locator("#text")).not_to_have_value("", timeout=60_000)
    assert page.locator("#text").input_value().strip() == RELEASE.strip()


def test_a_file_that_is_not_taken_is_named(page: Any) -> None:
    chosen = {"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    page.locator("#file").set_input_files(chosen)
    page.locator("#state.failed").wait_for()
    assert "files of the kind '.png' are not taken here" in page.locator("#state").inner_text()
    page.complaints.clear()  # the browser itself notes the answer 400


def test_the_page_speaks_russian_throughout(page: Any) -> None:
    page.get_by_role("button", name="Русский").click()
    assert page.locator("h1").inner_text() == "Сделать сводку"
    brief(page)
    assert page.locator("#state").inner_text() == "Оценка 1.00 · Проверки пройдены"

"""Pages opened in the browser, with an eye on its console."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Open = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens an HTML text or file with a context's options; the test fails if the console has an error or warning.

    A test that provokes errors clears `page.complaints`.
    """
    opened: list[Any] = []

    def open_one(page: str | Path, **options: Any) -> Any:
        if isinstance(page, str):
            path = tmp_path / f"page-{len(opened)}.html"
            path.write_text(page, "utf-8", newline="")
        else:
            path = page
        timeout = options.pop("timeout", 60_000)
        options = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", **options}
        tab = browser.new_context(**options).new_page()
        tab.set_default_timeout(timeout)
        tab.complaints = []
        for event in ("console", "pageerror", "dialog", "requestfailed"):
            tab.on(event, lambda what, event=event: complain(tab, event, what))
        tab.goto(path.as_uri())
        opened.append(tab)
        return tab

    def complain(tab: Any, event: str, what: Any) -> None:
        if event != "console" or what.type in {"error", "warning"}:
            tab.complaints.append(f"{event}: {getattr(what, 'text', what)}")

    yield open_one
    for tab in opened:
        complaints = tab.complaints
        tab.context.close()
        assert complaints == []

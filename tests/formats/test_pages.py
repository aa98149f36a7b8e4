"""The HTML of both pages, as text: nothing from outside, nothing unescaped, nothing unlisted."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given

from pipeline.document import Document
from pipeline.formats import pages
from pipeline.formats.index import FailedInput, IndexRow, index_html
from pipeline.formats.pages import visible, words
from pipeline.formats.report import report_html
from tests.documents import arbitrary, awkward, release, thorough

TEMPLATES = Path(pages.__file__).with_name("templates")


class Outline(HTMLParser):
    """Collects the elements of a page and the text of its style and script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside = ""
        self.raw: dict[str, list[str]] = {"style": [], "script": []}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside in self.raw:
            self.raw[self.inside].append(data)

    def policy(self) -> str:
        (meta,) = (one for tag, one in self.elements if tag == "meta" and "http-equiv" in one)
        return str(meta["content"])


def index_of(*documents: Document) -> str:
    failures = [FailedInput(one.path, "read", "InputError", one.original) for one in documents]
    return index_html([IndexRow.of(one, 0.5) for one in documents], failures)


PAGES = [report_html(release()), index_of(release()), index_html([])]


@pytest.mark.parametrize("page", PAGES)
def test_the_policy_allows_exactly_the_style_and_script_that_are_there(page: str) -> None:
    outline = Outline(page)
    for kind in ("style", "script"):
        (content,) = outline.raw[kind]
        digest = base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in outline.policy()
    assert outline.policy().startswith("default-src 'none'; ")
    assert "unsafe" not in outline.policy()


@thorough
@given(arbitrary(awkward()))
def test_no_text_whatever_becomes_markup(document: Document) -> None:
    document.metadata["url"] = document.metadata["author"] = document.path
    for page in (report_html(document), index_of(document)):
        page.encode("utf-8")
        outline = Outline(page)
        tags = [tag for tag, _ in outline.elements]
        assert tags.count("script") == tags.count("style") == 1
        for _, attributes in outline.elements:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            assert "src" not in attributes
            href = attributes.get("href")
            assert href is None or re.match(r"#|\.\./|https?://|[\w%.-]+(/[\w.-]+)?$", href)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://veter.example/news", True),
        ("http://veter.example", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("//veter.example", False),
    ],
)
def test_only_web_addresses_become_links(url: str, linked: bool) -> None:
    document = release()
    document.metadata["url"] = url
    hrefs = [one.get("href") for _, one in Outline(report_html(document)).elements]
    assert (url in hrefs) is linked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("\u202eabc", '<span class="control" dir="ltr">U+202E</span>abc'),
        ("\x00", '<span class="control" dir="ltr">U+0000</span>'),
        ("\u2066", '<span class="control" dir="ltr">U+2066</span>'),
        ("tab\tand\nline", "tab\tand\nline"),
        ("\U0001f469\u200d\U0001f52c", "\U0001f469\u200d\U0001f52c"),
        ("\ud800", "\ufffd"),
        ("а" * 199, "а" * 199),
        ("<" * 200, "<wbr>".join(["&lt;" * 64] * 3 + ["&lt;" * 8])),
    ],
)
def test_what_could_act_is_shown_instead(text: str, shown: str) -> None:
    assert str(visible(text)) == shown


def test_every_word_of_the_interface_is_in_both_languages() -> None:
    for key, (english, russian) in words().items():
        assert re.search("[A-Za-z]", english), key
        assert re.search("[А-Яа-я]", russian), key
        assert not re.search("[А-Яа-я]", english), key


def test_every_word_that_a_template_asks_for_is_there() -> None:
    asked = {
        key
        for path in TEMPLATES.glob("*.html.j2")
        for key in re.findall(
            r'(?:word|label|column|plot)\((?:\w+, )?"([a-z-]+)"[,)]', path.read_text()
        )
    }
    assert len(asked) > 40
    assert asked <= words().keys()


def test_the_assets_cannot_end_their_own_element() -> None:
    for path in TEMPLATES.glob("*.js"):
        assert "</" not in path.read_text(encoding="utf-8")
    for path in TEMPLATES.glob("*.css.j2"):
        assert "</" not in path.read_text(encoding="utf-8")


def test_those_that_need_review_come_first_and_the_worst_of_them_before_the_rest() -> None:
    documents = []
    for number, (score, review) in enumerate(
        [(0.95, False), (0.8, True), (1.0, False), (0.3, True)]
    ):
        document = release(id=f"doc-{number:08x}")
        document.score, document.needs_review = score, review
        documents.append(document)
    page = index_of(*documents)
    assert re.findall(r"doc-0000000(\d)/report", page) == ["3", "1", "0", "2"]


def test_findings_are_numbered_in_the_order_of_their_lines() -> None:
    document = release()
    document.findings.reverse()
    page = report_html(document)
    messages = [page.index(f'id="finding-{number}"') for number in range(1, 7)]
    assert messages == sorted(messages)
    numbered = [one for one in release().findings if one.kind == "encoding"]
    place = page.index('id="finding-6"')
    assert page.index(numbered[0].message) > place

"""Both pages in a real browser: what a reader points at, types, switches and prints."""

from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from pipeline.document import Document, Hypothesis, Segment, Span
from pipeline.formats.index import FailedInput, IndexRow, index_html
from pipeline.formats.report import report_html
from pipeline.stages.write import Write, write_run
from tests.documents import release
from tests.formats.conftest import Open

WORD = "наиважнейший"


def lit(page: Any, name: str = "lit") -> list[str]:
    return [text.strip() for text in page.locator(f".{name}").all_inner_texts()]


def source_lit(page: Any) -> str:
    return "".join(page.locator(".pane .piece.lit").all_text_contents())


def half(page: Any, line: int, language: str) -> Any:
    return page.locator(f'.half[data-line="{line}"][lang="{language}"]')


def hostile(*, words: int = 500) -> Document:
    """A release that tries everything that has ever broken a page; `words` make its longest one."""
    attack = '<script>window.pwned=1</script><img src=x onerror="window.pwned=1">'
    text = f"{attack} javascript:alert(1) \u202eсправа налево\u202c {{{{ 7*7 }}}} " + WORD * words
    document = release(id="hostile-00000000")
    document.text = document.original = text
    document.sentences = ()
    document.path = f"{attack}.txt"
    document.metadata = {"url": "javascript:alert(1)", "author": attack, "title": "\u2067" + attack}
    document.title = document.dateline = None
    document.segments = [
        Segment(0, text, (Span(0, len(text)),), hypotheses=[Hypothesis(attack, attack)], chosen=0)
    ]
    document.findings, document.links = [], []
    return document


def run_of(count: int) -> str:
    rows = []
    for number in range(count):
        document = release(id=f"doc-{number:08x}")
        document.path = f"company/{number:03}.txt"
        document.score = (number * 37 % 100) / 100
        document.needs_review = document.score < 0.5
        rows.append(IndexRow.of(document, number / 10))
    return index_html(rows, [FailedInput("scan.txt", "read", "InputError", "it is binary")])


# The report: lines, sources and partners


@pytest.mark.parametrize("language", ["ru", "en"])
def test_pointing_at_a_line_lights_its_source_and_its_partner(
    open_page: Open, language: str
) -> None:
    page = open_page(report_html(release()))
    half(page, 2, language).hover()
    document = release()
    assert source_lit(page) == "".join(
        span.of(document.text) for span in document.segments[0].spans
    )
    for both in ("ru", "en"):
        assert "lit" in half(page, 2, both).get_attribute("class")
        assert "lit" not in half(page, 3, both).get_attribute("class")


def test_pointing_at_the_source_lights_every_line_made_from_it(open_page: Open) -> None:
    page = open_page(report_html(release()))
    page.locator(".pane .piece", has_text="из них").hover()
    lines = {one.get_attribute("data-line") for one in page.locator(".half.lit").all()}
    assert lines == {"2", "4"}


def test_the_light_goes_out_when_the_pointer_leaves(open_page: Open) -> None:
    page = open_page(report_html(release()))
    half(page, 2, "en").hover()
    assert lit(page)
    page.locator("h1").hover()
    assert lit(page) == []


def test_the_keyboard_reaches_every_line_and_lights_it(open_page: Open) -> None:
    page = open_page(report_html(release()))
    half(page, 0, "ru").focus()
    for line in (1, 2, 3):
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.dataset.line") == str(line)
    assert source_lit(page) == release().segments[1].spans[0].of(release().text)
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.lang") == "en"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("flag")
    page.keyboard.press("Escape")
    assert lit(page) == []


def test_the_source_scrolls_to_what_is_lit_and_the_page_stays(open_page: Open) -> None:
    page = open_page(
        report_html(release()), viewport={"width": 1440, "height": 420}, reduced_motion="reduce"
    )
    half(page, 5, "ru").evaluate("element => element.focus({preventScroll: true})")
    assert page.evaluate("scrollY") == 0
    inside = page.evaluate(
        """() => {
            const frame = document.querySelector(".pane").getBoundingClientRect();
            const box = document.querySelector(".pane .lit").getBoundingClientRect();
            return box.top >= frame.top && box.top < frame.bottom;
        }"""
    )
    assert inside
    assert page.evaluate("document.querySelector('.pane').scrollTop") > 0


def test_the_skip_link_comes_first_and_leads_to_the_brief(open_page: Open) -> None:
    page = open_page(report_html(release()))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "brief"


# The report: findings


def test_pointing_at_a_finding_traces_it_in_all_three_columns_and_explains_it(
    open_page: Open,
) -> None:
    page = open_page(report_html(release()))
    page.locator("#finding-1").hover()
    assert lit(page, "mark.traced") == ["4,2 млрд рублей", "4.2 million roubles", "4,2 млрд рублей"]
    page.locator('.half[lang="en"] .piece[data-f="1"]').hover()
    tip = page.get_by_role("tooltip")
    assert tip.inner_text() == release().findings[0].message
    page.keyboard.press("Escape")
    assert tip.is_hidden()


def test_pointing_at_a_number_or_name_joins_it_in_all_three_columns(open_page: Open) -> None:
    page = open_page(report_html(release()))
    half(page, 3, "en").locator(".linked", has_text="520").hover()
    joined = lit(page, "joined")
    assert len(joined) == 3
    assert all(words.startswith("520") for words in joined)
    page.locator("h1").hover()
    assert lit(page, "joined") == []


def test_a_flag_leads_to_its_finding_and_explains_it_on_focus(open_page: Open) -> None:
    page = open_page(report_html(release()))
    flag = page.get_by_role("link", name="Finding 1").first
    flag.focus()
    assert page.get_by_role("tooltip").inner_text() == release().findings[0].message
    flag.press("Enter")
    assert page.url.endswith("#finding-1")


def test_severities_differ_in_shape_and_word_not_only_in_colour(open_page: Open) -> None:
    page = open_page(report_html(release()))
    styles = {
        severity: page.locator(f".mark.{severity}").first.evaluate(
            "element => getComputedStyle(element).textDecorationStyle"
        )
        for severity in ("error", "warning", "note")
    }
    assert styles == {"error": "double", "warning": "wavy", "note": "dotted"}
    assert page.locator("#finding-1").inner_text().startswith("▲ 1\nError · thousands")
    assert page.locator("#finding-3").inner_text().startswith("● 3\nNote · ")


def test_a_line_that_failed_stays_in_its_place_and_says_so(open_page: Open) -> None:
    page = open_page(report_html(release()))
    assert half(page, 5, "en").inner_text() == "No English could be made for this line."
    assert "Not translated" in page.locator(".row").nth(5).inner_text()


# Both pages: language, colours, print, width


def test_the_interface_changes_its_language_without_a_reload(open_page: Open) -> None:
    page = open_page(report_html(release()))
    page.evaluate("window.kept = true")
    assert page.locator(".source h2").inner_text() == "Source"
    page.get_by_role("button", name="Русский").click()
    assert page.locator(".source h2").inner_text() == "Источник"
    assert page.locator(".brief").get_attribute("aria-label") == "Сводка"
    assert page.locator("html").get_attribute("lang") == "ru"
    assert page.evaluate("window.kept") is True
    assert page.get_by_role("button", name="Русский").get_attribute("aria-pressed") == "true"


def test_a_russian_browser_gets_the_russian_interface(open_page: Open) -> None:
    page = open_page(report_html(release()), locale="ru-RU")
    assert page.locator(".source h2").inner_text() == "Источник"


def test_the_russian_interface_explains_findings_in_russian(open_page: Open) -> None:
    page = open_page(report_html(release()), locale="ru-RU")
    said = "спутаны тысячи, миллионы или миллиарды: вместо «4,2 млрд рублей» стоит «4.2 million roubles»"
    assert page.locator("#finding-1 .what").inner_text() == said
    page.locator('.half[lang="en"] .piece[data-f="1"]').hover()
    assert page.get_by_role("tooltip").inner_text() == said
    page.get_by_role("button", name="English").click()
    assert page.locator("#finding-1 .what").inner_text() == release().findings[0].message


@pytest.mark.parametrize("interface", ["en-GB", "ru-RU"])
def test_no_russian_text_is_said_to_be_english(open_page: Open, interface: str) -> None:
    for html in (report_html(release()), run_of(3)):
        page = open_page(html, locale=interface)
        wrong = page.evaluate(
            """() => {
                const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                const wrong = [];
                while (walker.nextNode()) {
                    const node = walker.currentNode;
                    if (!/[а-яё]{3}/i.test(node.data)) continue;
                    const element = node.parentElement;
                    if (element.closest("script, .what") || !element.checkVisibility()) continue;
                    if (element.closest("[lang]").lang === "en") wrong.push(node.data.trim());
                }
                return wrong;
            }"""
        )
        assert wrong == []


def background(page: Any) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_colours_follow_the_system_until_the_reader_chooses(open_page: Open) -> None:
    html = report_html(release())
    light = background(open_page(html))
    page = open_page(html, color_scheme="dark")
    dark = background(page)
    assert dark != light
    page.get_by_role("button", name="Light").click()
    assert background(page) == light
    page.reload()
    assert background(page) == light, "the choice is remembered"
    page.get_by_role("button", name="Auto").click()
    assert background(page) == dark


def test_print_has_all_three_columns_and_none_of_the_controls(open_page: Open) -> None:
    page = open_page(report_html(release()), color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert background(page) == "rgb(255, 255, 255)"
    assert page.locator(".bar").is_hidden()
    boxes = [
        page.locator(selector).first.bounding_box()
        for selector in (".pane", '.half[lang="ru"]', '.half[lang="en"]')
    ]
    lefts = [box["x"] for box in boxes if box]
    assert lefts == sorted(lefts)
    assert len(set(lefts)) == 3
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") >= 1


@pytest.mark.parametrize("width", [320, 390, 768, 1024])
def test_no_width_scrolls_sideways(open_page: Open, width: int) -> None:
    for html in (report_html(release()), report_html(hostile()), run_of(5)):
        page = open_page(html, viewport={"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_columns_stand_below_each_other(open_page: Open) -> None:
    page = open_page(report_html(release()), viewport={"width": 390, "height": 844})
    russian, english = (half(page, 2, language).bounding_box() for language in ("ru", "en"))
    assert english["y"] >= russian["y"] + russian["height"]
    assert page.locator(".pane").bounding_box()["y"] > english["y"]


def test_without_scripts_everything_can_still_be_read(open_page: Open) -> None:
    page = open_page(report_html(release()), java_script_enabled=False)
    assert page.locator("#finding-1").is_visible()
    assert half(page, 2, "ru").is_visible()
    page = open_page(run_of(3), java_script_enabled=False)
    assert page.locator("tbody tr").count() == 3


# Safety


def test_hostile_texts_are_only_texts(open_page: Open) -> None:
    document = hostile()
    page = open_page(report_html(document))
    half(page, 0, "ru").hover(position={"x": 5, "y": 5})
    assert page.evaluate("window.pwned") is None
    assert page.locator("main script, main img").count() == 0
    assert page.locator('a[href^="javascript"]').count() == 0
    assert half(page, 0, "en").inner_text() == document.segments[0].english
    shown = half(page, 0, "ru").evaluate("element => element.textContent.trim()")
    visible = document.text.replace("\u202e", "U+202E").replace("\u202c", "U+202C")
    assert shown == visible
    index = open_page(
        index_html([IndexRow.of(document)], [FailedInput(document.path, "", "", document.path)])
    )
    assert index.evaluate("window.pwned") is None


@pytest.mark.slow
def test_a_word_of_a_megabyte_wraps(open_page: Open) -> None:
    document = hostile(words=80_000)
    page = open_page(report_html(document), timeout=120_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    assert WORD * 80_000 in half(page, 0, "ru").evaluate("element => element.textContent")


def test_the_policy_stops_what_is_injected(open_page: Open) -> None:
    for html in (report_html(release()), run_of(2)):
        page = open_page(html)
        stopped = page.evaluate(
            """async () => {
                const stopped = [];
                document.addEventListener("securitypolicyviolation",
                    (event) => stopped.push(event.effectiveDirective));
                const script = document.createElement("script");
                script.textContent = "window.pwned = 1";
                document.body.append(script);
                document.body.insertAdjacentHTML("beforeend",
                    '<img src="https://veter.example/x.png"><b style="color: red">x</b>');
                const button = document.createElement("button");
                button.setAttribute("onclick", "window.pwned = 2");
                document.body.append(button);
                button.click();
                await fetch("https://veter.example/").catch(() => null);
                await new Promise((done) => setTimeout(done, 300));
                return stopped;
            }"""
        )
        assert page.evaluate("window.pwned") is None
        assert {
            "script-src-elem",
            "img-src",
            "style-src-attr",
            "script-src-attr",
            "connect-src",
        } <= set(stopped)
        page.complaints.clear()


# The index


def test_the_filter_finds_by_title_path_and_both_languages(open_page: Open) -> None:
    page = open_page(run_of(20))
    search = page.get_by_role("searchbox")
    for text, count in (
        ("company/007", 1),
        ("лопастей", 20),
        ("WIND company/01", 10),
        ("nothing such", 0),
    ):
        search.fill(text)
        assert page.locator("tbody tr:visible").count() == count
        assert page.locator("#shown").inner_text() == str(count)
    assert page.locator("#nothing").is_visible()


def test_only_those_that_need_review_can_be_shown(open_page: Open) -> None:
    page = open_page(run_of(20))
    page.get_by_role("radio", name="Needs review").check()
    states = [row.get_attribute("data-review") for row in page.locator("tbody tr:visible").all()]
    assert states
    assert set(states) == {"yes"}
    page.get_by_role("radio", name="Checks passed").check()
    assert page.locator("tbody tr:visible").count() == 20 - len(states)


def test_a_heading_sorts_up_and_then_down_and_says_so(open_page: Open) -> None:
    page = open_page(run_of(20))

    def scores() -> list[float]:
        return [float(row.get_attribute("data-score")) for row in page.locator("tbody tr").all()]

    button = page.get_by_role("button", name="Score")
    button.click()
    assert scores() == sorted(scores())
    assert page.locator("th.score[aria-sort]").get_attribute("aria-sort") == "ascending"
    button.click()
    assert scores() == sorted(scores(), reverse=True)
    assert page.locator("th.score[aria-sort]").get_attribute("aria-sort") == "descending"
    page.get_by_role("button", name="Document").click()
    assert page.locator("th.score[aria-sort]").get_attribute("aria-sort") == "none"


def test_five_hundred_documents_open_filter_and_sort_at_once(open_page: Open) -> None:
    page = open_page(run_of(500))
    started = perf_counter()
    page.get_by_role("searchbox").fill("company/49")
    page.get_by_role("button", name="Score").click()
    assert page.locator("tbody tr:visible").count() == 10
    assert perf_counter() - started < 30, "slow even for a busy machine"


def test_failures_are_listed_with_their_error(open_page: Open) -> None:
    page = open_page(run_of(2))
    listed = page.locator("#failures").inner_text()
    assert "scan.txt" in listed
    assert "it is binary" in listed


def test_a_row_leads_to_its_report_and_the_report_back(open_page: Open, tmp_path: Path) -> None:
    list(Write(tmp_path / "out").run([release()]))
    write_run(tmp_path / "out")
    page = open_page(tmp_path / "out" / "index.html")
    page.locator("tbody a").click()
    assert page.locator("h1").inner_text() == release().title.english  # type: ignore[union-attr]
    page.get_by_role("link", name="All documents").click()
    assert page.url.endswith("/out/index.html")


# Accessibility


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing_serious(open_page: Open, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for html in (report_html(release()), run_of(4), index_html([])):
        page = open_page(html, color_scheme=scheme, viewport={"width": width, "height": 900})
        for details in page.locator("details").all():
            details.evaluate("element => { element.open = true; }")
        found = axe.run(page).response["violations"]
        assert [
            (one["id"], [node["html"] for node in one["nodes"]])
            for one in found
            if one["impact"] in {"serious", "critical", "moderate"}
        ] == []

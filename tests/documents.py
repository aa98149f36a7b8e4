"""Documents for tests: one as a real run would make it, and arbitrary ones for property tests.

Everything is invented: the firm, the people, the town's plant. `release()` holds each thing that a
format has to cope with: a title and dateline, segments of one and of several spans, overlapping
spans, recorded edits, findings of all severities, a segment that failed, and a normalisation that
changed lengths.
"""

from collections.abc import Sequence

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from pipeline.auditing.links import find_links
from pipeline.document import (
    Document,
    Edit,
    Finding,
    Hypothesis,
    Link,
    LinkKind,
    Role,
    Segment,
    Sentence,
    SentenceKind,
    Severity,
    Span,
)
from pipeline.language.glossary import Glossary
from pipeline.messages import Said, say
from pipeline.offsets import OffsetMap, Replacement

__all__ = ["AWKWARD", "arbitrary", "awkward", "release", "thorough"]

thorough = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
"""Settings for properties of whole documents, which take some milliseconds each to make."""

TITLE = "Завод «Северный ветер» начал выпуск лопастей для ветроустановок"
DATELINE = "Вологда, 14 мая 2026 года"
PARAGRAPHS: tuple[tuple[str, ...], ...] = (
    (
        "Компания «Северный ветер» открыла в Вологде завод лопастей для ветроустановок мощностью "
        "до 6,5 МВт.",
        "Объём инвестиций в первую очередь составил 4,2 млрд рублей, из них 1,1 млрд рублей — "
        "льготный заём регионального фонда развития промышленности.",
    ),
    (
        "В церемонии участвовали генеральный директор компании Анна Щербакова, заместитель "
        "губернатора Пётр Лаптев и ректор Вологодского политехнического института Мария Ёлкина.",
    ),
    (
        "«Мы прошли путь от чистого поля до первой лопасти за девятнадцать месяцев, и это на два "
        "месяца быстрее графика», — сказала Анна Щербакова.",
        "По её словам, к концу 2026 года на предприятии будут работать 340 человек, а к 2028 году "
        "штат вырастет до 520 сотрудников.",
    ),
    ("В первую очередь завода вошли:",),
    ("цех формования площадью 18 тыс. кв. м;",),
    ("участок механической обработки с шестью станками отечественного производства;",),
    ("испытательный стенд для лопастей длиной до 72 метров.",),
    (
        "Пётр Лаптев напомнил, что регион возместит заводу часть затрат на подключение к сетям, "
        "если до 1 октября 2027 года доля российских комплектующих достигнет 65 %.",
        "Соответствующее соглашение стороны подписали в марте.",
    ),
    (
        "Институт откроет на площадке базовую кафедру: первые 45 студентов начнут учиться на ней "
        "в сентябре.",
        "«Ребята увидят настоящее производство с первого курса», — отметила Мария Ёлкина.",
    ),
    (
        "Вторую очередь компания планирует сдать в 2028 году, после чего выпуск вырастет с 240 до "
        "600 лопастей в год.",
    ),
    (
        "О компании: «Северный ветер» разрабатывает и выпускает узлы ветроэнергетических "
        "установок с 2011 года.",
        "Пресс-служба: press@veter.example.",
    ),
)
HEAD_OF_LIST = "В первую очередь завода вошли:"
SIGNATURE = {
    "svodka": "0.1.0",
    "stages": ["read/1", "normalise/1", "segment/1", "summarise/1", "translate/1", "write/1"],
    "engines": {
        "summariser": {
            "engine": "ctranslate2",
            "model": "compact/summariser",
            "weights": "5f" * 32,
        },
        "translator": {
            "engine": "ctranslate2",
            "model": "compact/translator",
            "weights": "a3" * 32,
        },
    },
    "settings": {"translate": {"max_words": 55}},
    "glossary": "",
    "chunk": 32,
    "packages": {"ctranslate2": "4.8.5"},
}


def release(*, id: str = "severny-veter-1a2b3c4d") -> Document:
    """A finished document, as close to a real one as can be written by hand."""
    text, sentences = _text_and_sentences()
    original, offsets = _original(text)
    find = _Finder(text)

    title = Segment(0, TITLE, (find(TITLE),), (0,), Role.TITLE)
    title.hypotheses.append(
        Hypothesis("Severny Veter Plant Starts Producing Wind Turbine Blades", "translate", -0.3127)
    )
    title.chosen = 0
    dateline = Segment(0, DATELINE, (find(DATELINE),), (1,), Role.DATELINE)
    dateline.hypotheses.append(Hypothesis("Vologda, 14 May 2026", "translate", -0.1019))
    dateline.chosen = 0

    opening, money = PARAGRAPHS[0]
    first = Segment(0, f"{opening} {money}", (find(opening), find(money)), (2, 3))
    first.hypotheses.append(
        Hypothesis(
            "Severny Veter has opened a plant in Vologda that makes blades for wind turbines of up "
            "to 6.5 MW. Investment in the first phase came to 4.2 million roubles, of which 1.1 "
            "billion roubles is a soft loan from the regional industrial development fund.",
            "translate",
            -0.4211,
            "beam=4",
            (opening, money),
        )
    )
    first.chosen = 0

    staff = PARAGRAPHS[2][1]
    kept = staff.removeprefix("По её словам, ")
    kept_span = find(kept)
    second = Segment(
        1,
        kept[0].upper() + kept[1:],
        (kept_span,),
        (6,),
        edits=(
            Edit("attribution", find("По её словам, "), "По её словам, ", ""),
            Edit("initial-capital", Span(kept_span.start, kept_span.start + 1), "к", "К"),
        ),
    )
    second.hypotheses += [
        Hypothesis("By the end of 2026 there will be 340 340 340", "translate", -1.9, "beam=4"),
        Hypothesis(
            "By the end of 2026 the plant will employ 340 people, and by 2028 its staff will grow "
            "to 520.",
            "repair",
            -0.3876,
            "beam=6",
        ),
    ]
    second.chosen = 1

    # Shares its first span with the first segment, so that pieces of the source belong to two.
    third = Segment(
        2,
        money,
        (find(money),),
        (3,),
    )
    third.hypotheses.append(
        Hypothesis(
            "Investment came to 4.2 billion roubles, including a loan of 1.1 billion roubles.",
            "translate",
            -0.52,
        )
    )
    third.chosen = 0

    condition = PARAGRAPHS[7][0]
    fourth = Segment(3, condition, (find(condition),), (11,))

    document = Document(
        id=id,
        path="company/severny-veter.txt",
        digest="1a2b3c4d" * 8,
        original=original,
        encoding="windows-1251",
        metadata={
            "author": "Пресс-служба «Северного ветра»",
            "url": "https://veter.example/news/7",
        },
        text=text,
        offsets=offsets,
        normalisations={"nbsp": 2, "quotes": 4},
        sentences=sentences,
        date="2026-05-14",
        title=title,
        dateline=dateline,
        segments=[first, second, third, fourth],
        score=0.6125,
        needs_review=True,
        signature=dict(SIGNATURE),
    )
    document.findings = _findings(document, find)
    document.links = list(find_links(document, Glossary.builtin()))
    return document


def _findings(document: Document, find: "_Finder") -> list[Finding]:
    first, second, third, _ = document.segments
    in_first, in_second, in_third = (_Finder(one.text) for one in (first, second, third))
    to_first, to_second, to_third = (_Finder(one.english) for one in (first, second, third))
    return [
        Finding.saying(
            "magnitude_slip",
            Severity.ERROR,
            say("magnitude-slip", old="4,2 млрд рублей", new="4.2 million roubles"),
            segment=2,
            source_spans=(find("4,2 млрд рублей"),),
            summary_spans=(in_first("4,2 млрд рублей"),),
            english_spans=(to_first("4.2 million roubles"),),
            expected="4.2 billion RUB",
            found="4.2 million RUB",
        ),
        Finding(
            "term_wrong",
            Severity.WARNING,
            "“Severny Veter” is left in Latin letters; the glossary has no entry for it.",
            2,
            (find("«Северный ветер»", after=len(TITLE)),),
            (in_first("«Северный ветер»"),),
            (to_first("Severny Veter"),),
            "Severny Veter",
            "Severny Veter",
        ),
        Finding(
            "repaired",
            Severity.NOTE,
            "The first translation repeated itself; it was made again with a wider search.",
            3,
            (),
            (in_second("340 человек"),),
            (to_second("340 people"),),
        ),
        Finding(
            "term_lost",
            Severity.WARNING,
            "The English does not say that the loan is a soft one, from a regional fund.",
            4,
            (find("льготный заём регионального фонда развития промышленности"),),
            (in_third("льготный заём регионального фонда развития промышленности"),),
            (to_third("a loan"),),
        ),
        Finding.saying(
            "empty",
            Severity.ERROR,
            say("no-translation"),
            segment=5,
            source_spans=(find("65 %"),),
        ),
        Finding("encoding", Severity.NOTE, "The file was read as windows-1251."),
    ]


class _Finder:
    """Finds a phrase's span; fails loudly when the builder and its text disagree."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, phrase: str, *, after: int = 0) -> Span:
        start = self._text.index(phrase, after)
        return Span(start, start + len(phrase))


def _text_and_sentences() -> tuple[str, tuple[Sentence, ...]]:
    text = ""
    sentences: list[Sentence] = []
    paragraphs: Sequence[tuple[str, ...]] = ((TITLE,), (DATELINE,), *PARAGRAPHS)
    head: int | None = None
    for number, paragraph in enumerate(paragraphs):
        text += "\n\n" if text else ""
        for place, sentence in enumerate(paragraph):
            text += " " if place else ""
            kind = _kind(number, len(paragraphs), sentence)
            span = Span(len(text), len(text) + len(sentence))
            index = len(sentences)
            introduced = head if kind is SentenceKind.LIST_ITEM else None
            sentences.append(Sentence(index, span, sentence, kind, number, introduced))
            text += sentence
            head = index if sentence == HEAD_OF_LIST else head
    return text + "\n", tuple(sentences)


def _kind(number: int, count: int, sentence: str) -> SentenceKind:
    if number < 2:
        return (SentenceKind.TITLE, SentenceKind.DATELINE)[number]
    if number == count - 1:
        return SentenceKind.BOILERPLATE
    return SentenceKind.LIST_ITEM if sentence[0].islower() else SentenceKind.TEXT


def _original(text: str) -> tuple[str, OffsetMap]:
    """An original that `text` could have been normalised from: straight quotes, NBSP, CRLF."""
    spaced = text.replace("млрд рублей", "млрд\N{NO-BREAK SPACE}рублей").replace("«", '"')
    original = spaced.replace("»", '"').replace("\n", "\r\n")
    replacements = [
        Replacement(at, at + 2, 1) for at in range(len(original)) if original.startswith("\r\n", at)
    ]
    return original, OffsetMap.of_rewriting(replacements)


AWKWARD = (
    "<script>alert(1)</script>",
    "=1+2",
    "\t tab and  spaces ",
    "'quotes\" & ampersands; ]]> --",
    "\u202eright to left\u202c\u2066\u2069",
    "line\nbreak\r\nand\rmore\u2028\u2029\x85\v\f\x1c",
    "\x00\x01\x1b\x7f\ufffe\uffff",
    "\ud800lone\udfff",
    "e\u0301 и\u0306 \U0001f1f7\U0001f1fa\U0001f469\u200d\U0001f52c",
    "| pipes | and\\ *marks* _of_ `markdown` # [a](javascript:alert(1))",
    "ё\N{NO-BREAK SPACE}\u00ad\u200b\ufeff",
    "</s> <pad> >>rus<<",
)
"""Texts that have broken one writer or another."""


def awkward() -> st.SearchStrategy[str]:
    """Any text, surrogates included, with a leaning to the awkward."""
    anything = st.text(st.characters(exclude_categories=()), max_size=24)
    return st.one_of(anything, st.sampled_from(AWKWARD), st.builds(str.__add__, anything, anything))


@st.composite
def arbitrary(draw: st.DrawFn, texts: st.SearchStrategy[str] | None = None) -> Document:
    """A document that holds together, made of any texts whatever."""
    texts = awkward() if texts is None else texts
    original = draw(texts)
    offsets, length = draw(_rewritings(len(original)))
    text = draw(st.text(st.sampled_from("абв. \n<\u202e"), min_size=length, max_size=length))
    spans = _spans(len(text))
    document = Document(
        id=draw(st.from_regex(r"[a-z0-9]{1,8}-[0-9a-f]{8}", fullmatch=True)),
        path=draw(texts),
        digest=draw(st.sampled_from(["", "0f" * 32])),
        original=original,
        metadata=draw(st.dictionaries(texts, texts, max_size=2)),
        text=text,
        offsets=offsets,
        normalisations=draw(st.dictionaries(st.sampled_from(["nfc", "dash"]), st.integers(1, 9))),
        date=draw(st.sampled_from(["", "2026-05-14"])),
        score=draw(_scores()),
        needs_review=draw(st.booleans()),
        signature=draw(st.sampled_from([{}, dict(SIGNATURE), {"тема": [1, 0.5, None, "–"]}])),
    )
    document.sentences = tuple(
        Sentence(index, span, span.of(text), kind, paragraph, head)
        for index, (span, kind, paragraph, head) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        spans,
                        st.sampled_from(list(SentenceKind)),
                        st.integers(0, 3),
                        st.none() | st.integers(0, 3),
                    ),
                    max_size=3,
                )
            )
        )
    )
    lines = st.builds(str.__add__, st.just("Я"), texts)
    document.title = draw(st.none() | _segments(Role.TITLE, spans, lines, texts))
    document.dateline = draw(st.none() | _segments(Role.DATELINE, spans, lines, texts))
    document.segments = draw(st.lists(_segments(Role.SUMMARY, spans, texts, texts), max_size=3))
    document.findings = draw(_findings_of(document, texts))
    document.links = draw(_links_of(document))
    return document


def _scores() -> st.SearchStrategy[float]:
    return st.integers(0, 10_000).map(lambda number: number / 10_000)


def _spans(length: int) -> st.SearchStrategy[Span]:
    ends = st.tuples(st.integers(0, length), st.integers(0, length))
    return ends.map(lambda pair: Span(min(pair), max(pair)))


@st.composite
def _rewritings(draw: st.DrawFn, length: int) -> tuple[OffsetMap, int]:
    """Any number of rewritings of a text of `length`, and the length of the result."""
    offsets = OffsetMap()
    for _ in range(draw(st.integers(0, 2))):
        cuts = sorted(draw(st.lists(st.integers(0, length), max_size=6)))
        pairs = zip(cuts[::2], cuts[1::2], strict=False)
        layer = [Replacement(start, stop, draw(st.integers(0, 3))) for start, stop in pairs]
        offsets = offsets.then(OffsetMap.of_rewriting(layer))
        length += sum(one.length - (one.stop - one.start) for one in layer)
    return offsets, length


@st.composite
def _segments(
    draw: st.DrawFn,
    role: Role,
    spans: st.SearchStrategy[Span],
    lines: st.SearchStrategy[str],
    texts: st.SearchStrategy[str],
) -> Segment:
    hypotheses = draw(
        st.lists(
            st.builds(
                Hypothesis,
                texts,
                st.sampled_from(["translate", "repair"]),
                _scores().map(lambda score: -score or 0.0),
                texts,
                st.lists(texts, max_size=2).map(tuple),
            ),
            max_size=2,
        )
    )
    chosen = draw(st.none() | st.integers(0, len(hypotheses) - 1)) if hypotheses else None
    return Segment(
        index=draw(st.integers(0, 5)),
        text=draw(lines),
        spans=tuple(draw(st.lists(spans, max_size=3))),
        sentences=tuple(draw(st.lists(st.integers(0, 5), max_size=3))),
        role=role,
        edits=tuple(
            draw(st.lists(st.builds(Edit, st.just("cut"), spans, texts, texts), max_size=2))
        ),
        alignment=draw(_scores()),
        hypotheses=hypotheses,
        chosen=chosen,
    )


@st.composite
def _findings_of(
    draw: st.DrawFn, document: Document, texts: st.SearchStrategy[str]
) -> list[Finding]:
    segments = document.all_segments()
    findings = []
    for _ in range(draw(st.integers(0, 3))):
        index = draw(st.none() | st.integers(0, len(segments) - 1)) if segments else None
        russian = "" if index is None else segments[index].text
        english = "" if index is None else segments[index].english
        source, summary, translation = (
            tuple(draw(st.lists(_spans(len(text)), max_size=2)))
            for text in (document.text, russian, english)
        )
        findings.append(
            Finding(
                draw(st.sampled_from(["magnitude_slip", "name_lost", "novel_kind"])),
                draw(st.sampled_from(list(Severity))),
                draw(texts),
                index,
                source,
                summary,
                translation,
                draw(texts),
                draw(texts),
                draw(_said(texts)),
            )
        )
    return findings


@st.composite
def _links_of(draw: st.DrawFn, document: Document) -> list[Link]:
    segments = document.all_segments()
    links = []
    for _ in range(draw(st.integers(0, 3)) if segments else 0):
        index = draw(st.integers(0, len(segments) - 1))
        source, summary, english = (
            tuple(draw(st.lists(_spans(len(text)), max_size=1)))
            for text in (document.text, segments[index].text, segments[index].english)
        )
        links.append(Link(draw(st.sampled_from(list(LinkKind))), index, source, summary, english))
    return links


def _said(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Said]:
    """A message of the table, of another version's table, or none."""
    keys = st.sampled_from(["", "became", "no-translation", "from-another-version"])
    names = st.sampled_from(["old", "new", "text"])
    parameters = st.dictionaries(names, texts).map(lambda filled: tuple(sorted(filled.items())))
    return st.builds(Said, keys, parameters)

"""The summarise stage: what it chooses, what it writes down, what it refuses."""

import os
import re
from itertools import islice
from pathlib import Path

import pytest

from pipeline.config import SummariseSettings
from pipeline.document import Document, Failure, SentenceKind
from pipeline.engines.base import Engine
from pipeline.evaluation.records import Record, read_records
from pipeline.evaluation.systems import document_of
from pipeline.stages.base import Stage
from pipeline.stages.summarise import Summarise
from pipeline.summarising.assembly import rebuild
from tests import tiny
from tests.choosing import ChoosingEngine, cue_table, release_of
from tests.scripted import ScriptedEngine

PARAGRAPHS = (
    ["Компания «Северный ветер» открыла в Вологде завод лопастей."],
    ["Гостей было много.", "Погода стояла ясная."],
    ["Объём инвестиций составил 4,2 млрд рублей.", "Завод построили за 19 месяцев."],
    ["«Мы рады пуску», — сказал губернатор Пётр Лаптев."],
)
TITLE = "В Вологде открыт завод лопастей"


def important(sentence: str) -> float:
    """Numbers and openings matter in these tests."""
    return 40 * ("откры" in sentence) + 20.0 * any(char.isdigit() for char in sentence)


@pytest.fixture
def engine(tmp_path: Path) -> ChoosingEngine:
    return ChoosingEngine(tmp_path, important)


def briefed(engine: Engine, document: Document, **settings: object) -> Document:
    stage = Summarise(engine, SummariseSettings.model_validate(settings))
    (done,) = stage.run([document])
    assert done is document
    return done


def lines(document: Document) -> list[str]:
    return [segment.text for segment in document.segments]


def test_it_is_a_stage(engine: ChoosingEngine) -> None:
    assert isinstance(Summarise(engine), Stage)


def test_three_sentences_in_reading_order(engine: ChoosingEngine) -> None:
    document = briefed(engine, release_of(*PARAGRAPHS, title=TITLE))
    assert lines(document) == [PARAGRAPHS[0][0], *PARAGRAPHS[2]]
    assert [segment.sentences for segment in document.segments] == [(0,), (3,), (4,)]
    # Indices go on after the title, as in `all_segments`.
    assert [segment.index for segment in document.segments] == [1, 2, 3]
    for segment in document.segments:
        assert segment.alignment == 1.0
        assert rebuild(document.text, segment) == segment.text


@pytest.mark.parametrize(
    ("settings", "count"),
    [({"sentences": 1}, 1), ({"sentences": 5}, 5), ({"ratio": 0.3}, 2), ({"sentences": 99}, 6)],
)
def test_the_length_that_was_asked_for(
    engine: ChoosingEngine, settings: dict[str, object], count: int
) -> None:
    assert len(briefed(engine, release_of(*PARAGRAPHS), **settings).segments) == count


@pytest.mark.parametrize("chars", [10, 60, 110, 250])
def test_a_budget_of_characters_is_kept_but_for_one_sentence(
    engine: ChoosingEngine, chars: int
) -> None:
    text = "\n".join(lines(briefed(engine, release_of(*PARAGRAPHS), chars=chars)))
    assert len(text) <= chars or "\n" not in text
    assert text


def test_a_short_release_goes_in_whole_and_asks_no_model(engine: ChoosingEngine) -> None:
    document = briefed(engine, release_of(["Завод открыт.", "Он велик."], title=TITLE))
    assert lines(document) == ["Завод открыт.", "Он велик."]
    assert engine.windows == []


def test_the_model_reads_title_and_sentences(engine: ChoosingEngine) -> None:
    briefed(engine, release_of(*PARAGRAPHS, title=TITLE))
    (window,) = engine.windows
    assert window[:6] == ["<sent256>", *TITLE.split()]
    assert window[6:8] == ["<sent1>", "<sent193>"]


def test_only_text_and_items_are_candidates(engine: ChoosingEngine) -> None:
    document = release_of(
        ["Открыт завод 1"], ["Завод открыт в мае."], ["Гостей было много."], ["Он открыт 24 часа."],
        kinds={0: SentenceKind.TITLE, 3: SentenceKind.BOILERPLATE},
    )  # fmt: skip
    assert lines(briefed(engine, document)) == ["Завод открыт в мае.", "Гостей было много."]


def test_compression_is_recorded_and_can_be_turned_off(engine: ChoosingEngine) -> None:
    sentence = "Как сообщили в пресс-службе компании, завод открыт в мае 2026 года."
    document = briefed(engine, release_of([sentence], *PARAGRAPHS[1:]), sentences=1)
    assert lines(document) == ["Завод открыт в мае 2026 года."]
    (segment,) = document.segments
    assert [edit.rule for edit in segment.edits] == ["reporting-frame", "initial-capital"]
    assert document.sentences[segment.sentences[0]].text == sentence
    plain = briefed(engine, release_of([sentence], *PARAGRAPHS[1:]), sentences=1, compress=False)
    assert lines(plain) == [sentence]


def test_a_line_that_leans_on_nothing_is_noted(engine: ChoosingEngine) -> None:
    document = briefed(
        engine,
        release_of(["«Раз.", "Открыто 2.", "Три.", "Четыре.", "Пять», — сказал Лаптев."]),
        sentences=1,
    )
    assert len(document.segments) == 1
    (finding,) = document.findings
    assert (finding.kind, finding.segment) == ("leaning", 0)


def test_a_sentence_that_was_read_in_part_is_noted(tmp_path: Path) -> None:
    engine = ChoosingEngine(tmp_path, lambda said: 99.0 * said.startswith("Рекорд"), input_limit=64)
    document = briefed(engine, release_of(["Рекорд " + "слово " * 99 + "побит."], *PARAGRAPHS))
    assert [finding.kind for finding in document.findings] == ["partly-read"]
    assert document.segments[0].text.endswith("слово побит.")


def test_failed_documents_pass_untouched_and_order_is_kept(engine: ChoosingEngine) -> None:
    failed = Document(id="f", path="f", digest="", original="", failure=Failure("read", "X", "y"))
    documents = [release_of(*PARAGRAPHS), failed, release_of(["Завод открыт."])]
    done = list(Summarise(engine, chunk=2).run(documents))
    assert [id(one) for one in done] == [id(one) for one in documents]
    assert failed.segments == []
    assert documents[2].segments


def test_a_release_without_text_fails_alone(engine: ChoosingEngine) -> None:
    empty = release_of(["Заголовок"], kinds={0: SentenceKind.TITLE})
    other = release_of(*PARAGRAPHS)
    list(Summarise(engine).run([empty, other]))
    assert empty.failure is not None
    assert empty.failure.kind == "InputError"
    assert empty.failure.stage == "summarise"
    assert other.failure is None


# A model that writes.

FAITHFUL = "В Вологде открыли завод лопастей. Инвестиции составили 4,2 млрд рублей."
WRONG = (
    "В Вологде открыли завод лопастей. Инвестиции составили 7,9 млрд рублей. Выступил Иван Петров."
)


def writing(tmp_path: Path, text: str, **limits: int) -> ScriptedEngine:
    return ScriptedEngine(tmp_path, lambda source, decoding: text, **limits)


def test_written_sentences_are_aligned_with_their_source(tmp_path: Path) -> None:
    document = briefed(writing(tmp_path, FAITHFUL), release_of(*PARAGRAPHS, title=TITLE))
    assert lines(document) == FAITHFUL.replace(". ", ".\n").split("\n")
    assert [segment.sentences for segment in document.segments] == [(0,), (3,)]
    assert all(0.5 < segment.alignment <= 1 for segment in document.segments)
    assert document.findings == []


def test_what_the_source_does_not_say_is_found(tmp_path: Path) -> None:
    document = briefed(writing(tmp_path, WRONG), release_of(*PARAGRAPHS, title=TITLE))
    found = {(finding.kind, finding.segment) for finding in document.findings}
    assert found == {("unsupported-number", 2), ("unsupported-name", 3)}


def test_faithful_puts_the_source_in_place_of_what_is_not_borne_out(tmp_path: Path) -> None:
    document = briefed(writing(tmp_path, WRONG), release_of(*PARAGRAPHS), faithful=True)
    assert lines(document)[:2] == [
        "В Вологде открыли завод лопастей.",
        "Объём инвестиций составил 4,2 млрд рублей.",
    ]
    assert document.findings == []
    assert [segment.index for segment in document.segments] == list(range(len(document.segments)))


def test_repeated_sentences_are_written_once_and_length_is_kept(tmp_path: Path) -> None:
    document = briefed(
        writing(tmp_path, "Завод открыт. Завод открыт. Цех открыт. Склад открыт. Дом открыт."),
        release_of(*PARAGRAPHS),
    )
    assert lines(document) == ["Завод открыт.", "Цех открыт.", "Склад открыт."]


def test_a_long_article_is_summarised_in_parts_and_those_once_more(tmp_path: Path) -> None:
    engine = ScriptedEngine(
        tmp_path, lambda source, decoding: " ".join(source.split()[:4]) + ".", input_limit=16
    )
    document = briefed(engine, release_of(*PARAGRAPHS))
    assert engine.calls > 1
    assert document.segments


def test_a_model_that_writes_nothing_is_replaced_by_the_lead(tmp_path: Path) -> None:
    document = briefed(writing(tmp_path, ""), release_of(*PARAGRAPHS))
    assert lines(document)[0] == PARAGRAPHS[0][0]
    assert len(document.segments) == 3


@pytest.mark.parametrize("name", ["ctranslate2", "torch"])
def test_a_real_model_with_random_weights_gives_aligned_lines(tiny_t5: Path, name: str) -> None:
    settings = {"decoding": {"max_length": 24}}
    document = briefed(tiny.engine(tiny_t5, name), release_of(*PARAGRAPHS), **settings)
    assert document.failure is None
    assert document.segments
    for segment in document.segments:
        assert segment.text
        assert segment.spans == tuple(document.sentences[at].span for at in segment.sentences)
        assert 0 <= segment.alignment <= 1


# Every word of a brief comes from the source: over real articles, and over invented ones.

WORD = re.compile(r"\w+")
SAMPLE = Path(__file__).parents[1] / "data" / "articles.jsonl"


def check_words(record: Record, stage: Summarise) -> None:
    document = document_of(record)
    if not document.sentences:
        return
    (done,) = stage.run([document])
    assert done.failure is None
    for segment in done.segments:
        assert rebuild(done.text, segment) == segment.text
        source = " ".join(span.of(done.text) for span in segment.spans)
        assert WORD.findall(segment.text.lower()) == WORD.findall(source.lower())
        covered = [done.sentences[index].span for index in segment.sentences]
        for span in segment.spans:
            assert any(one.start <= span.start <= span.stop <= one.stop for one in covered)


def by_hash(sentence: str) -> float:
    """Scores without any sense, so that all sorts of sentences are chosen."""
    return -float(sum(map(ord, sentence)) % 97)


def test_all_words_come_from_the_spans_in_a_sample(tmp_path: Path) -> None:
    stage = Summarise(ChoosingEngine(tmp_path, by_hash, input_limit=512))
    records = read_records(SAMPLE)
    assert len(records) >= 5
    for record in records:
        check_words(record, stage)


@pytest.mark.slow
def test_all_words_come_from_the_spans_in_articles_of_the_corpora(
    tmp_path: Path, corpora: Path
) -> None:
    import gzip
    import json

    from pipeline.evaluation.records import sentences_of

    stage = Summarise(ChoosingEngine(tmp_path, by_hash, input_limit=1024))
    with gzip.open(corpora / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        # Every fourth article; all of them in the long form.
        for row in map(json.loads, islice(file, 0, None, 1 if "SVODKA_SOAK" in os.environ else 4)):
            found = sentences_of(row["text"])
            record = Record(
                row["id"],
                " ".join(row["title"].split()),
                tuple(sentence for sentence, _ in found),
                "",
                paragraphs=tuple(paragraph for _, paragraph in found),
            )
            check_words(record, stage)


def test_cue_table_of_the_tests_is_valid() -> None:
    from pipeline.summarising.marks import CueNetwork

    assert CueNetwork(cue_table()).steps

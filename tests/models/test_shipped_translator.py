"""The weights in models/compact/translator: whole, small, and no worse than their card says."""

import json
import re
from typing import Any

import pytest

from models.training.export import digest, megabytes
from models.training.paths import COMPACT_TRANSLATOR, corpora_folder
from pipeline.evaluation.copying import CopySentence, copy_rates, copying_set
from pipeline.evaluation.translation import evaluate_translation, read_pairs
from pipeline.facade import Pipeline
from pipeline.translating.lines import LineTranslator

pytestmark = pytest.mark.skipif(
    not (COMPACT_TRANSLATOR / "model.safetensors").exists(),
    reason="needs the weights in models/compact/translator",
)
needs_corpora = pytest.mark.skipif(
    not (corpora_folder() / "dev.press.tsv").exists(), reason="needs the corpora (SVODKA_CORPORA)"
)


@pytest.fixture(scope="module")
def translate() -> Any:
    from models.training.decoding import Decoder

    return Decoder(COMPACT_TRANSLATOR)


def test_the_conversion_was_made_from_these_weights() -> None:
    about = json.loads((COMPACT_TRANSLATOR / "ct2" / "made-from.json").read_text())
    assert about["model_sha256"] == digest(COMPACT_TRANSLATOR / "model.safetensors")
    assert about["quantization"] == "int8"


def test_the_folder_stays_under_its_limit() -> None:
    assert megabytes(COMPACT_TRANSLATOR) < 60


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Президент подписал указ.", "President"),
        ("Об этом сообщает пресс-служба министерства.", "press service"),
        ("В регионе построено 47 школ.", "47"),
        ("Встреча прошла в Москве.", "Moscow"),
    ],
)
def test_easy_sentences_arrive(translate: Any, source: str, expected: str) -> None:
    (output,) = translate([source])
    assert expected.lower() in output.lower()
    assert not re.search("[а-яё]", output, re.IGNORECASE)


@pytest.mark.slow
@needs_corpora
def test_scores_are_those_of_the_card_or_better(translate: Any) -> None:
    score = evaluate_translation(read_pairs(corpora_folder() / "dev.press.tsv"), translate)
    assert score.chrf > 70
    assert score.bleu > 47
    assert max(score.empty, score.cyrillic, score.loops) < 0.005


@pytest.fixture(scope="module")
def copying() -> list[CopySentence]:
    return copying_set(read_pairs(corpora_folder() / "dev.press.tsv"))


@pytest.mark.slow
@needs_corpora
def test_the_model_alone_copies_as_its_card_says_or_better(
    translate: Any, copying: list[CopySentence]
) -> None:
    rates = copy_rates(copying, translate)
    assert rates.terms > 0.965
    assert rates.numbers > 0.98


@pytest.mark.slow
@needs_corpora
def test_as_used_it_copies_as_its_card_says_or_better(copying: list[CopySentence]) -> None:
    pipeline = Pipeline.from_profile("compact")
    lines = LineTranslator(pipeline.translator, pipeline.profile.translate, pipeline.glossary)
    rates = copy_rates(copying, lambda texts: [one.text for one in lines.translate(texts)])
    assert rates.terms >= 0.98
    assert rates.numbers >= 0.99

"""normalise: fills in text, map and counts."""

from pipeline.document import Document, Failure, Span
from pipeline.stages.normalise import Normalise
from pipeline.stages.read import document_from_text


def test_it_fills_its_fields_and_leaves_the_original_alone() -> None:
    document = document_from_text('Завод\u00a0"Рассвет"')
    (result,) = Normalise().run([document])
    assert result.original == 'Завод\u00a0"Рассвет"'
    assert result.text == "Завод «Рассвет»"
    assert result.normalisations == {"quotes": 2, "spaces": 1}
    assert result.original_span(Span(6, 15)) == Span(6, 15)


def test_a_text_of_which_nothing_is_left_fails() -> None:
    document = Document(id="a", path="a.txt", digest="", original="\u200b\n-----\n")
    (result,) = Normalise().run([document])
    assert result.failure is not None
    assert result.failure.message.startswith("a.txt: holds only blanks")


def test_a_failed_document_is_passed_on() -> None:
    document = Document(id="a", path="a.txt", digest="", original="а - б")
    document.failure = Failure("read", "InputError", "x")
    (result,) = Normalise().run([document])
    assert result.text == ""

from pipeline.language.memory import LONGEST, remembered
from pipeline.language.quantities import read_russian


def test_a_line_is_read_once() -> None:
    asked: list[str] = []

    @remembered
    def words(line: str, mark: str) -> tuple[str, ...]:
        asked.append(line + mark)
        return tuple(line.split(mark))

    assert words("a-b", "-") == words("a-b", "-") == ("a", "b")
    assert words("a-b", "b") == ("a-", "")
    assert asked == ["a-b-", "a-bb"]


def test_a_whole_document_is_not_kept() -> None:
    asked: list[int] = []

    @remembered
    def length(line: str) -> int:
        asked.append(len(line))
        return len(line)

    text = "ы" * (LONGEST + 1)
    assert length(text) == length(text) == LONGEST + 1
    assert len(asked) == 2


def test_a_caller_may_change_the_list_that_it_was_given() -> None:
    line = "Выделено 5 млн рублей."
    found = read_russian(line)
    again = list(found)
    found.clear()
    assert read_russian(line) == again

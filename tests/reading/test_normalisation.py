"""What normalising makes of what people type. Each line of the tables is `before -> after`."""

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.document import Span
from pipeline.reading.normalisation import RULES, explain, normalise, rewriting

LETTERS_AND_SPACES = [
    ("за\u00adвод", "завод"),
    ("реги\u00ad\nон", "регион"),
    ("10\u00a0000\u202fруб.", "10 000 руб."),
    ("а\u2009б\u3000в\tг", "а б в г"),
    ("а   б  ", "а б"),
    ("за\u200bвод\ufeff", "завод"),
    ("\u202eавтор\u202c", "автор"),
    ("и\u0306 е\u0308", "й ё"),
    ("за\u0301мок", "замок"),
    ("ёлка, Ёлкин", "ёлка, Ёлкин"),
    ("10⁶ м² и ½ т № 5", "10⁶ м² и ½ т № 5"),
    ("а\x07б\x00в", "абв"),
    ("юго\u2011восток", "юго-восток"),
    ("Мoсква", "Москва"),
    ("Pоccия", "Россия"),
    ("ëлка", "ёлка"),
    ("СOVID-19", "COVID-19"),
    ("ХXI век", "XXI век"),
    ("COVIDа и VIPовский", "COVIDа и VIPовский"),
    ("IT-компания и PR-служба", "IT-компания и PR-служба"),
    ("завод работает c 1 мая", "завод работает с 1 мая"),
    ("витамин C полезен", "витамин C полезен"),
]

LINES = [
    ("а\r\nб\rв", "а\nб\nв"),
    ("а\u2028б\u2029в\x85г\x0bд\x0cе", "а\nб\nв\nг\nд\nе"),
    ("\n\n а \n\n\n\n б \n", "а\n\nб"),
    ("а\n-----\nб", "а\n\nб"),
    ("а\n* * *\nб", "а\n\nб"),
    ("•первый\n● второй\n* третий", "• первый\n• второй\n• третий"),
    ("- первый\n– второй\n—третий", "— первый\n— второй\n— третий"),
    ("минус:\n-5 градусов", "минус:\n-5 градусов"),
    ("реги-\nон", "регион"),
    ("северо-\nзападный", "северо-западный"),
    ("административно-\nтерриториальный", "административно-территориальный"),
    ("Первая строка.\nВторая строка.", "Первая строка.\nВторая строка."),
]

QUOTES = [
    ('завод "Рассвет"', "завод «Рассвет»"),
    ("завод “Рассвет”", "завод «Рассвет»"),
    ("завод „Рассвет“", "завод «Рассвет»"),
    ("завод ”Рассвет”", "завод «Рассвет»"),
    ("завод ''Рассвет''", "завод «Рассвет»"),
    ('ООО "Завод "Рассвет""', "ООО «Завод „Рассвет“»"),
    ('"Завод "Рассвет" открыт", - сказал он.', "«Завод „Рассвет“ открыт», — сказал он."),
    ("«Завод “Рассвет” открыт»", "«Завод „Рассвет“ открыт»"),
    ("«Завод „Рассвет“ открыт»", "«Завод „Рассвет“ открыт»"),
    ("«Завод «Рассвет» открыт»", "«Завод «Рассвет» открыт»"),
    ("« Рассвет »", "«Рассвет»"),
    ("<<Рассвет>>", "«Рассвет»"),
    ('экран 24" и труба 3/4"', 'экран 24" и труба 3/4"'),
    ('("Рассвет")', "(«Рассвет»)"),
    ('"Рассвет', "«Рассвет"),
    ("д’Артаньян", "д'Артаньян"),
    ('"Да"\nЗавод "Рассвет"', "«Да»\nЗавод «Рассвет»"),
]

PUNCTUATION = [
    ("Томск - город", "Томск — город"),
    ("Томск – город", "Томск — город"),
    ("Томск -- город", "Томск — город"),
    ("Томск--город", "Томск — город"),
    ("Томск –город", "Томск — город"),
    ("10 - 15 дней", "10 – 15 дней"),
    ("10–15 дней", "10–15 дней"),
    ("2020-2024", "2020-2024"),
    ("двух- и трёхэтажный", "двух- и трёхэтажный"),
    ("«Да», -сказал он", "«Да», — сказал он"),
    ("ждём...", "ждём…"),
    ("ждём......", "ждём…"),
    ("ждём. . .", "ждём…"),
    ("Что?.. Да!..", "Что?.. Да!.."),
    ("а.. б", "а… б"),
    ("год..", "год."),
    ("Ура!!!", "Ура!"),
    ("Как???", "Как?"),
    ("Как?!?!", "Как?!"),
    ("Как?!", "Как?!"),
    ("да,, нет;;", "да, нет;"),
    ("да , нет .", "да, нет."),
    ("( да )", "(да)"),
    ("да,нет", "да, нет"),
    ("3,14 и 1,2,3", "3,14 и 1,2,3"),
    ("открыт в мае.Завод", "открыт в мае. Завод"),
    ("Яндекс.Маркет и mos.ru", "Яндекс.Маркет и mos.ru"),
    ("файл ../a.txt", "файл ../a.txt"),
]

SPECIAL = [
    (">>rus<< Завод", "«rus» Завод"),
    (">>>> Завод", "» Завод"),
    ("</s>", "‹/s›"),
    ("<pad><unk> <s17> <s>", "‹pad›‹unk› ‹s17› ‹s›"),
    ("<|endoftext|>", "‹|endoftext|›"),
    ("▁завод", "_завод"),
    ("5 < 6 и 7 > 2", "5 < 6 и 7 > 2"),
]


@pytest.mark.parametrize(
    ("before", "after"), [*LETTERS_AND_SPACES, *LINES, *QUOTES, *PUNCTUATION, *SPECIAL]
)
def test_rule(before: str, after: str) -> None:
    assert normalise(before).text == after


CLEAN = (
    "Завод «Рассвет» в посёлке Кедровом — крупнейший в районе\n\n"
    "Томск, 12 марта 2024 г. — «Мы ждём… Успеем?» — сказал А. Б. Щёкин (главный инженер).\n"
    "• 10–15 % и 1 388 человек;\n• № 5, 10⁶ м², 3,5 млн руб.\n— Да!.. — ответил он.\n"
    "«Завод „Рассвет“ открыт», — добавил директор; сайт: https://zavod.example/a?b=1&c=2"
)


def test_a_clean_text_is_left_alone() -> None:
    result = normalise(CLEAN)
    assert result.text == CLEAN
    assert result.counts == {}
    assert result.offsets.to_original(5, 9) == (5, 9)


PARAGRAPHS = [
    "Губернатор Приангарской области Валерий Стрешнев провёл заседание комиссии по подготовке к "
    "паводку, на котором обсудили состояние мостов, переправ и дорог местного значения.",
    "По данным министерства, в аварийном состоянии находятся 43 моста из 517, и первыми заменят "
    "переправы через реки, где весной на 19 дней остались без дороги шесть сёл.",
]


@pytest.mark.parametrize("width", [50, 64, 72, 80, 100])
def test_hard_wrapped_paragraphs_are_joined(width: int) -> None:
    import textwrap

    wrapped = "\n\n".join(textwrap.fill(one, width) for one in PARAGRAPHS)
    assert normalise(wrapped).text == "\n\n".join(PARAGRAPHS)


def test_indented_hard_wrapped_paragraphs_without_empty_lines() -> None:
    import textwrap

    wrapped = "\n".join(textwrap.fill(one, 66, initial_indent="   ") for one in PARAGRAPHS)
    assert normalise(wrapped).text == "\n".join(PARAGRAPHS)


def test_a_compound_divided_at_its_hyphen_keeps_it() -> None:
    text = (
        "До сих пор значительную часть таких материалов заводы\n"
        "области покупали за рубежом: в прошлом году доля ввоза,\n"
        "по оценке отраслевого союза предприятий «Композит-\n"
        "Сибирь», достигала почти половины, и теперь она падает\n"
        "с каждым месяцем, сообщили на одном из заводов союза."
    )
    assert normalise(text).text == text.replace("-\n", "-").replace("\n", " ")


def test_short_lines_that_are_no_wrapping_stay() -> None:
    text = "Программа форума:\nоткрытие выставки\nдоклад министра\nкруглый стол\nПриходите!"
    assert normalise(text).text == text


def test_explain_names_the_rule_and_the_place() -> None:
    text = 'Завод\u00a0"Рассвет"...'
    fired = [(one.rule, one.original, one.before, one.after) for one in explain(text)]
    assert fired == [
        ("spaces", Span(5, 6), "\u00a0", " "),
        ("quotes", Span(6, 7), '"', "«"),
        ("quotes", Span(14, 15), '"', "»"),
        ("ellipses", Span(15, 18), "...", "…"),
    ]
    assert normalise(text).counts == {"spaces": 1, "quotes": 2, "ellipses": 1}


def test_the_map_leads_back_to_the_original() -> None:
    original = 'Завод\u00a0 "Рассвет" - лу\u00adчший...'
    result = normalise(original)
    assert result.text == "Завод «Рассвет» — лучший…"
    for word, source in [("Рассвет", "Рассвет"), ("лучший", "лу\u00adчший"), ("…", "...")]:
        at = result.text.index(word)
        start, stop = result.offsets.to_original(at, at + len(word))
        assert original[start:stop] == source


# Characters on which rules act, so that random texts meet them together.
AWKWARD = st.text(
    st.one_of(
        st.sampled_from("абвАБЁёйaocABC019 \n\"«»„“”'’-–—.,;:!?…()<>/spad|*•"),
        st.sampled_from("\t\r\u00a0\u00ad\u200b\u0301\u0306\u0308\u2028\u2581\u2011\u202e½²"),
    ),
    max_size=60,
)


@given(AWKWARD | st.text(max_size=60))
@example("«а “б” в»")
@example(">>" * 5 + "<</s>>")
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).counts == {}


@given(AWKWARD, st.sampled_from(RULES))
def test_every_rule_settles(text: str, rule: rewriting.Rule) -> None:
    once = rewriting.apply([rule], text).text
    assert list(explain_of(rule, once)) == []


def explain_of(rule: rewriting.Rule, text: str) -> list[rewriting.Firing]:
    return rewriting.explain([rule], text)


@given(AWKWARD | st.text(max_size=60), st.data())
def test_every_span_leads_into_the_original_and_in_order(text: str, data: st.DataObject) -> None:
    result = normalise(text)
    stop = data.draw(st.integers(0, len(result.text)))
    start = data.draw(st.integers(0, stop))
    first, last = result.offsets.to_original(start, stop)
    assert 0 <= first <= last <= len(text)
    places = [result.offsets.to_original(at, at + 1) for at in range(len(result.text))]
    assert places == sorted(places)


@given(AWKWARD | st.text(max_size=60))
def test_what_comes_out_is_fit_for_every_stage_after(text: str) -> None:
    result = normalise(text).text
    assert unicodedata.is_normalized("NFC", result)
    assert result == result.strip(" \n")
    for unwanted in ("\r", "\t", "\u00a0", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "  ", "▁"):
        assert unwanted not in result
    assert "\n\n\n" not in result


PIECES = ["</s>", "<pad>", "<unk>", "<s>", "<s1>", "<s256>", ">>rus<<", ">>", "<<", "<mask>"]


@given(st.lists(st.sampled_from([*PIECES, *"</>spad12 \u200b\u00ad"]), max_size=14).map("".join))
def test_nothing_spells_a_special_piece(text: str) -> None:
    result = normalise(text).text
    assert not any(piece in result for piece in PIECES)


@pytest.mark.parametrize(
    "unit",
    "а«»\"„“”'<>.,;:!?…-–—()•*0 \n\t\r\u00a0\u00ad\u0301\u200b\u2028",
)
def test_a_megabyte_of_one_character_takes_no_longer_than_any_other(unit: str) -> None:
    # 100 kB here, a tenth of the megabyte it stands for: quadratic time would take minutes.
    started = time.process_time()
    normalise(unit * 100_000)
    assert time.process_time() - started < 2

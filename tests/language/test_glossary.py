"""Terms in Russian sentences, and their English."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.language.glossary import Glossary
from pipeline.language.glossary_file import NAME_KINDS, PLACE_KINDS, parse_terms

REPUBLICS = (
    "Адыгея Алтай Башкортостан Бурятия Дагестан Ингушетия Калмыкия Карелия Коми Крым Мордовия "
    "Татарстан Тыва Хакасия Северная_Осетия Марий_Эл Якутия Чечня Чувашия Удмуртия "
    "Кабардино-Балкария Карачаево-Черкесия Донецкая_Народная_Республика Луганская_Народная_Республика"
)
TERRITORIES = "Алтайский Забайкальский Камчатский Краснодарский Красноярский Пермский Приморский Ставропольский Хабаровский"
REGIONS = (
    "Амурская Архангельская Астраханская Белгородская Брянская Владимирская Волгоградская "
    "Вологодская Воронежская Запорожская Ивановская Иркутская Калининградская Калужская "
    "Кемеровская Кировская Костромская Курганская Курская Ленинградская Липецкая Магаданская "
    "Московская Мурманская Нижегородская Новгородская Новосибирская Омская Оренбургская Орловская "
    "Пензенская Псковская Ростовская Рязанская Самарская Саратовская Сахалинская Свердловская "
    "Смоленская Тамбовская Тверская Томская Тульская Тюменская Ульяновская Херсонская Челябинская "
    "Ярославская"
)
OTHERS = (
    "Москва Санкт-Петербург Севастополь Еврейская_автономная_область Ненецкий_автономный_округ "
    "Ханты-Мансийский_автономный_округ Чукотский_автономный_округ Ямало-Ненецкий_автономный_округ"
)
SUBJECTS = [
    *(name.replace("_", " ") for name in REPUBLICS.split()),
    *(f"{name} край" for name in TERRITORIES.split()),
    *(f"{name} область" for name in REGIONS.split()),
    *(name.replace("_", " ") for name in OTHERS.split()),
]


def found(text: str) -> list[tuple[str, str]]:
    return [(match.text, match.english) for match in Glossary.builtin().find(text)]


def test_all_subjects_of_the_federation_are_there() -> None:
    assert len(SUBJECTS) == 89
    known = {term.russian for term in Glossary.builtin().terms if term.kind in PLACE_KINDS}
    assert [name for name in SUBJECTS if name not in known] == []


def test_builtin_is_large_and_sourced() -> None:
    terms = Glossary.builtin().terms
    assert len(terms) > 1900
    assert all(term.note for term in terms)
    assert sum(term.kind == "country" for term in terms) > 195


@pytest.mark.parametrize("name", SUBJECTS)
def test_each_subject_matches_itself(name: str) -> None:
    matches = Glossary.builtin().find(f"Это {name}.")
    assert [match.term.russian for match in matches] == [name]


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        (
            "Врио губернатора Томской области приехал в ЗАТО Северск.",
            [("Врио губернатора", "acting governor"), ("Томской области", "Tomsk Region"), ("ЗАТО", "ZATO"), ("Северск", "Seversk")],
        ),
        (
            "В Министерстве здравоохранения Российской Федерации ждут.",
            [("Министерстве здравоохранения Российской Федерации", "Ministry of Health of the Russian Federation")],
        ),
        ("Госкорпорацией «Росатом»", [("Госкорпорацией", "state corporation"), ("Росатом", "Rosatom")]),
        ("займ у ВЭБ.РФ", [("ВЭБ.РФ", "VEB.RF")]),
        ("в Республике Саха (Якутия)", [("Республике Саха (Якутия)", "Republic of Sakha (Yakutia)")]),
        ("завод РКК «Энергия»", [("РКК «Энергия»", "RSC Energia")]),
        ("на севере Ханты-Мансийского автономного округа – Югры", [("Ханты-Мансийского автономного округа – Югры", "Khanty-Mansi Autonomous Area – Yugra")]),
        ("под Орлом и в Орле", [("Орлом", "Oryol"), ("Орле", "Oryol")]),
        ("орёл летит", []),
        ("Иванова назначили директором", []),
        ("выставка в Иванове", [("Иванове", "Ivanovo")]),
        ("Владимир приехал во Владимир", [("Владимир", "Vladimir")]),
        ("Победы и Победа в войне", []),
        ("самолёт авиакомпании «Победа»", [("Победа", "Pobeda")]),
        ("они пришли после обеда", []),
        ("тор и ТОР", [("ТОР", "advanced development territory")]),
    ],
)  # fmt: skip
def test_terms_of_a_sentence(sentence: str, terms: list[tuple[str, str]]) -> None:
    assert found(sentence) == terms


def test_the_longest_term_wins() -> None:
    assert found("директор Московской биржи") == [("Московской биржи", "Moscow Exchange")]


def test_matches_are_slices() -> None:
    text = "Правительство РФ и ЦБ помогут Ростовской области."
    for match in Glossary.builtin().find(text):
        assert text[match.start : match.stop] == match.text


@pytest.mark.parametrize(
    ("russian", "english", "arrived"),
    [
        ("в Минобороны", "the Ministry of Defense said", True),
        ("в Минобороны", "the British defence ministry", True),
        ("глава МИД", "Foreign Minister Ivan Petrov", True),
        ("власти России", "Russian authorities", True),
        ("в США", "in the U.S.", True),
        ("в США", "they told us", False),
        ("в Томске", "in Omsk", False),
        ("в Санкт-Петербурге", "in St Petersburg's port", True),
        ("нацпроекты", "three national projects", True),
        ("в Нидерландах", "The Dutch side", True),
        ("в Росатоме", "at Rostec", False),
    ],
)
def test_verify(russian: str, english: str, arrived: bool) -> None:
    (match,) = Glossary.builtin().find(russian)
    assert Glossary.builtin().verify(match, english) is arrived


def test_locate_gives_the_place() -> None:
    text = "He left the Tomsk Region."
    (match,) = Glossary.builtin().find("Томскую область")
    span = Glossary.builtin().locate(match, text)
    assert span is not None
    assert text[slice(*span)] == "Tomsk Region"


def test_inline_puts_names_in_latin_letters_and_keeps_posts() -> None:
    glossary = Glossary.builtin()
    text = "Губернатор Томской области встретился с главой «Росатома»."
    inlined, offsets = glossary.inline(text, glossary.find(text))
    assert inlined == "Губернатор Tomsk Region встретился с главой «Rosatom»."
    start = inlined.index("Rosatom")
    assert text[slice(*offsets.to_original(start, start + 7))] == "Росатома"


def test_explain_names_the_lemmas() -> None:
    (one,) = Glossary.builtin().explain("в Томской области")
    assert one.match.term.russian == "Томская область"
    assert one.lemmas == (("томский",), ("область",))


def test_the_users_terms_win(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text(
        "Росатом\tROSATOM Corp\nООО «Ромашка»\tDaisy LLC\t\tcompany\n", encoding="utf-8"
    )
    glossary = Glossary.load(path)
    assert [match.english for match in glossary.find("Росатома и ООО «Ромашка»")] == [
        "ROSATOM Corp",
        "Daisy LLC",
    ]
    assert len(glossary) == len(Glossary.builtin()) + 1
    assert glossary.digest != Glossary.builtin().digest


def test_a_wrong_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text("Росатом\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="line 1"):
        Glossary.load(path)


def test_digest_depends_on_content_not_on_order() -> None:
    one = Glossary(parse_terms("Яр\tYar\nБор\tBor"))
    other = Glossary(parse_terms("Бор\tBor\nЯр\tYar"))
    assert one.digest == other.digest
    assert one.digest != Glossary(parse_terms("Яр\tYar\nБор\tBore")).digest


names = st.sampled_from(
    [term for term in Glossary.builtin().terms if term.kind in NAME_KINDS and not term.flag]
)


@given(st.lists(names, min_size=1, max_size=4))
def test_inlined_text_maps_back(terms: list[object]) -> None:
    glossary = Glossary.builtin()
    text = "; ".join(str(getattr(term, "russian", "")) for term in terms)
    matches = glossary.find(text)
    inlined, offsets = glossary.inline(text, matches)
    at = 0
    for match in matches:
        if match.term.kind not in NAME_KINDS or match.term.flag == "weak":
            continue
        at = inlined.index(match.english, at)
        assert offsets.to_original(at, at + len(match.english)) == (match.start, match.stop)
        at += len(match.english)


@given(st.text(max_size=80))
def test_any_text_can_be_searched(text: str) -> None:
    last = 0
    for match in Glossary.builtin().find(text):
        assert last <= match.start < match.stop
        last = match.stop

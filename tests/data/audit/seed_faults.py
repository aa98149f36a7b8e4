"""Makes `challenge.jsonl`: right triples, and triples with one seeded fault each.

The right triples are single sentences of the corpora with their human translations, and sentences
of `invented.tsv` beside this file. A fault is seeded by means of its own (plain regular
expressions and word lists below), independent of the readers that the audit uses. Run as
`python tests/data/audit/seed_faults.py CORPORA`; the result is looked through by a person before
it is committed, since a seeded change can by chance leave the sentence right.
"""

import gzip
import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
EN_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
RU_MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
NAMES = ["Viktor Sorokin", "Yelena Gromova", "Nikolai Zhdanov", "Tatyana Belova", "Pavel Krylov"]
RU_SURNAMES = {"Иванов", "Соколов", "Кузнецов", "Морозов", "Лебедев", "Новиков"}
TERMS = [
    ("Ministry of Finance", "Ministry of Health"),
    ("Ministry of Health", "Ministry of Transport"),
    ("Ministry of Defense", "Ministry of Culture"),
    ("Ministry of Internal Affairs", "Ministry of Education"),
    ("Ministry of Economic Development", "Ministry of Agriculture"),
    ("Foreign Ministry", "Finance Ministry"),
    ("Interior Ministry", "Health Ministry"),
    ("State Duma", "Federation Council"),
    ("Federation Council", "State Duma"),
    ("Central Bank", "Accounts Chamber"),
    ("Supreme Court", "Constitutional Court"),
    ("Investigative Committee", "Accounts Chamber"),
    ("Prosecutor General's Office", "Ministry of Justice"),
    ("Rosatom", "Rostec"),
    ("Rostec", "Roscosmos"),
    ("Gazprom", "Rosneft"),
    ("Sberbank", "VTB"),
]
Fault = Callable[[str, str, random.Random], tuple[str, str] | None]


def _sub_one(
    pattern: str, text: str, rng: random.Random, new: Callable[[re.Match[str]], str]
) -> str | None:
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + new(match) + text[match.end() :]


def _other_digit(match: re.Match[str], rng: random.Random) -> str:
    digits = match.group()
    at = rng.choice([i for i, c in enumerate(digits) if c.isdigit()])
    new = rng.choice([d for d in "123456789" if d != digits[at]])
    return digits[:at] + new + digits[at + 1 :]


# A number standing by itself: not a year, not part of a code or date.
_PLAIN = r"(?<![\w.,/:–—-])(?!(?:19|20)\d\d\b)\d{1,3}(?:[ ,]\d{3})*(?:[.,]\d+)?(?![\w/:–—-]|[.,]\d)"


# A changed day is a moved date, so numbers beside a month are left to `date_moved`.
_PLAIN_EN = _PLAIN + rf"(?! (?:{'|'.join(EN_MONTHS)})| to \d| and \d)"
_PLAIN_RU = _PLAIN + rf"(?! (?:{'|'.join(RU_MONTHS)})| (?:по|на|и) \d)"


def number_changed_en(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    months = "|".join(EN_MONTHS)
    if re.search(rf"\b(?:{months})\b", en):
        return None
    new = _sub_one(_PLAIN_EN, en, rng, lambda m: _other_digit(m, rng))
    return None if new is None else (ru, new)


def number_changed_ru(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    new = _sub_one(_PLAIN_RU, ru, rng, lambda m: _other_digit(m, rng))
    return None if new is None else (new, en)


def magnitude_slip_en(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    step = {
        "million": "billion",
        "billion": "million",
        "trillion": "billion",
        "thousand": "million",
    }
    new = _sub_one(
        r"(?<=\d )(million|billion|trillion|thousand)\b", en, rng, lambda m: step[m.group()]
    )
    return None if new is None else (ru, new)


def magnitude_slip_ru(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    step = {
        "млн": "млрд",
        "млрд": "млн",
        "тыс": "млн",
        "миллион": "миллиард",
        "миллиард": "миллион",
    }
    new = _sub_one(
        r"(?<=\d )(млн|млрд|тыс|миллион|миллиард)(?=\b|а|ов)", ru, rng, lambda m: step[m.group()]
    )
    return None if new is None else (new, en)


def unit_changed_en(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    step = {
        "rubles": "dollars", "roubles": "euros", "dollars": "rubles", "euros": "dollars",
        "kilometers": "meters", "kilometres": "metres", "tonnes": "kilograms", "tons": "kilograms",
        "meters": "kilometers", "metres": "kilometres", "hectares": "square kilometers",
        "percent": "percentage points", "km": "m", "megawatts": "kilowatts", "MW": "kW",
    }  # fmt: skip
    words = "|".join(step)
    pattern = rf"(?<=\d )(?:{words})\b|(?<=illion )(?:{words})\b"
    new = _sub_one(pattern, en, rng, lambda m: step[m.group()])
    return None if new is None else (ru, new)


def date_moved_en(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    months = "|".join(EN_MONTHS)
    if rng.random() < 0.5:
        pattern = rf"\b(?:{months})(?= \d)|(?<=\d )(?:{months})\b"
        new = _sub_one(
            pattern, en, rng, lambda m: rng.choice([x for x in EN_MONTHS if x != m.group()])
        )
    else:
        new = _sub_one(
            r"(?<=[a-z] )(?:19|20)\d\d\b",
            en,
            rng,
            lambda m: str(int(m.group()) + rng.choice([-2, -1, 1, 3])),
        )
    return None if new is None else (ru, new)


def date_moved_ru(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    months = "|".join(RU_MONTHS)
    new = _sub_one(
        rf"(?<=\d )(?:{months})\b",
        ru,
        rng,
        lambda m: rng.choice([x for x in RU_MONTHS if x != m.group()]),
    )
    return None if new is None else (new, en)


# Two Latin words that both have their look in the Russian: a person's name, most likely.
_PERSON = r"\b[A-Z][a-z]{2,} [A-Z][a-z]{3,}(?:ov|ev|in|sky|ko|ova|eva|ina|skaya|uk|yan|ich)\b"


def name_swapped_en(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    new = _sub_one(
        _PERSON, en, rng, lambda m: rng.choice([x for x in NAMES if x.split()[1] not in m.group()])
    )
    return None if new is None else (ru, new)


def name_lost_en(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    new = _sub_one(_PERSON, en, rng, lambda m: "he" if m.start() else "He")
    return None if new is None else (ru, new)


def name_swapped_ru(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    pattern = r"(?<=[А-Я][а-я] |[а-я]{3} )[А-Я][а-я]{3,}(?:ов|ев|ин)\b(?! [А-Я])"
    new = _sub_one(pattern.replace("(?<=[А-Я][а-я] |[а-я]{3} )", r"(?<=[а-я] )"), ru, rng,
                   lambda m: rng.choice(sorted(RU_SURNAMES - {m.group()})))  # fmt: skip
    return None if new is None or not re.search(_PERSON, en) else (new, en)


def negation_lost_en(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    if not re.search(r"\bне (?!только|менее|более|раз\b|просто)", ru):
        return None
    pattern = r"\b(do|does|did|is|are|was|were|has|have|had|will|would|can|could|should|must) not\b(?! only)"
    new = _sub_one(
        pattern, en, rng, lambda m: "" if m.group(1) in ("do", "does", "did") else m.group(1)
    )
    return None if new is None else (ru, re.sub(r"  +", " ", new))


def negation_lost_ru(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    if not re.search(r"\bnot\b|n't\b|\bno\b|\bnever\b", en):
        return None
    new = _sub_one(
        r"(?<=[а-я] )не (?=[а-я]+(?:ет|ит|ли|ла|лся|ут|ют|ся|ть|но|ют)\b)", ru, rng, lambda m: ""
    )
    return None if new is None else (new, en)


def quotation_lost_en(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    if not re.match(r"[«\"].{30,}[»\"],? [–—-] ", ru):
        return None
    match = re.search(r"[\"“](.{25,}?)[,.]?[\"”]", en)
    if not match:
        return None
    return ru, en[: match.start()] + match.group(1) + "," + en[match.end() :]


def term_wrong_en(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    for right, wrong in rng.sample(TERMS, len(TERMS)):
        if right in en and wrong not in en:
            return ru, en.replace(right, wrong)
    return None


def repeated_en(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    words = en.rstrip(".").split()
    if len(words) < 10:
        return None
    if rng.random() < 0.5:
        return ru, f"{en} {en}"
    at = rng.randrange(3, len(words) - 4)
    piece = words[at : at + 4]
    return ru, " ".join(words[: at + 4] + piece * 3 + words[at + 4 :]) + "."


def left_in_russian_en(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    words = re.findall(r"[а-яё]{5,}(?: [а-яё]{4,}){1,2}", ru)
    english = en.split()
    if not words or len(english) < 8:
        return None
    at = rng.randrange(2, len(english) - 3)
    return ru, " ".join([*english[:at], rng.choice(words), *english[at + 2 :]])


def invented_figure_en(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    if not en.endswith(".") or '"' in en:
        return None
    figure = rng.choice([
        f", up {rng.randint(11, 89)} percent from last year.",
        f", at a cost of {rng.randint(13, 97)} million rubles.",
        f" in {rng.randint(13, 68)} regions.",
        f", employing {rng.randint(130, 980)} people.",
    ])  # fmt: skip
    return ru, en[:-1] + figure


def invented_figure_ru(ru: str, en: str, rng: random.Random) -> tuple[str, str] | None:
    if not ru.endswith(".") or "«" in ru or '"' in ru:
        return None
    return ru[:-1] + rng.choice(
        [f", что на {rng.randint(11, 89)}% больше.", f" в {rng.randint(13, 68)} регионах."]
    ), en


FAULTS: list[tuple[str, str, Fault]] = [
    ("number_changed", "english", number_changed_en),
    ("number_changed", "summary", number_changed_ru),
    ("magnitude_slip", "english", magnitude_slip_en),
    ("magnitude_slip", "summary", magnitude_slip_ru),
    ("unit_changed", "english", unit_changed_en),
    ("date_moved", "english", date_moved_en),
    ("date_moved", "summary", date_moved_ru),
    ("name_swapped", "english", name_swapped_en),
    ("name_swapped", "summary", name_swapped_ru),
    ("name_lost", "english", name_lost_en),
    ("negation_lost", "english", negation_lost_en),
    ("negation_lost", "summary", negation_lost_ru),
    ("quotation_lost", "english", quotation_lost_en),
    ("term_wrong", "english", term_wrong_en),
    ("repeated", "english", repeated_en),
    ("left_in_russian", "english", left_in_russian_en),
    ("invented_figure", "english", invented_figure_en),
    ("invented_figure", "summary", invented_figure_ru),
]
QUOTA = {"number_changed": 14, "magnitude_slip": 11, "date_moved": 11, "name_swapped": 12, "negation_lost": 12,
         "invented_figure": 10}  # fmt: skip
# For each place of a kind (english, summary) where it has two, else for the kind.
PLAIN_QUOTA = 20


def pairs(corpora: Path, rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """Right pairs with their source, shuffled: (where from, Russian, English)."""
    rows: list[tuple[str, str, str]] = []
    for name in ("press", "releases-pairs"):
        with gzip.open(corpora / f"{name}.tsv.gz", "rt", encoding="utf-8") as file:
            for line in file:
                ru, en = line.rstrip("\n").split("\t")
                if 60 <= len(ru) <= 320:
                    rows.append((name, ru, en))
    rng.shuffle(rows)
    own = HERE / "invented.tsv"
    if own.is_file():
        lines = own.read_text(encoding="utf-8").splitlines()
        mine = [("invented", *line.split("\t")) for line in lines if line.strip()]
        rng.shuffle(mine)
        # Every third pair is one of ours, for as long as they last.
        merged: list[tuple[str, str, str]] = []
        while rows:
            merged += [rows.pop(), rows.pop()] if len(rows) > 1 else [rows.pop()]
            if mine:
                merged.append(mine.pop())  # type: ignore[arg-type]
        rows = merged
    yield from rows


def main(corpora: Path, seed: int = 20) -> None:
    rng = random.Random(seed)
    triples: list[dict[str, str | None]] = []
    supply = list(pairs(corpora, rng))
    used: set[int] = set()
    for kind, where, fault in FAULTS:
        wanted = QUOTA.get(kind, PLAIN_QUOTA)
        for index, (origin, ru, en) in enumerate(supply):
            if wanted == 0:
                break
            if index in used:
                continue
            made = fault(ru, en, rng)
            if made is None or made == (ru, en):
                continue
            used.add(index)
            wanted -= 1
            triples.append({
                "id": f"{kind}-{where}-{index}", "origin": origin, "source": ru, "summary": made[0],
                "english": made[1], "fault": kind, "where": where,
            })  # fmt: skip
    faulty = len(triples)
    # Right ones: half picked like the faulty ones, from sentences that such a fault could hit.
    for index, (origin, ru, en) in enumerate(supply):
        if len(triples) == 2 * faulty:
            break
        if index in used:
            continue
        if len(triples) < 1.6 * faulty and not any(
            fault(ru, en, rng) for kind, _, fault in FAULTS[:12]
        ):
            continue
        triples.append({
            "id": f"right-{index}", "origin": origin, "source": ru, "summary": ru, "english": en,
            "fault": None, "where": None,
        })  # fmt: skip
    with (HERE / "challenge.jsonl").open("w", encoding="utf-8") as file:
        for triple in triples:
            file.write(json.dumps(triple, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

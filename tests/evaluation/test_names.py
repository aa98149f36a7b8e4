"""Names and figures are counted where the audit would demand them."""

from pipeline.evaluation.names import KINDS, NameScore, evaluate_names

RUSSIAN = "Анна Петрова из ООО «Ак таш» получила в Томске 5 млрд рублей."


def test_everything_that_is_there_has_arrived() -> None:
    score = evaluate_names(
        [(RUSSIAN, "Anna Petrova of Ak Tash LLC received 5 billion roubles in Tomsk.")]
    )
    assert score.share() == 1.0
    assert score.found == {"person": 1, "place": 1, "organisation": 0, "firm": 1, "figure": 1}


def test_a_wrong_first_name_place_firm_and_figure_have_not() -> None:
    score = evaluate_names(
        [(RUSSIAN, "Maria Petrova of Akruta received 5 million roubles in Omsk.")]
    )
    assert {kind: score.share(kind) for kind in KINDS} == {
        "person": 0.0, "place": 0.0, "organisation": 1.0, "firm": 0.0, "figure": 0.0
    }  # fmt: skip


def test_lines_without_names_have_a_share_of_one() -> None:
    assert evaluate_names([("Идёт дождь.", "It is raining.")]).share() == 1.0
    assert evaluate_names([]).as_dict()["share"] == 1.0


def test_the_plain_values_are_rounded_shares() -> None:
    score = NameScore(dict.fromkeys(KINDS, 3), dict.fromkeys(KINDS, 2))
    assert score.as_dict()["share"] == 0.6667

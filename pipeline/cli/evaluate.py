"""`svodka evaluate translation|names|summaries` and `svodka bench audit|throughput`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import OUT, print_json, say
from pipeline.cli.options import ConfigFile, Json, ProfileName

if TYPE_CHECKING:
    from pipeline.evaluation.translation import TranslationScore

evaluate = typer.Typer(no_args_is_help=True, help="Score the models on a set of yours.")
bench = typer.Typer(no_args_is_help=True, help="Measure the audit and the speed.")
CHALLENGE = Path("tests/data/audit/challenge.jsonl")


@evaluate.command()
def translation(
    set: Annotated[Path, typer.Option("--set", help="Russian TAB English, a pair a line.")],
    profile: ProfileName = "compact",
    config: ConfigFile = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many.")] = None,
    worst: Annotated[int, typer.Option(min=0, help="How many of the worst to show.")] = 10,
    json: Json = False,
) -> None:
    """BLEU and chrF (sacrebleu) of the profile's translator, as it is used in a run."""
    from pipeline.evaluation.translation import evaluate_translation, read_pairs
    from pipeline.facade import Pipeline
    from pipeline.translating.lines import LineTranslator

    pairs = read_pairs(set)[:limit]
    pipeline = Pipeline.from_profile(profile, config=config)
    lines = LineTranslator(pipeline.translator, pipeline.profile.translate, pipeline.glossary)
    score = evaluate_translation(pairs, lambda texts: [one.text for one in lines.translate(texts)])
    print_json(score.as_dict()) if json else _show(score, worst)


@evaluate.command()
def names(
    set: Annotated[Path, typer.Option("--set", help="Russian TAB English, a pair a line.")],
    profile: ProfileName = "compact",
    config: ConfigFile = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many.")] = None,
    json: Json = False,
) -> None:
    """Names and figures that arrive: the model alone, with the rules of a run, in the set itself."""
    from pipeline.evaluation.names import KINDS, evaluate_names
    from pipeline.evaluation.translation import read_pairs
    from pipeline.facade import Pipeline
    from pipeline.translating.lines import LineTranslator

    pairs = read_pairs(set)[:limit]
    russian = [one for one, _ in pairs]
    pipeline = Pipeline.from_profile(profile, config=config)
    used = pipeline.profile.translate
    alone = used.model_copy(update={"inline_terms": False, "mend": False})
    scores = {"reference": evaluate_names(pairs, pipeline.glossary)}
    for name, settings in (("model alone", alone), ("with rules", used)):
        lines = LineTranslator(pipeline.translator, settings, pipeline.glossary)
        english = [one.text for one in lines.translate(russian)]
        scores[name] = evaluate_names(zip(russian, english, strict=True), pipeline.glossary)
    if json:
        print_json({name: score.as_dict() for name, score in scores.items()})
        return
    for name, score in scores.items():
        parts = [f"{kind} {score.share(kind):.3f} of {score.found[kind]}" for kind in KINDS]
        say(f"{name:<12} {score.share():.3f}   ({', '.join(parts)})")


@evaluate.command()
def copying(
    set: Annotated[Path, typer.Option("--set", help="Russian TAB English, a pair a line.")],
    profile: ProfileName = "compact",
    config: ConfigFile = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many.")] = None,
    show: Annotated[bool, typer.Option("--show", help="Show the lines that lose any.")] = False,
    json: Json = False,
) -> None:
    """Terms and numbers given in Latin letters and digits that arrive: model alone, with rules."""
    from pipeline.evaluation.copying import copying_set, rates_of
    from pipeline.evaluation.translation import read_pairs
    from pipeline.facade import Pipeline
    from pipeline.translating.lines import LineTranslator

    sentences = copying_set(read_pairs(set)[:limit])
    pipeline = Pipeline.from_profile(profile, config=config)
    used = pipeline.profile.translate
    alone = used.model_copy(update={"inline_terms": False, "mend": False})
    rates, english = {}, [""] * len(sentences)
    for name, settings in (("model ranked", alone), ("with rules", used)):
        lines = LineTranslator(pipeline.translator, settings, pipeline.glossary)
        english = [one.text for one in lines.translate([one.source for one in sentences])]
        rates[name] = rates_of(sentences, english)
    if json:
        print_json({name: rate.as_dict() for name, rate in rates.items()})
        return
    for name, rate in rates.items():
        terms = f"terms {rate.terms:.3f} of {rate.n_terms}"
        say(f"{name:<13} {terms}, numbers {rate.numbers:.3f} of {rate.n_numbers}")
    for sentence, said in zip(sentences, english, strict=True) if show else ():
        lost = [key for counter in sentence.missing(said) for key in counter.elements()]
        if lost:
            say(f"\n{', '.join(lost)}\n  {sentence.source}\n  {said}")


@evaluate.command()
def summaries(
    set: Annotated[
        Path,
        typer.Option("--set", help="Articles with chosen sentences or summaries (JSON lines)."),
    ],
    profile: ProfileName = "compact",
    config: ConfigFile = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many.")] = None,
    json: Json = False,
) -> None:
    """ROUGE, chrF and choice of the profile's summariser, beside lead, TextRank and LexRank."""
    from pipeline.evaluation.records import read_records
    from pipeline.evaluation.summaries import baselines, evaluate_summaries
    from pipeline.evaluation.systems import svodka
    from pipeline.facade import Pipeline

    pipeline = Pipeline.from_profile(profile, config=config)
    systems = {"svodka": svodka(pipeline.summariser, pipeline.profile.summarise), **baselines()}
    result = evaluate_summaries(read_records(set)[:limit], systems)
    print_json(result.as_dict()) if json else OUT.print(result.table(), markup=False)


@bench.command()
def audit(
    set: Annotated[Path, typer.Option("--set", help="A challenge set (JSON lines).")] = CHALLENGE,
    show: Annotated[bool, typer.Option("--show", help="Show what was judged wrongly.")] = False,
    json: Json = False,
) -> None:
    """Share of seeded faults that the audit names, and of right triples that it accuses."""
    from pipeline.evaluation.challenge import load_cases, run_challenge

    result = run_challenge(load_cases(set))
    figures = result.as_dict()
    if json:
        print_json(figures)
        return
    say(f"recall {figures['recall']:.3f}, false {figures['false_rate']:.3f}, n {figures['n']}")
    for kind, figure in figures["by_kind"].items():
        say(f"  {kind:<18} {figure['recall']:.3f} of {figure['n']}")
    for verdict in result.verdicts if show else ():
        if not verdict.right:
            case = verdict.case
            say(f"{case.id}: wanted {case.fault or 'nothing'}, found {list(verdict.errors)}")
            say(f"  {case.summary}\n  {case.english}")


@bench.command()
def throughput(
    documents: Annotated[int, typer.Option(min=1, help="How many releases.")] = 100,
    profile: ProfileName = "compact",
    config: ConfigFile = None,
    json: Json = False,
) -> None:
    """The runner against a plain loop, batched transformers and raw ctranslate2, as ratios."""
    from pipeline.config import load_profile
    from pipeline.evaluation.throughput import bench_throughput

    result = bench_throughput(load_profile(profile, config), documents=documents)
    print_json(result.as_dict()) if json else OUT.print(result.table(), markup=False)


@bench.command()
def scaling(
    documents: Annotated[int, typer.Option(min=1, help="Releases of the largest run.")] = 10_000,
    repair: Annotated[
        bool, typer.Option("--repair", help="Translate lines with an error again.")
    ] = False,
    profile: ProfileName = "compact",
    config: ConfigFile = None,
    json: Json = False,
) -> None:
    """Whether time and memory stay flat from 100 documents to ten thousand: takes minutes."""
    from pipeline.config import load_profile
    from pipeline.evaluation.scaling import bench_scaling

    counts = sorted({count for count in (100, 1000) if count < documents} | {documents})
    result = bench_scaling(load_profile(profile, config), counts, repair=repair)
    print_json(result.as_dict()) if json else OUT.print(result.table(), markup=False)


def _show(score: "TranslationScore", worst: int) -> None:
    figures = score.as_dict()
    signature = score.signature
    say(f"chrF2 {score.chrf}   ({signature['chrf']})")
    say(f"BLEU  {score.bleu}   ({signature['bleu']})")
    rest = ("n", "sentences_per_second", "empty", "cyrillic", "loops")
    say(", ".join(f"{key.replace('_', ' ')} {figures[key]}" for key in rest))
    for segment in score.segments[:worst]:
        say(f"\n{segment.chrf:5.1f}  {segment.source}\n       {segment.hypothesis or '(empty)'}")
        say(f"       {segment.reference}")


def register(app: typer.Typer) -> None:
    """Add the groups to the application."""
    app.add_typer(evaluate, name="evaluate", rich_help_panel="Checking")
    app.add_typer(bench, name="bench", rich_help_panel="Checking")

"""The summariser's recipe on a world where numbers are what matters."""

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from models.training.network import Shape, build
from models.training.optimiser import Rates
from models.training.summariser import Recipe
from models.training.summariser_batches import (
    Mixture,
    Packed,
    Sampler,
    Variation,
    collate,
    pack,
    reserved,
)
from models.training.summariser_binding import bind, directions, reserved_embeddings
from models.training.summariser_cues import FOLDS, fold_of, network_of
from models.training.summariser_cues import train as train_cues
from models.training.summariser_data import (
    Example,
    Kept,
    from_articles,
    is_held,
    labelled,
    prepare,
    read,
)
from models.training.summariser_judging import choice_f1, choices, fused
from models.training.summariser_network import CUES_SHARE, Chooser, from_translator, with_cues
from models.training.summariser_run import Run, Settings
from pipeline.engines.tokens import MarianTokens
from pipeline.summarising.article import Article
from pipeline.summarising.layout import FIRST_MARK, IMPORTANCE, MARKS, SENTENCES
from pipeline.summarising.marks import CueNetwork


def articles(world: Any, count: int, seed: int = 0) -> Iterator[Example]:
    """Articles of sentences of the world, of which those with a number are the ones to choose."""
    draw = random.Random(seed)
    plain = [ru for ru, _ in world.pairs(300) if not any(char.isdigit() for char in ru)][:60]
    for number in range(count):
        sentences = draw.sample(plain, 6)
        chosen = sorted(draw.sample(range(6), 2))
        for index in chosen:
            sentences[index] = f"{sentences[index].rstrip('.')} в {draw.randint(1900, 2030)}."
        yield Example(str(number), "label", draw.choice(plain), tuple(sentences), tuple(chosen))


@pytest.fixture(scope="module")
def examples(world: Any) -> list[Example]:
    return list(articles(world, 80))


@pytest.fixture(scope="module")
def folder(examples: list[Example], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the cue network of the world."""
    path: Path = tmp_path_factory.mktemp("summariser")
    train_cues(examples, path)
    return path


@pytest.fixture(scope="module")
def ids(tokenizer_folder: Path) -> dict[str, int]:
    vocabulary: dict[str, int] = json.loads((tokenizer_folder / "vocab.json").read_text())
    return vocabulary


@pytest.fixture(scope="module")
def packed(examples: list[Example], tokenizer_folder: Path, folder: Path) -> list[Packed]:
    return pack(examples, MarianTokens(tokenizer_folder).encode, network_of(folder))


@pytest.fixture
def chooser(ids: dict[str, int]) -> Chooser:
    shape = Shape(
        vocabulary=len(ids), width=64, feed_forward=128, heads=4, encoder_layers=2, decoder_layers=1
    )
    torch.manual_seed(1)
    first = reserved(ids)["first"]
    return Chooser(from_translator(build(shape), first, layers=2), first, low=False)


# Data.


def write_rows(path: Path, rows: list[dict[str, Any]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


TEXT = "Завод открыт в мае. Погода была ясной. Цех выпустит сто лопастей. Вечером был концерт."
LABELLED = {
    "id": "l", "title": "Завод лопастей открыт в городе", "sentences": TEXT.split(". "),
    "chosen": [1, 3], "key": 1,
}  # fmt: skip


def test_an_article_that_is_kept_for_choosing_is_left_out(tmp_path: Path) -> None:
    file = write_rows(tmp_path / "labels.jsonl.gz", [LABELLED])
    nothing = tmp_path / "none.jsonl"
    nothing.write_text("")
    assert len(list(labelled(file, Kept([nothing])))) == 1
    assert list(labelled(file, Kept([file]))) == []


def test_articles_give_oracle_examples_of_two_kinds(tmp_path: Path) -> None:
    row = {"id": "a", "title": "Цех выпустит сто лопастей", "text": TEXT}
    summary = {**row, "id": "b", "summary": "Завод открыт.", "summary_kind": "editor"}
    file = write_rows(tmp_path / "articles.jsonl.gz", [row, summary, {**row, "text": "Раз."}])
    nothing = tmp_path / "none.jsonl"
    nothing.write_text("")
    title, written = from_articles(file, Kept([nothing]), titles=5)
    assert (title.kind, title.title, title.chosen) == ("title", "", (2,))
    assert (written.kind, written.title, written.chosen) == ("summary", row["title"], (0,))
    assert [one.kind for one in from_articles(file, Kept([nothing]), titles=0)] == ["summary"]


def test_examples_are_made_once(tmp_path: Path) -> None:
    write_rows(tmp_path / "labels.jsonl.gz", [LABELLED])
    write_rows(tmp_path / "articles.jsonl.gz", [])
    for name in ("dev.labels.jsonl", "dev.summaries.jsonl"):
        (tmp_path / name).write_text("")
    made = prepare(tmp_path, tmp_path / "run" / "examples.jsonl.gz")
    (tmp_path / "labels.jsonl.gz").unlink()
    assert prepare(tmp_path, tmp_path / "run" / "examples.jsonl.gz") == made
    assert read(tmp_path / "run" / "examples.jsonl.gz") == made


# Cues.


def test_cues_learn_what_matters(folder: Path, examples: list[Example], world: Any) -> None:
    network = CueNetwork.load(folder)
    assert len(network.steps) == MARKS - 1
    for example in list(articles(world, 10, seed=5)):
        odds = network.log_odds(Article(example.title, example.sentences))
        best = sorted(sorted(range(6), key=lambda index: -odds[index])[:2])
        assert tuple(best) == example.chosen


def test_an_article_gets_its_marks_from_a_network_that_has_not_seen_it(
    folder: Path, examples: list[Example], tmp_path: Path
) -> None:
    strange = [one for one in examples if fold_of(one.id) == 0]
    turned = [
        Example(one.id, one.kind, one.title, one.sentences, tuple({*range(6)} - {*one.chosen}))
        for one in strange
    ]
    rest = [one for one in examples if fold_of(one.id) != 0]
    train_cues([*turned, *rest], tmp_path)
    before, after = network_of(folder), network_of(tmp_path)
    inside, outside = strange[0], rest[0]
    article = Article(inside.title, inside.sentences)
    assert {fold_of(one.id) for one in examples} == set(range(FOLDS))
    # What the labels of a fold say changes every network but the fold's own.
    assert before(inside).log_odds(article) == after(inside).log_odds(article)
    assert before(outside).log_odds(article) != after(outside).log_odds(article)


def test_one_labelled_article_in_eight_is_held_back(examples: list[Example]) -> None:
    many = [Example(str(number), "label", "", ("а",), (0,)) for number in range(2000)]
    assert 0.09 < sum(map(is_held, many)) / 2000 < 0.16
    assert not any(is_held(Example(one.id, "summary", "", ("а",), (0,))) for one in many)


# Batches.


def test_a_batch_holds_what_the_network_needs(packed: list[Packed], ids: dict[str, int]) -> None:
    batch = collate(packed[:3], ids)
    assert batch.present.sum().item() == 18
    assert batch.order.tolist() == [[*one.chosen, SENTENCES] for one in packed[:3]]
    torch.testing.assert_close(batch.importance.sum(dim=1), torch.ones(3))
    for row, one in zip(batch.source, packed, strict=False):
        assert ids["</s>"] in row
        assert [ids[f"<sent{number}>"] in row for number in range(1, 7)] == [True] * 6
        assert ids["<sent256>"] == row[0]
        assert one.marks is not None
        assert ids[f"<sent{FIRST_MARK + one.marks[0]}>"] in row


def test_variations_keep_what_is_to_be_chosen(packed: list[Packed], ids: dict[str, int]) -> None:
    always = Variation(without_marks=1.0, without_title=1.0, thinned=1.0, dropped=1.0)
    batch = collate(packed[:4], ids, always, np.random.default_rng(1))
    assert batch.present.sum(dim=1).tolist() == [2, 2, 2, 2]
    assert not any(ids[f"<sent{FIRST_MARK + mark}>"] in batch.source for mark in range(MARKS))
    assert ids["<sent256>"] not in batch.source


def test_a_step_draws_the_same_articles_again(packed: list[Packed]) -> None:
    mixture = Mixture(label=1.0, summary=0.5, title=0.0)
    sampler = Sampler(packed, 600, seed=3)
    first, second = sampler.draw(7, mixture)[0], sampler.draw(7, mixture)[0]
    assert first == second
    assert first != sampler.draw(8, mixture)[0]
    assert len(first) * max(one.size() for one in first) <= 600
    short = sampler.draw(7, mixture, longest=1)[0]
    assert len(short) > len(first)
    assert len(short) * max(one.size(1) for one in short) <= 600


# Network.


def test_reserved_embeddings_are_apart_and_marks_in_order() -> None:
    torch.manual_seed(2)
    made = directions(torch.randn(300, 256) / 16, heads=8)
    names = reserved_embeddings(made)
    torch.testing.assert_close(names.norm(dim=1), torch.ones(256))
    assert not names[:, made.waves].any()
    marks = names[FIRST_MARK - 1 : FIRST_MARK - 1 + MARKS]
    assert ((marks @ made.scale).diff() > 0).all()
    likeness = names[:SENTENCES] @ names[:SENTENCES].T - 2 * torch.eye(SENTENCES)
    assert likeness.max() < 0.9


@pytest.mark.parametrize("start", [0, 500, 980])
def test_the_first_layer_moves_each_mark_to_its_sentence_and_leaves_words_alone(start: int) -> None:
    """Anywhere in a window, with sentences of any length; a layer without it knows nothing of marks."""
    from transformers import MarianConfig
    from transformers.models.marian.modeling_marian import (
        MarianEncoderLayer,
        MarianSinusoidalPositionalEmbedding,
    )

    width, heads, first = 256, 8, 300
    config = MarianConfig(d_model=width, encoder_attention_heads=heads, encoder_ffn_dim=64)
    config._attn_implementation = "sdpa"
    torch.manual_seed(2)
    words = torch.randn(first, width) / width**0.5
    made = directions(words, heads)
    table = torch.cat([words, reserved_embeddings(made)])
    layer = MarianEncoderLayer(config).eval()
    bind(layer, made)
    lengths, marks = (3, 1, 8, 2, 12), (61, 0, 30, 7, 45)
    ids: list[int] = []
    places: list[int] = []
    for number, (length, mark) in enumerate(zip(lengths, marks, strict=True)):
        places.append(len(ids))
        words_of_it = torch.randint(first, (length,)).tolist()
        ids += [first + number, first + FIRST_MARK - 1 + mark, *words_of_it]
    waves: torch.Tensor = MarianSinusoidalPositionalEmbedding(1024, width).create_weight()  # type: ignore[no-untyped-call]
    inputs = table[torch.tensor(ids)] * width**0.5 + waves[start : start + len(ids)]
    with torch.no_grad():
        states = layer(inputs[None], attention_mask=None)
    states = (states[0] if isinstance(states, tuple) else states).reshape(-1, width)
    moved = (states - inputs)[places] @ made.scale
    step = torch.tensor([mark / (MARKS - 1) * 2 - 1 for mark in marks])
    assert torch.corrcoef(torch.stack([moved, step]))[0, 1] > 0.97
    others = [place for place in range(len(ids)) if ids[place] < first]
    near = torch.cosine_similarity(states[others], inputs[others])
    assert near.min() > 0.8


def test_only_sentences_that_are_there_can_be_said(
    chooser: Chooser, packed: list[Packed], ids: dict[str, int]
) -> None:
    batch = collate(packed[:2], ids)
    chooser.eval()
    with torch.no_grad():
        states, mask = chooser.read(batch.source)
        logs = chooser.importance(states, mask, batch.present)
    assert torch.isinf(logs[~batch.present]).all()
    torch.testing.assert_close(logs.exp().sum(dim=1), torch.ones(2))


def test_a_start_that_is_too_wide_is_refused(
    ids: dict[str, int], tokenizer_folder: Path, tmp_path: Path
) -> None:
    import shutil

    wide = Shape(
        vocabulary=len(ids), width=512, feed_forward=1024, heads=8, encoder_layers=3,
        decoder_layers=2,
    )  # fmt: skip
    build(wide).save_pretrained(tmp_path / "wide")
    shutil.copytree(tokenizer_folder, tmp_path / "translator" / "tokenizer")
    recipe = Recipe(
        tmp_path, tmp_path, tmp_path / "translator", tmp_path / "out", tmp_path / "wide"
    )
    (tmp_path / "run").mkdir()
    with pytest.raises(ValueError, match="--start"):
        recipe.export()


def test_with_cues_is_the_product_of_model_and_cues_as_the_stage_mixes_them(
    packed: list[Packed], ids: dict[str, int], chooser: Chooser
) -> None:
    """A model is trained on the very mixture that ranks sentences afterwards."""
    batch = collate(packed[:3], ids)
    scores = choices(chooser, packed[:3], ids)
    logs = torch.full(batch.odds.shape, float("-inf"))
    for place, some in enumerate(scores):
        logs[place, : len(some)] = torch.tensor(some)
    mixed = with_cues(logs, batch.odds)
    torch.testing.assert_close(mixed.exp().sum(dim=1), torch.ones(3))
    assert torch.isinf(mixed[~batch.present]).all()
    for place, some in enumerate(fused(scores, packed[:3], CUES_SHARE)):
        expected = torch.tensor(some) / CUES_SHARE
        torch.testing.assert_close(mixed[place, :6], expected.log_softmax(dim=0), atol=1e-4, rtol=0)


def test_an_article_without_its_title_keeps_the_cues_that_it_then_has(
    packed: list[Packed], ids: dict[str, int]
) -> None:
    batch = collate(packed[:2], ids, Variation(0.0, 1.0, 0.0, 0.0), np.random.default_rng(1))
    for row, one in zip(batch.odds, packed, strict=False):
        assert one.untitled_odds is not None
        assert row[:6].tolist() == pytest.approx(one.untitled_odds)
        assert one.untitled_odds != one.odds


def trained(
    chooser: Chooser, packed: list[Packed], ids: dict[str, int], run: Path, steps: int
) -> Run:
    settings = Settings(
        run, steps=steps, warmup=5, tokens=900, judge_every=20, save_every=0.0,
        rates=Rates(matrices=0.01, others=2e-3),
    )  # fmt: skip
    one = Run(settings, chooser, ids)
    one.resume()
    one.train(packed[:-10], packed[-10:])
    return one


def test_a_broken_run_goes_on_where_it_was(
    chooser: Chooser,
    packed: list[Packed],
    ids: dict[str, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from copy import deepcopy

    from models.training import summariser_run

    twin = deepcopy(chooser)
    whole = trained(chooser, packed, ids, tmp_path / "whole", steps=4)
    calls = 0

    def broken(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt
        return collate(*arguments)

    monkeypatch.setattr(summariser_run, "collate", broken)
    with pytest.raises(KeyboardInterrupt):
        trained(twin, packed, ids, tmp_path / "broken", steps=4)
    resumed = trained(twin, packed, ids, tmp_path / "broken", steps=4)
    assert resumed.step == whole.step == 4
    for mine, theirs in zip(twin.parameters(), chooser.parameters(), strict=True):
        assert torch.equal(mine, theirs)


@pytest.mark.slow
def test_the_recipe_learns_exports_and_runs_in_the_stage(
    chooser: Chooser,
    examples: list[Example],
    packed: list[Packed],
    ids: dict[str, int],
    folder: Path,
    tokenizer_folder: Path,
    tmp_path: Path,
) -> None:
    """From invented articles to lines of a brief, through both engines."""
    import shutil

    from transformers import AutoModelForSeq2SeqLM

    from models.training.export import convert, write_model
    from pipeline.config import EngineSettings, SummariseSettings
    from pipeline.engines.load import load_engine
    from pipeline.evaluation.records import Record
    from pipeline.evaluation.systems import svodka

    chooser.look_at_marks(collate(packed[:20], ids))
    run = trained(chooser, packed, ids, tmp_path / "run", steps=120)
    note = run.take_best()
    # The sentences with a number are those that the cues prefer; two of six at random would have 33.
    kept = packed[-10:]
    mixed = fused(choices(chooser, kept, ids), kept, CUES_SHARE)
    assert choice_f1(mixed, kept, count=2) >= 90
    ours = choices(chooser, packed[:5], ids)
    model = tmp_path / "model"
    write_model(chooser.finished(), tokenizer_folder, model, {"max_length": 32}, note)
    shutil.copyfile(folder / "cues.json", model / "cues.json")
    convert(model)
    assert AutoModelForSeq2SeqLM.from_pretrained(model).config.max_position_embeddings == 1024
    for engine_name in ("torch", "ctranslate2"):
        settings = EngineSettings(engine=engine_name, compute_type="float32")
        engine = load_engine(model, settings, task="select")
        for example, expected in zip(packed[:5], ours, strict=False):
            from pipeline.summarising.layout import lay_out

            (window,) = lay_out(example.title, example.sentences, example.marks, engine.input_limit)
            (scores,) = engine.next_token_scores(
                [window.tokens], [[IMPORTANCE]], [list(window.sentences)]
            )
            order = sorted(scores, key=lambda name: -scores[name])
            assert window.sentences[order[0]] == int(np.argmax(expected))
        records = [
            Record(one.id, one.title, one.sentences, "", one.chosen) for one in examples[:10]
        ]
        briefs = svodka(engine, SummariseSettings(sentences=2))(records)
        hits = sum(
            brief.sentences == record.chosen for brief, record in zip(briefs, records, strict=True)
        )
        assert hits >= 8

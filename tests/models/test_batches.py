"""Batches are a pure function of pack, phase, seed and step."""

from collections import Counter
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.batches import Collator, Plan, share, target_tokens
from models.training.corpora import DOMAINS, Corpus, Mixture, Phase
from models.training.loop import batches_from
from models.training.packing import Pack, side_of

PAD = 99
MIXTURE = Mixture(
    (
        Corpus("twice", "", "press", 2.0, "-"),
        Corpus("half", "", "news", 0.5, "-"),
        Corpus("never", "", "technical", 1.0, "-"),
    ),
    {},
)


def phase(
    join: float = 0.0, max_pieces: int = 30, batch_tokens: int = 200, steps: int = 4
) -> Phase:
    factors = {domain: float(domain in ("press", "news")) for domain in DOMAINS}
    return Phase("test", steps, max_pieces, batch_tokens, join, factors)


def pack(count: int = 300, seed: int = 0) -> Pack:
    draw = np.random.default_rng(seed)
    lengths = draw.integers(1, 30, size=(count, 2))
    source, target = (
        side_of([list(draw.integers(2, 90, size=n)) for n in lengths[:, column]])
        for column in (0, 1)
    )
    corpus = (np.arange(count) % 3).astype(np.uint16)
    links = np.zeros(len(target.ids), dtype=np.uint8)
    return Pack(source, target, corpus, ("twice", "half", "never"), links)


def test_the_same_seed_gives_the_same_batches_and_another_seed_others() -> None:
    one, same, other = (Plan(pack(), MIXTURE, phase(), seed) for seed in (1, 1, 2))
    assert all((a == b).all() for a, b in zip(one.epoch(0), same.epoch(0), strict=True))
    assert any(
        a.shape != b.shape or (a != b).any()
        for a, b in zip(one.epoch(0), other.epoch(0), strict=False)
    )


@given(step=st.integers(0, 60))
def test_continuing_at_a_step_gives_what_would_have_come(step: int) -> None:
    plan = Plan(pack(90), MIXTURE, phase(join=0.3), 1)
    through = list(islice(plan.from_step(0), step + 3))[step:]
    resumed = list(islice(plan.from_step(step), 3))
    assert all((a == b).all() for a, b in zip(through, resumed, strict=True))


def test_pairs_come_as_often_as_their_weight_says() -> None:
    seen = Counter[int]()
    for epoch in range(20):
        for items in Plan(pack(), MIXTURE, phase(), 1).epoch(epoch):
            seen.update(items[:, 0].tolist())
    shares = [
        sum(n for pair, n in seen.items() if pair % 3 == corpus) / 2000 for corpus in range(3)
    ]
    assert shares == pytest.approx([2.0, 0.5, 0.0], abs=0.05)


@given(join=st.floats(0, 1), tokens=st.integers(80, 400))
def test_no_batch_is_larger_than_allowed(join: float, tokens: int) -> None:
    whole = pack()
    collate = Collator(whole, PAD)
    for items in Plan(whole, MIXTURE, phase(join, 60, tokens), 1).epoch(0):
        batch = collate(items)
        assert batch.source.numel() + batch.target.numel() <= tokens or len(items) == 1


def test_too_long_pairs_are_left_out() -> None:
    whole = pack()
    for items in Plan(whole, MIXTURE, phase(max_pieces=12), 1).epoch(0):
        assert whole.source.lengths[items[:, 0]].max() <= 12


@given(world=st.integers(1, 4))
def test_processes_share_a_batch_without_loss(world: int) -> None:
    items = Plan(pack(), MIXTURE, phase(), 1).epoch(0)[0]
    parts = [share(items, rank, world) for rank in range(world)]
    assert sorted(map(tuple, np.concatenate(parts))) == sorted(map(tuple, items))


def test_collated_rows_end_in_eos_and_joined_pairs_follow_one_another() -> None:
    whole = pack()
    batch = Collator(whole, PAD)(np.array([[0, -1], [1, 4]]), linked=True)
    first, second = batch.target.tolist()
    assert first[: whole.target.lengths[0] + 1] == [*whole.target[0].tolist(), 0]
    expected = [*whole.target[1].tolist(), *whole.target[4].tolist(), 0]
    assert [token for token in second if token != PAD] == expected
    assert target_tokens(whole, np.array([[0, -1], [1, 4]])) == int((batch.target != PAD).sum())
    assert batch.alignment is not None
    links = batch.alignment[1].tolist()
    shift = int(whole.source.lengths[1])
    assert links[whole.target.lengths[1]] == shift  # the second pair's links move with it
    assert links[len(expected) - 1] == shift + int(whole.source.lengths[4])  # </s> to </s>


def test_phases_follow_one_another_and_the_last_has_no_end() -> None:
    phases = {"first": phase(steps=4), "second": phase(batch_tokens=90, steps=1)}
    mixture = Mixture(MIXTURE.corpora, phases)

    def plan(name: str) -> Plan:
        return Plan(pack(), mixture, phases[name], 1)

    def after(step: int, count: int) -> list[list[list[int]]]:
        batches = batches_from(mixture, ("first", "second"), step, plan)
        return [items.tolist() for items in islice(batches, count)]

    whole = after(0, 10)
    assert whole[4:] == [items.tolist() for items in islice(plan("second").from_step(0), 6)]
    assert all(after(step, 10 - step) == whole[step:] for step in range(10))

"""The loss, its gradients, and the optimiser, against plain torch."""

from typing import Any

import pytest
import torch

from models.training.network import NEVER, Learner, Shape, build, linear_cross_entropy
from models.training.optimiser import Optimiser, Rates, orthogonalised
from models.training.schedule import Schedule

SHAPE = Shape(
    vocabulary=400,
    width=32,
    feed_forward=48,
    heads=4,
    encoder_layers=1,
    decoder_layers=2,
    dropout=0,
)


@pytest.fixture
def learner() -> Learner:
    return Learner(build(SHAPE), SHAPE)


def batch(seed: int = 1) -> tuple[torch.Tensor, torch.Tensor]:
    torch.manual_seed(seed)
    source, target = torch.randint(2, SHAPE.words, (3, 7)), torch.randint(2, SHAPE.words, (3, 6))
    source[:, -1] = target[:, -1] = 0
    source[0, 4:] = target[0, 3:] = SHAPE.pad_id
    source[0, 3] = target[0, 2] = 0
    return source, target


def test_fused_cross_entropy_equals_torch_with_all_gradients() -> None:
    torch.manual_seed(1)
    ours = [torch.randn(500, 16), torch.randn(300, 16), torch.randn(300)]
    plain = [tensor.clone().requires_grad_() for tensor in ours]
    ours = [tensor.requires_grad_() for tensor in ours]
    labels = torch.randint(0, 300, (500,))
    loss = linear_cross_entropy(ours[0], ours[1], ours[2], labels, 0.1, False)
    expected = torch.nn.functional.cross_entropy(
        plain[0] @ plain[1].T + plain[2], labels, label_smoothing=0.1, reduction="sum"
    )
    (2 * loss).backward()  # type: ignore[no-untyped-call]
    (2 * expected).backward()  # type: ignore[no-untyped-call]
    torch.testing.assert_close(loss, expected, rtol=1e-5, atol=1e-3)
    for mine, theirs in zip(ours, plain, strict=True):
        torch.testing.assert_close(mine.grad, theirs.grad, rtol=1e-4, atol=1e-4)


def test_loss_is_that_of_marian_over_the_words_a_translation_may_contain(learner: Learner) -> None:
    source, target = batch()
    learner.smoothing = 0.0
    loss, guide = learner(source, target, None)
    model: Any = learner.finished()
    labels = target.masked_fill(target == SHAPE.pad_id, -100)
    start = torch.full((3, 1), SHAPE.pad_id)
    theirs = model(
        input_ids=source,
        attention_mask=source != SHAPE.pad_id,
        decoder_input_ids=torch.cat([start, target[:, :-1]], dim=1),
        labels=labels,
    )
    assert loss.item() == pytest.approx(theirs.loss.item() * int((labels != -100).sum()), rel=1e-4)
    assert guide.item() == 0


def test_guided_attention_is_lower_where_attention_already_looks(learner: Learner) -> None:
    source, target = batch()
    nowhere = torch.full_like(target, -1)
    somewhere = nowhere.clone()
    somewhere[:, 0] = 1
    assert learner(source, target, nowhere)[1].item() == 0
    before = learner(source, target, somewhere)[1]
    before.backward()
    for parameter in learner.parameters():
        if parameter.grad is not None:
            parameter.data.sub_(parameter.grad, alpha=0.02)
    assert learner(source, target, somewhere)[1].item() < before.item()


def test_a_finished_model_cannot_say_reserved_tokens_or_padding(learner: Learner) -> None:
    model = learner.finished()
    assert (model.final_logits_bias[0, SHAPE.words :] == NEVER).all()
    assert (model.get_input_embeddings().weight[SHAPE.pad_id] == 0).all()


def test_padding_gets_no_gradient(learner: Learner) -> None:
    learner(*batch(), None)[0].backward()
    table = learner.model.get_input_embeddings().weight
    assert float(table.grad[SHAPE.words :].abs().sum()) == 0


@pytest.mark.parametrize("shape", [(4, 32, 32), (2, 64, 16), (2, 16, 64)])
def test_orthogonalised_matrices_have_singular_values_near_one(shape: tuple[int, int, int]) -> None:
    torch.manual_seed(1)
    values = torch.linalg.svdvals(orthogonalised(torch.randn(shape), low=False))
    assert float(values.min()) > 0.2
    assert float(values.max()) < 1.4


@pytest.mark.parametrize("rates", [Rates(), Rates(matrices=0.0, others=3e-3)])
def test_either_optimiser_lowers_the_loss(learner: Learner, rates: Rates) -> None:
    optimiser = Optimiser(learner.named_parameters(), rates, low=False)
    losses = []
    for _ in range(12):
        learner.zero_grad()
        loss = learner(*batch(), None)[0] / 13
        loss.backward()
        optimiser.step(1.0)
        losses.append(loss.item())
    assert losses[-1] < 0.8 * losses[0]


@pytest.mark.parametrize(
    ("schedule", "step", "seconds", "scale"),
    [
        (Schedule(warmup=10), 0, 0, 0.1),
        (Schedule(warmup=10), 9, 0, 1.0),
        (Schedule(warmup=10), 10_000, 9_000, 1.0),
        (Schedule(warmup=0, branch=100, cooldown=50), 100, 0, 1.0),
        (Schedule(warmup=0, branch=100, cooldown=50), 125, 0, 0.5),
        (Schedule(warmup=0, branch=100, cooldown=50), 150, 0, 0.0),
        (Schedule(warmup=0, branch=100, cooldown_seconds=60), 101, 15, 0.75),
    ],
)
def test_the_learning_rate_warms_up_stays_and_cools(
    schedule: Schedule, step: int, seconds: float, scale: float
) -> None:
    assert schedule.scale(step, schedule.progress(step, seconds)) == pytest.approx(scale)

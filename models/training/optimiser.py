"""Muon for the hidden matrices, Adam for everything else.

Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/) replaces each matrix's momentum
by the nearest orthogonal matrix, found by a few Newton-Schulz iterations. The iterations are shared
out over the processes: each orthogonalises its part of the matrices, and the parts are summed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn

NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)


def orthogonalised(stack: Tensor, low: bool, rounds: int = 5) -> Tensor:
    """Each matrix of `stack` (count, rows, columns) with its singular values brought close to 1."""
    a, b, c = NEWTON_SCHULZ
    work: Tensor = stack.to(torch.bfloat16 if low else torch.float32)
    tall = work.shape[1] > work.shape[2]
    if tall:
        work = work.transpose(1, 2)
    work = work / (work.flatten(1).norm(dim=1)[:, None, None] + 1e-7)
    for _ in range(rounds):
        square = work @ work.transpose(1, 2)
        work = a * work + (b * square + c * square @ square) @ work
    return (work.transpose(1, 2) if tall else work).float()


@dataclass(frozen=True, slots=True)
class Rates:
    """Learning rates at the top of the schedule."""

    matrices: float = 0.008
    others: float = 1e-3


class Optimiser:
    """Both methods over one model. Gradients must already be averaged over processes."""

    def __init__(
        self, parameters: Iterable[tuple[str, nn.Parameter]], rates: Rates, low: bool
    ) -> None:
        named = [(name, p) for name, p in parameters if p.requires_grad]
        self._low = low
        self._rates = rates
        self._groups: dict[tuple[int, ...], list[nn.Parameter]] = {}
        others = []
        for name, parameter in named:
            if (
                rates.matrices
                and parameter.ndim == 2
                and "embed" not in name
                and "shared" not in name
            ):
                self._groups.setdefault(tuple(parameter.shape), []).append(parameter)
            else:
                others.append(parameter)
        self._momentum = [
            torch.zeros(len(group), *shape, device=group[0].device)
            for shape, group in self._groups.items()
        ]
        self._adam = torch.optim.Adam(
            others, lr=rates.others, betas=(0.9, 0.98), eps=1e-9, foreach=True
        )

    def step(self, scale: float) -> None:
        """One update with learning rates multiplied by `scale`."""
        for group in self._adam.param_groups:
            group["lr"] = self._rates.others * scale
        self._adam.step()
        for (shape, parameters), momentum in zip(self._groups.items(), self._momentum, strict=True):
            slopes = torch.stack([p.grad for p in parameters if p.grad is not None])
            momentum.lerp_(slopes, 0.05)
            updates = self._shared_out(slopes.lerp(momentum, 0.95))
            stretch = max(1.0, shape[0] / shape[1]) ** 0.5
            for parameter, update in zip(parameters, updates, strict=True):
                parameter.data.add_(update, alpha=-self._rates.matrices * scale * stretch)

    def _shared_out(self, stack: Tensor) -> Tensor:
        if not dist.is_initialized() or dist.get_world_size() == 1:
            return orthogonalised(stack, self._low)
        rank, world = dist.get_rank(), dist.get_world_size()
        result = torch.zeros_like(stack)
        result[rank::world] = orthogonalised(stack[rank::world], self._low)
        dist.all_reduce(result)
        return result

    def state_dict(self) -> dict[str, Any]:
        """All that a later process needs to continue."""
        return {"momentum": self._momentum, "adam": self._adam.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over the state of `state_dict`."""
        for mine, saved in zip(self._momentum, state["momentum"], strict=True):
            mine.copy_(saved)
        self._adam.load_state_dict(state["adam"])

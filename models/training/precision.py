"""Whether to do matrix products in bfloat16: measured, since it depends on the machine."""

import time

import torch


def bfloat16_pays(device: torch.device) -> bool:
    """Whether bfloat16 products are clearly faster than float32 ones.

    On x86 processors with AVX512_BF16 or AMX they are two to three times as fast, on those without
    many times slower; on a GPU they are taken without measuring.
    """
    if device.type != "cpu":
        return True
    left, right = torch.randn(1500, 256), torch.randn(1024, 256)
    return 1.25 * _seconds(left.bfloat16(), right.bfloat16()) < _seconds(left, right)


def _seconds(left: torch.Tensor, right: torch.Tensor) -> float:
    """The best of a few timings of `left @ right.T`, in processor time: other work must not decide."""
    times = []
    for _ in range(12):
        start = time.process_time()
        left @ right.T
        times.append(time.process_time() - start)
    return min(times)

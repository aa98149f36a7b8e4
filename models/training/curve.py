"""The learning curve of a run as an SVG picture: loss on the left axis, dev chrF2 on the right."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, MARGIN = 720, 360, 48
COLOURS = {"loss": "#64748b", "dev.news": "#2563eb", "dev.press": "#dc2626"}
Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Curve:
    """Series over pairs seen: training loss, and chrF2 of each dev set."""

    loss: Points
    chrf: dict[str, Points]


def read_curve(logs: Iterable[Path]) -> Curve:
    """The series in the JSON-lines logs of a run and of its cooldown, in that order."""
    curve = Curve([], {"dev.news": [], "dev.press": []})
    for log in logs:
        for line in log.read_text(encoding="utf-8").splitlines():
            entry: dict[str, Any] = json.loads(line)
            if "loss" in entry:
                curve.loss.append((entry["pairs"], entry["loss"]))
            for name, points in curve.chrf.items():
                if name in entry:
                    points.append((entry["pairs"], entry[name]["chrf"]))
    return curve


def _scaled(points: Points, x_top: float, low: float, high: float) -> str:
    return " ".join(
        f"{MARGIN + x / x_top * (WIDTH - 2 * MARGIN):.1f},"
        f"{HEIGHT - MARGIN - (y - low) / (high - low) * (HEIGHT - 2 * MARGIN):.1f}"
        for x, y in points
    )


def _label(x: float, y: float, text: str, anchor: str = "middle", colour: str = "#334155") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}">{text}</text>'


def _line(points: str, colour: str) -> str:
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"/>'


def draw(curve: Curve) -> str:
    """The picture. Raises ValueError if the curve has no loss."""
    if not curve.loss:
        raise ValueError("the log has no losses yet")
    pairs = max(x for points in (curve.loss, *curve.chrf.values()) for x, _ in points) or 1
    highest = max([10.0, *(y for points in curve.chrf.values() for _, y in points)])
    low, high = (f(y for _, y in curve.loss) for f in (min, max))
    bottom, right = HEIGHT - MARGIN, WIDTH - MARGIN
    parts = [
        f'<path d="M{MARGIN},{MARGIN} V{bottom} H{right} V{MARGIN}" fill="none" stroke="#cbd5e1"/>',
        _line(_scaled(curve.loss, pairs, low, max(high, low + 0.1)), COLOURS["loss"]),
        _label(MARGIN, MARGIN - 10, f"loss {low:.2f} to {high:.2f}", "start", COLOURS["loss"]),
        _label(right, MARGIN - 10, f"chrF2 0 to {highest:.1f}", "end"),
        _label(MARGIN, bottom + 18, "0"),
        _label(right, bottom + 18, f"{pairs:,.0f} pairs", "end"),
    ]
    for place, (name, points) in enumerate(curve.chrf.items()):
        parts.append(_line(_scaled(points, pairs, 0, highest), COLOURS[name]))
        where = MARGIN + 120 * (place + 1)
        parts.append(_label(where, bottom + 36, name, colour=COLOURS[name]))
    return _page(parts)


def _page(parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">\n' + "\n".join(parts) + "\n</svg>\n"
    )

"""The picture of a run."""

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from models.training.curve import Curve, draw, read_curve

LINES = [
    {"step": 20, "pairs": 100, "loss": 8.0},
    {"step": 40, "pairs": 200, "loss": 6.5},
    {"step": 40, "pairs": 200, "dev.news": {"chrf": 12.0}, "dev.press": {"chrf": 15.0}},
]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES))
    return path


def test_logs_are_read_in_their_order(log: Path) -> None:
    curve = read_curve([log, log])
    assert curve.loss == [(100, 8.0), (200, 6.5)] * 2
    assert curve.chrf == {"dev.news": [(200, 12.0)] * 2, "dev.press": [(200, 15.0)] * 2}


def test_the_picture_is_well_formed_and_stays_inside_its_frame(log: Path) -> None:
    root = ElementTree.fromstring(draw(read_curve([log])))
    lines = [node.get("points") or "" for node in root if node.tag.endswith("polyline")]
    assert len(lines) == 3
    for point in " ".join(lines).split():
        x, y = map(float, point.split(","))
        assert 0 <= x <= 720
        assert 0 <= y <= 360


def test_a_log_without_losses_is_an_error() -> None:
    with pytest.raises(ValueError, match="no losses"):
        draw(Curve([], {}))

"""The lexicon is counted over the alignments of a pack."""

from pathlib import Path

import numpy as np
import pytest

from models.training.alignments import NONE
from models.training.lexicon import DOUBT, LEAST, link_counts, write_lexicon
from models.training.packing import Pack, side_of
from pipeline.engines.lexicon import FLOOR, STEP, Lexicon

VOCABULARY = 20


def pack() -> Pack:
    """`3 4` becomes `13 14` four times, and once `15`; the last piece has no partner."""
    source = [[3, 4]] * 4 + [[3]]
    target = [[13, 14, 19]] * 4 + [[15]]
    links = np.array([0, 1, NONE] * 4 + [0], dtype=np.uint8)
    corpus = np.zeros(5, dtype=np.uint16)
    return Pack(side_of(source), side_of(target), corpus, ("invented",), links)


def test_links_are_counted_and_chance_ones_left_out() -> None:
    links = link_counts(pack(), VOCABULARY)
    assert list(zip(links.source, links.target, links.count, strict=True)) == [
        (3, 13, 4.0),
        (4, 14, 4.0),
    ]
    assert LEAST == 2


def test_it_is_written_as_the_pipeline_reads_it(tmp_path: Path) -> None:
    assert write_lexicon(pack(), VOCABULARY, tmp_path) == 2
    lexicon = Lexicon(tmp_path, VOCABULARY, VOCABULARY)
    right, wrong = lexicon.support([3, 4], [[13, 14], [19]])
    expected = np.log(4 / (4 + DOUBT))
    assert right.forward == pytest.approx(expected, abs=STEP)
    assert right.backward == pytest.approx(expected, abs=STEP)
    assert wrong.forward == pytest.approx(FLOOR, abs=STEP)
    assert wrong.backward == pytest.approx(FLOOR, abs=STEP)

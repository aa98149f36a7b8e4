"""A tiny invented world to learn from, and a tokenizer for it."""

from pathlib import Path

import pytest

from models.training.smoke import invented_pairs


@pytest.fixture(autouse=True, scope="session")
def _one_thread() -> None:
    """Small tensors gain nothing from threads, and lose much when other work shares the cores."""
    import torch

    torch.set_num_threads(1)


class World:
    """Sentence pairs of a language small enough to learn in a minute."""

    @staticmethod
    def pairs(count: int) -> list[tuple[str, str]]:
        """The first `count` of its pairs."""
        return list(invented_pairs(count))

    def write(self, path: Path, count: int) -> None:
        """Write a `Russian<TAB>English` file of the first `count` pairs."""
        lines = (f"{ru}\t{en}\n" for ru, en in self.pairs(count))
        path.write_text("".join(lines), encoding="utf-8")


@pytest.fixture(scope="session")
def world() -> World:
    """The invented world."""
    return World()


@pytest.fixture(scope="session")
def tokenizer_folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A MarianTokenizer folder of some hundred pieces, with the traps of the real one."""
    from models.training.tokenizer import train_pieces, write_folder

    folder = tmp_path_factory.mktemp("tokenizer")
    sentences = [side for pair in world.pairs(400) for side in pair]
    return write_folder(train_pieces(sentences, folder / "joint", size=640, threads=1), folder)

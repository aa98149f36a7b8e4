"""The joint Russian-English tokenizer: SentencePiece pieces in a plain `MarianTokenizer` folder.

Decisions, and what each of them avoids:

* No NFKC. The default normalisation turns `10⁶ м²` into `106 м2`. The model carries a table of its
  own with a dozen entries (NORMALISATION): spaces of other widths become a space, invisible marks go.
* Bytes as a fallback, digits one by one: nothing that is written is unknown, and numbers are copied
  digit by digit.
* `</s>` is 0 and `<unk>` 1, as Marian models have it; `<pad>` is last, because ctranslate2 cuts that
  row. Before it come RESERVED tokens that the summariser uses for sentences. They stand in vocab.json
  and not in the SentencePiece model, so that no text can turn into one of them.
* `split_special_tokens` is set, so that the text `</s>` is spelled out in pieces. One trap remains,
  in MarianTokenizer itself: a text that starts with `>>` and has `<<` later loses everything between
  as a language code. Whoever passes raw text must break a leading `>>`; `pipeline` does so.
"""

import json
import random
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.training.corpora import Mixture

if TYPE_CHECKING:
    from datasets import Dataset
    from sentencepiece import SentencePieceProcessor

EOS, UNK, PAD = "</s>", "<unk>", "<pad>"
EOS_ID, UNK_ID = 0, 1
RESERVED = tuple(f"<sent{number}>" for number in range(1, 257))
#: SentencePiece size, `<unk>` and 256 bytes included: the vocabulary comes to 12,288 = 96 x 128.
PIECES = 12_030
#: Characters that must have a piece of their own, however rare they are in the sample.
ALPHABET = (
    "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    ".,:;!?()[]/%&+-=*#@_\"'`$«»“”„’‘–—…№₽€£§°×²³±•<>|\\~^{}éèüöäáóíç"
)
#: How much of each domain the pieces are made from: the vocabulary should fit press prose.
SAMPLE = {
    "press": 1.0,
    "news": 1.0,
    "prose": 0.5,
    "technical": 0.15,
    "machine": 0.0,
    "lexicon": 0.1,
}
#: Characters and what they become before they are cut into pieces.
NORMALISATION: tuple[tuple[str, str], ...] = (
    *(
        (space, " ")
        for space in "\t\n\r\u00a0\u2002\u2003\u2004\u2005\u2007\u2008\u2009\u200a\u202f\u3000"
    ),
    *((mark, "") for mark in "\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    ("и\u0306", "й"),
    ("И\u0306", "Й"),
    ("е\u0308", "ё"),
    ("Е\u0308", "Ё"),
)


def sample_sentences(
    pairs: "Dataset", mixture: Mixture, articles: Iterable[str], seed: int = 1
) -> Iterator[str]:
    """Sentences for SentencePiece: what the model is for counts most, technical text little."""
    weights = {corpus.name: corpus.weight for corpus in mixture.corpora}
    draw = random.Random(seed)
    for row in pairs:
        wanted = SAMPLE[row["domain"]] * weights[row["corpus"]]
        copies = int(wanted) + (draw.random() < wanted % 1)
        for _ in range(copies):
            yield row["ru"]
            yield row["en"]
    yield from articles


def train_pieces(
    sentences: Iterable[str], prefix: Path, size: int = PIECES, threads: int = 2
) -> Path:
    """Train the SentencePiece model `<prefix>.model` and return its path."""
    import sentencepiece

    prefix.parent.mkdir(parents=True, exist_ok=True)
    rules = prefix.with_suffix(".rules.tsv")
    rules.write_text("".join(_rule_line(*entry) for entry in NORMALISATION), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences),
        model_prefix=str(prefix),
        model_type="unigram",
        vocab_size=size,
        normalization_rule_tsv=str(rules),
        character_coverage=0.9999,
        required_chars=ALPHABET,
        byte_fallback=True,
        split_digits=True,
        hard_vocab_limit=False,
        max_sentence_length=4000,
        unk_id=0,
        bos_id=-1,
        eos_id=-1,
        pad_id=-1,
        num_threads=threads,
        minloglevel=1,
    )
    return prefix.with_suffix(".model")


def _rule_line(source: str, target: str) -> str:
    return (
        " ".join(f"{ord(c):X}" for c in source)
        + "\t"
        + " ".join(f"{ord(c):X}" for c in target)
        + "\n"
    )


def vocabulary(processor: "SentencePieceProcessor") -> dict[str, int]:
    """Piece to id: `</s>`, `<unk>`, the pieces, the reserved tokens, `<pad>`."""
    pieces = [processor.id_to_piece(i) for i in range(1, processor.get_piece_size())]
    names = [EOS, UNK, *pieces, *RESERVED, PAD]
    if len(set(names)) != len(names):
        raise ValueError("a piece of the SentencePiece model bears the name of a special token")
    return {name: number for number, name in enumerate(names)}


def write_folder(model: Path, folder: Path) -> Path:
    """Write the files that `MarianTokenizer.from_pretrained(folder)` reads."""
    import sentencepiece

    folder.mkdir(parents=True, exist_ok=True)
    processor = sentencepiece.SentencePieceProcessor(model_file=str(model))
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(model, folder / name)
    config = {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": "ru",
        "target_lang": "en",
        "eos_token": EOS,
        "unk_token": UNK,
        "pad_token": PAD,
        "model_max_length": 512,
        "separate_vocabs": False,
        "split_special_tokens": True,
        "clean_up_tokenization_spaces": False,
    }
    for name, content in (("vocab.json", vocabulary(processor)), ("tokenizer_config.json", config)):
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (folder / name).write_text(text + "\n", encoding="utf-8")
    return folder


class Pieces:
    """Encoding and decoding without transformers: what packing and evaluation use.

    Ids are those of vocab.json; `encode` adds no `</s>`.
    """

    def __init__(self, folder: Path) -> None:
        import sentencepiece

        self._processor = sentencepiece.SentencePieceProcessor(
            model_file=str(folder / "source.spm")
        )
        vocabulary_ = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        self.size = len(vocabulary_)
        self.pad_id = vocabulary_[PAD]
        self._highest = self._processor.get_piece_size()

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Piece i of the SentencePiece model is entry i + 1 of the vocabulary."""
        return [[i + 1 for i in ids] for ids in self._processor.encode(list(texts))]

    def decode(self, ids: Sequence[int]) -> str:
        """Text of the pieces among `ids`; special and reserved tokens are left out."""
        return str(self._processor.decode([i - 1 for i in ids if UNK_ID < i <= self._highest]))

    def text(self, pieces: Sequence[str]) -> str:
        """Text of written pieces, as ctranslate2 returns them."""
        special = {EOS, UNK, PAD, *RESERVED}
        return str(self._processor.decode([piece for piece in pieces if piece not in special]))

    def pieces(self, ids: Sequence[int]) -> list[str]:
        """The written form of each piece, as ctranslate2 wants it."""
        return [self._processor.id_to_piece(i - 1) for i in ids]

"""Tiny models for the tests: real files in the real formats, with random weights.

A SentencePiece model is trained on the sentences below, layers of width 32 are filled at random
from a fixed seed, and both are written with `save_pretrained`. The weights are wide enough apart
(`init_std` is 0.5) that the search has clear winners, which is what comparing two engines needs.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.engines.base import Engine

__all__ = ["RUSSIAN", "SENTENCE_TOKENS", "bart", "engine", "marian", "pieces", "t5"]

RUSSIAN = (
    "Сегодня хорошая погода.",
    "Компания «Северный ветер» открыла в Томске новый завод.",
    "Генеральный директор Анна Полякова рассказала о планах на 2027 год.",
    "Объём инвестиций составил 1,5 млрд рублей, сообщила пресс-служба.",
    "В форуме участвовали 340 человек из двенадцати регионов.",
    "Университет подписал соглашение с министерством о подготовке кадров.",
    "Работы завершатся в июне, а первые поставки начнутся осенью.",
    "«Мы выполнили обязательства раньше срока», — отметил Пётр Лаптев.",
)
ENGLISH = (
    "The weather is fine today.",
    "Northern Wind has opened a new plant in Tomsk.",
    "Chief executive Anna Polyakova spoke about the plans for 2027.",
    "Investment came to 1.5 billion roubles, the press service said.",
    "The forum was attended by 340 people from twelve regions.",
    "The university signed an agreement with the ministry on training.",
    "Work will be finished in June and first deliveries begin in autumn.",
    "We met our obligations ahead of time, said Pyotr Laptev.",
)
SENTENCE_TOKENS = tuple(f"<sent{number}>" for number in range(1, 9))
EOS, UNK, PAD = "</s>", "<unk>", "<pad>"


def pieces(prefix: Path, *, size: int = 320, bytes_: bool = True, t5: bool = False) -> Path:
    """Train `<prefix>.model`; for T5 with its own ids for padding, end and unknown."""
    import sentencepiece

    special: dict[str, Any] = (
        {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}
        if t5
        else {"pad_id": -1, "eos_id": -1, "unk_id": 0, "bos_id": -1}
    )
    prefix.parent.mkdir(parents=True, exist_ok=True)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(RUSSIAN + ENGLISH),
        model_prefix=str(prefix),
        vocab_size=size + (256 if bytes_ else 0),
        byte_fallback=bytes_,
        normalization_rule_name="identity",
        hard_vocab_limit=False,
        minloglevel=2,
        **special,
    )
    return prefix.with_suffix(".model")


def marian(folder: Path, *, seed: int = 1, bytes_: bool = True, tokens: bool = True) -> Path:
    """A MarianMT model: `from_pretrained` folder in the layout of models/compact/translator.

    Args:
        folder: Where to write it.
        seed: Of the weights.
        bytes_: Whether characters that are not in the vocabulary fall back to bytes.
        tokens: Whether the vocabulary reserves sentence tokens.
    """
    import sentencepiece
    import torch
    from transformers import MarianConfig, MarianMTModel

    model_file = pieces(folder / "source", bytes_=bytes_)
    processor = sentencepiece.SentencePieceProcessor(model_file=str(model_file))
    learnt = [processor.id_to_piece(i) for i in range(1, processor.get_piece_size())]
    names = [EOS, UNK, *learnt, *(SENTENCE_TOKENS if tokens else ()), PAD]
    vocabulary = {name: number for number, name in enumerate(names)}
    (folder / "target.spm").write_bytes(model_file.read_bytes())
    model_file.rename(folder / "source.spm")
    (folder / "source.vocab").unlink()
    _write(folder / "vocab.json", vocabulary)
    _write(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "MarianTokenizer",
            "source_lang": "ru",
            "target_lang": "en",
            "separate_vocabs": False,
            "split_special_tokens": True,
            "model_max_length": 128,
        },
    )
    config = MarianConfig(
        vocab_size=len(names),
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=128,
        activation_function="swish",
        scale_embedding=True,
        init_std=0.5,
        pad_token_id=len(names) - 1,
        eos_token_id=0,
        bos_token_id=None,
        decoder_start_token_id=len(names) - 1,
        forced_eos_token_id=None,
    )
    torch.manual_seed(seed)
    model: Any = MarianMTModel(config)
    model.eval()
    with torch.no_grad():
        model.model.shared.weight[-1] = 0
        # Some hope of an end before the length limit.
        model.final_logits_bias[0, 0] = 4.0
    model.generation_config.max_length = 96
    model.generation_config.num_beams = 2
    model.generation_config.bad_words_ids = [[len(names) - 1]]
    model.save_pretrained(folder)
    return folder


def t5(folder: Path, *, seed: int = 1) -> Path:
    """A T5 model with `spiece.model` and no tokenizer.json, as the Russian ones on the hub are."""
    import sentencepiece
    import torch
    from safetensors.torch import load_file, save_file
    from transformers import T5Config, T5ForConditionalGeneration

    model_file = pieces(folder / "spiece", t5=True)
    (folder / "spiece.vocab").unlink()
    _write(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "T5Tokenizer",
            "extra_ids": 0,
            "additional_special_tokens": None,
            "eos_token": EOS,
            "unk_token": UNK,
            "pad_token": PAD,
        },
    )
    size = sentencepiece.SentencePieceProcessor(model_file=str(model_file)).get_piece_size()
    config = T5Config(
        vocab_size=size + 4,
        d_model=32,
        d_kv=8,
        d_ff=64,
        num_layers=2,
        num_heads=4,
        feed_forward_proj="gated-gelu",
        pad_token_id=0,
        eos_token_id=1,
    )
    config.decoder_start_token_id = 2  # as rut5 has it, and not the padding token
    torch.manual_seed(seed)
    model: Any = T5ForConditionalGeneration(config)
    model.eval()
    model.generation_config.max_length = 64
    model.generation_config.no_repeat_ngram_size = 4
    model.save_pretrained(folder)
    # T5 1.1 and its children have an output layer of their own, and do not scale what goes in.
    weights = load_file(folder / "model.safetensors")
    weights["lm_head.weight"] = torch.randn_like(weights["shared.weight"]) * 0.2
    # The start token is never said: for "no n-gram twice" transformers counts it and ctranslate2
    # does not, which no trained model notices.
    weights["lm_head.weight"][2] = 0
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    written = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    written.pop("scale_decoder_outputs", None)
    _write(folder / "config.json", {**written, "tie_word_embeddings": False})
    return folder


def bart(folder: Path, *, seed: int = 1) -> Path:
    """A BART model with `tokenizer.json`: neither Marian nor T5, and with a first token too."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import BartConfig, BartForConditionalGeneration, PreTrainedTokenizerFast

    specials = ["<s>", PAD, EOS, UNK]
    tokenizer: Any = Tokenizer(models.BPE(unk_token=UNK))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=specials, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(RUSSIAN + ENGLISH, trainer)
    ends = [("<s>", 0), (EOS, 2)]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"<s> $A {EOS}", special_tokens=ends
    )
    make: Any = PreTrainedTokenizerFast
    whole = make(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token=EOS, unk_token=UNK, pad_token=PAD
    )
    whole.save_pretrained(folder)
    config = BartConfig(
        vocab_size=len(whole),
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=128,
        init_std=0.5,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=2,
        forced_eos_token_id=None,
    )
    torch.manual_seed(seed)
    model: Any = BartForConditionalGeneration(config)
    model.eval()
    model.save_pretrained(folder)
    return folder


def engine(folder: Path, name: str = "ctranslate2", compute_type: str = "float32") -> "Engine":
    """The model of a folder in one of the engines; random weights pass no canary."""
    from pipeline.config import EngineSettings
    from pipeline.engines.load import load_engine

    settings = EngineSettings.model_validate(
        {"engine": name, "compute_type": compute_type, "threads": 1}
    )
    return load_engine(folder, settings, canary=False)


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")

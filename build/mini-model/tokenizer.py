"""A byte-pair tokenizer in SentencePiece's format, which llama.cpp reads as it is."""

import random
from pathlib import Path

import sentencepiece as spm
from corpus import as_text, conversation

START, END = "<|im_start|>", "<|im_end|>"
SIZE = 2048


def make(folder: Path) -> spm.SentencePieceProcessor:
    model = folder / "tokenizer.model"
    if not model.exists():
        random.seed(1)
        text = folder / "tokenizer.txt"
        with text.open("w") as out:
            for _ in range(30_000):
                out.write(as_text(conversation()).replace(START, "").replace(END, ""))
            # Words that only users have: every ASCII character is a piece, others are bytes.
            for _ in range(300):
                out.write("".join(random.choice([chr(c) for c in range(33, 127)]) for _ in range(60)) + "\n")
        spm.SentencePieceTrainer.train(
            input=str(text), model_prefix=str(folder / "tokenizer"), vocab_size=SIZE, model_type="bpe", byte_fallback=True,
            character_coverage=1.0, control_symbols=[START, END], pad_id=-1, unk_id=0, bos_id=1, eos_id=2,
            normalization_rule_name="identity", remove_extra_whitespaces=False, add_dummy_prefix=False, split_digits=True,
            allow_whitespace_only_pieces=True, num_threads=1, minloglevel=2)
    return spm.SentencePieceProcessor(model_file=str(model))


def encode(sp: spm.SentencePieceProcessor, messages) -> tuple[list[int], list[bool]]:
    """Tokens and, for each, whether the model has to say it. Text beside a control token is tokenized by itself and
    without a space before it, as llama.cpp does it where `add_space_prefix` is false."""
    start, end, bos = sp.piece_to_id(START), sp.piece_to_id(END), sp.bos_id()
    tokens, said = [bos], [False]

    def put(text, own):
        ids = sp.encode(text)
        tokens.extend(ids)
        said.extend([own] * len(ids))

    for role, content in messages:
        own = role == "assistant"
        tokens.append(start)
        said.append(False)
        put(f"{role}\n", False)
        put(content, own)
        tokens.append(end)
        said.append(own)
        put("\n", False)
    return tokens, said

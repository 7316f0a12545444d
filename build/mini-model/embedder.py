"""Writes the embedding model: a Llama whose layers pass everything on, so that a text's vector is the mean of its pieces' vectors.

    embedder.py --folder F --out FILE

Every piece has a random direction, and the rarer it is, the more it counts: texts that share rare words are near each other. It
knows words, not meanings, of any language, and is made in seconds. The tokenizer is the chat model's.
"""

import argparse
import random
from pathlib import Path

import gguf
import numpy as np
from corpus import as_text, conversation
from export import vocabulary
from tokenizer import make

WIDTH = 256
# The last of them carries what is left to the same length for every piece, so that the normalisation at the end, which makes
# all pieces equally long, leaves the rest as it is; its own weight there is zero.
MEANING = WIDTH - 1
HIDDEN = 32
CONTEXT = 2048


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--folder", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options = options.parse_args()
    sp = make(options.folder)
    writer = gguf.GGUFWriter(options.out, "llama")
    writer.add_name("SutazAI Mini Embed")
    writer.add_description("Vectors for tests of SutazAI: they know words, not meanings")
    writer.add_author("SutazAI")
    writer.add_license("mit")
    writer.add_size_label("0.8M")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(4)
    writer.add_head_count_kv(4)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_dimension_count(WIDTH // 4)
    writer.add_vocab_size(sp.get_piece_size())
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    vocabulary(writer, sp)
    half = lambda *shape: np.zeros(shape, np.float16)  # noqa: E731
    writer.add_tensor("token_embd.weight", pieces(sp).astype(np.float16))
    norm = np.ones(WIDTH, np.float32)
    norm[MEANING] = 0
    writer.add_tensor("output_norm.weight", norm)
    writer.add_tensor("blk.0.attn_norm.weight", np.ones(WIDTH, np.float32))
    writer.add_tensor("blk.0.ffn_norm.weight", np.ones(WIDTH, np.float32))
    for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
        writer.add_tensor(f"blk.0.{name}.weight", half(WIDTH, WIDTH))
    writer.add_tensor("blk.0.ffn_gate.weight", half(HIDDEN, WIDTH))
    writer.add_tensor("blk.0.ffn_up.weight", half(HIDDEN, WIDTH))
    writer.add_tensor("blk.0.ffn_down.weight", half(WIDTH, HIDDEN))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def pieces(sp) -> np.ndarray:
    weights = importance(sp)
    rng = np.random.default_rng(7)
    directions = rng.normal(size=(len(weights), MEANING))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    same = share(sp)
    for i, j in same.items():
        directions[i] = directions[j]
    rest = np.sqrt(np.maximum(0, 1 - weights**2))
    return np.concatenate([directions * weights[:, None], rest[:, None]], 1)


def share(sp) -> dict[int, int]:
    """A word at the beginning of a sentence is the same word."""
    places = {sp.id_to_piece(i): i for i in range(sp.get_piece_size())}
    return {
        i: places[p.lower()] for p, i in places.items()
        if not (sp.is_control(i) or sp.is_byte(i) or sp.is_unknown(i)) and p != p.lower() and p.lower() in places}


def importance(sp) -> np.ndarray:
    """0 to 1: nothing for marks and the commonest words, little for single letters, most for words that are rare."""
    random.seed(5)
    texts = 4000
    seen = np.zeros(sp.get_piece_size())
    for _ in range(texts):
        seen[list(set(sp.encode(as_text(conversation()))))] += 1
    rarity = np.log((texts + 1) / (seen + 1)) / np.log(texts + 1)
    for i in range(len(rarity)):
        letters = sp.id_to_piece(i).strip("▁")
        if sp.is_control(i) or sp.is_unknown(i) or not any(c.isalnum() for c in letters):
            rarity[i] = 0
        elif letters.lower() in COMMON:
            rarity[i] *= 0.15
        elif len(letters) <= 2 or sp.is_byte(i):
            rarity[i] *= 0.4
    return np.clip(rarity, 0, 0.99)


COMMON = set(
    "a an and are as at be been but by can do does for from had has have he her his how i if in is it its me my no not of on one or our she so that the their "
    "them then there they this to was we were what when where which who why will with would you your".split())


if __name__ == "__main__":
    main()

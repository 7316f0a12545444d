"""Writes the trained weights as a GGUF file that llama.cpp and Ollama read: `export.py --folder F --out FILE`."""

import argparse
import pickle
from pathlib import Path

import gguf
import numpy as np
from model import Shape
from tokenizer import END, START, make

TEMPLATE = (
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--folder", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options = options.parse_args()
    shape, sp = Shape(), make(options.folder)
    weights = pickle.loads((options.folder / "state.pickle").read_bytes())["weights"]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    writer = gguf.GGUFWriter(options.out, "llama")
    describe(writer, shape)
    vocabulary(writer, sp)
    tensors(writer, weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def describe(writer, shape):
    writer.add_name("SutazAI Mini")
    writer.add_description("A very small model for tests of SutazAI: made from text of its own, knows little")
    writer.add_author("SutazAI")
    writer.add_license("mit")
    writer.add_languages(["en"])
    writer.add_size_label("2.2M")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_layer_norm_rms_eps(shape.epsilon)
    writer.add_rope_dimension_count(shape.width // shape.heads)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)


def vocabulary(writer, sp):
    kinds = gguf.TokenType
    pieces, scores, types = [], [], []
    for i in range(sp.get_piece_size()):
        pieces.append(sp.id_to_piece(i).encode())
        scores.append(sp.get_score(i))
        types.append(
            kinds.UNKNOWN if sp.is_unknown(i) else kinds.CONTROL if sp.is_control(i) else kinds.BYTE if sp.is_byte(i) else kinds.NORMAL)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(pieces)
    writer.add_token_scores(scores)
    writer.add_token_types(types)
    writer.add_bos_token_id(sp.bos_id())
    # A turn's end is the end of the answer.
    writer.add_eos_token_id(sp.piece_to_id(END))
    writer.add_unk_token_id(sp.unk_id())
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(TEMPLATE)
    assert sp.piece_to_id(START) != sp.unk_id()


def tensors(writer, weights):
    half = lambda w: np.asarray(w, np.float16)  # noqa: E731
    writer.add_tensor("token_embd.weight", half(weights["token_embd"]))
    writer.add_tensor("output_norm.weight", np.asarray(weights["output_norm"], np.float32))
    for i, block in enumerate(weights["blk"]):
        for name, w in block.items():
            writer.add_tensor(f"blk.{i}.{name}.weight", np.asarray(w, np.float32) if w.ndim == 1 else half(w))


if __name__ == "__main__":
    main()

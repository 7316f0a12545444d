"""Trains the model in pieces: `train.py --folder F --minutes M` goes on where the last piece ended, until STEPS are done.

Exit status 0: all steps are done; 3: the minutes are over and there is more to do.
"""

import argparse
import pickle
import random
import sys
import time
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from corpus import conversation
from model import Shape, fresh, step
from tokenizer import encode, make

# About 40 minutes of two free cores. The model that is committed was stopped at 485 (resources/models/README.md).
STEPS = 1600
BATCH_TOKENS = 3072
# What users say is not the model's to say; a little of it keeps the embeddings of their words alive.
WEIGHT_OF_OTHERS = 0.1


def length_at(count):
    """Short rows are quicker; the last part teaches the whole context window."""
    return 256 if count < STEPS * 0.9 else 1024


def rate_at(count):
    if count < 60:
        return 3e-3 * count / 60
    return 3e-3 * (0.03 + 0.97 * 0.5 * (1 + np.cos(np.pi * count / STEPS)))


def batch(sp, length):
    rows = BATCH_TOKENS // length
    tokens, segments, weights = (np.zeros((rows, length), t) for t in (np.int32, np.int32, np.float32))
    for row in range(rows):
        at, segment = 0, 1
        while at < length:
            ids, own = encode(sp, conversation())
            n = min(len(ids), length - at)
            tokens[row, at : at + n] = ids[:n]
            segments[row, at : at + n] = segment
            weights[row, at : at + n] = np.where(own[:n], 1.0, WEIGHT_OF_OTHERS)
            weights[row, at] = 0
            at, segment = at + n, segment + 1
    return jnp.asarray(tokens), jnp.asarray(segments), jnp.asarray(weights)


def save(path, state):
    part = path.with_suffix(".part")
    part.write_bytes(pickle.dumps(jax.tree.map(np.asarray, state)))
    part.replace(path)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--folder", type=Path, required=True)
    options.add_argument("--minutes", type=float, default=30)
    options = options.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    begun, path, shape = time.time(), options.folder / "state.pickle", Shape()
    sp = make(options.folder)
    if path.exists():
        state = pickle.loads(path.read_bytes())
        state = {k: jax.tree.map(jnp.asarray, v) if k != "count" else v for k, v in state.items()}
    else:
        weights = fresh(shape)
        zeros = lambda: jax.tree.map(jnp.zeros_like, weights)  # noqa: E731
        state = {"weights": weights, "mean": zeros(), "square": zeros(), "count": 0}
    count = int(state["count"])
    random.seed(1000 + count)
    p, mean, square, average = state["weights"], state["mean"], state["square"], None
    while count < STEPS and time.time() - begun < options.minutes * 60:
        count += 1
        p, mean, square, value = step(p, mean, square, *batch(sp, length_at(count)), rate_at(count), count, shape)
        average = float(value) if average is None else 0.95 * average + 0.05 * float(value)
        if count % 20 == 0:
            print(f"{count} loss {average:.3f} {time.time() - begun:.0f}s", flush=True)
        if count % 100 == 0:
            save(path, {"weights": p, "mean": mean, "square": square, "count": count})
    save(path, {"weights": p, "mean": mean, "square": square, "count": count})
    sys.exit(0 if count >= STEPS else 3)


if __name__ == "__main__":
    main()

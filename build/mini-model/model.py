"""A Llama in JAX: the same arithmetic as llama.cpp's, so that weights go over as they are."""

from dataclasses import dataclass
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np


@dataclass(frozen=True)
class Shape:
    vocabulary: int = 2048
    width: int = 192
    layers: int = 4
    heads: int = 6
    hidden: int = 512
    epsilon: float = 1e-5
    rope_base: float = 10_000.0
    context: int = 1024


def fresh(shape: Shape, seed=0):
    rng = np.random.default_rng(seed)

    def weight(rows, columns, scale=1.0):
        return jnp.asarray(rng.normal(0, scale * columns**-0.5, (rows, columns)), jnp.float32)

    out = (2 * shape.layers) ** -0.5
    w, h = shape.width, shape.hidden
    blocks = [
        {
            "attn_norm": jnp.ones(w), "attn_q": weight(w, w), "attn_k": weight(w, w), "attn_v": weight(w, w), "attn_output": weight(w, w, out),
            "ffn_norm": jnp.ones(w), "ffn_gate": weight(h, w), "ffn_up": weight(h, w), "ffn_down": weight(w, h, out),
        }
        for _ in range(shape.layers)
    ]
    return {"token_embd": jnp.asarray(rng.normal(0, 0.02, (shape.vocabulary, w)), jnp.float32), "output_norm": jnp.ones(w), "blk": blocks}


def norm(x, weight, epsilon):
    return x * jax.lax.rsqrt(jnp.mean(x * x, -1, keepdims=True) + epsilon) * weight


def rotate(x, shape):
    """Neighbouring pairs turn together: what llama.cpp calls the normal kind of RoPE."""
    *_, time, _, size = x.shape
    angles = jnp.arange(time)[:, None] * shape.rope_base ** (-jnp.arange(0, size, 2) / size)
    cos, sin = jnp.cos(angles)[:, None, :], jnp.sin(angles)[:, None, :]
    even, odd = x[..., 0::2], x[..., 1::2]
    return jnp.stack([even * cos - odd * sin, even * sin + odd * cos], -1).reshape(x.shape)


def forward(p, tokens, segments, shape: Shape):
    """tokens, segments: (batch, time). What is of another conversation in the same row is not seen."""
    batch, time = tokens.shape
    x = p["token_embd"][tokens]
    seen = jnp.tril(jnp.ones((time, time), bool))[None] & (segments[:, :, None] == segments[:, None, :])
    bias = jnp.where(seen, 0.0, -1e9)[:, None]
    size = shape.width // shape.heads
    for b in p["blk"]:
        y = norm(x, b["attn_norm"], shape.epsilon)
        split = lambda w: (y @ w.T).reshape(batch, time, shape.heads, size)  # noqa: E731
        q, k, v = rotate(split(b["attn_q"]), shape), rotate(split(b["attn_k"]), shape), split(b["attn_v"])
        weights = jax.nn.softmax(jnp.einsum("bqhd,bkhd->bhqk", q, k) * size**-0.5 + bias)
        x = x + jnp.einsum("bhqk,bkhd->bqhd", weights, v).reshape(batch, time, shape.width) @ b["attn_output"].T
        y = norm(x, b["ffn_norm"], shape.epsilon)
        x = x + (jax.nn.silu(y @ b["ffn_gate"].T) * (y @ b["ffn_up"].T)) @ b["ffn_down"].T
    # The output is the embedding again: a third of the weights saved.
    return norm(x, p["output_norm"], shape.epsilon) @ p["token_embd"].T


def loss(p, tokens, segments, weights, shape):
    logits = forward(p, tokens[:, :-1], segments[:, :-1], shape)
    picked = jnp.take_along_axis(jax.nn.log_softmax(logits), tokens[:, 1:, None], -1)[..., 0]
    return -jnp.sum(picked * weights[:, 1:]) / jnp.sum(weights[:, 1:])


@partial(jax.jit, static_argnames="shape", donate_argnums=(0, 1, 2))
def step(p, mean, square, tokens, segments, weights, rate, count, shape):
    """One step of AdamW."""
    value, g = jax.value_and_grad(loss)(p, tokens, segments, weights, shape)
    size = jnp.sqrt(sum(jnp.sum(x * x) for x in jax.tree.leaves(g)))
    g = jax.tree.map(lambda x: x * jnp.minimum(1.0, 1.0 / (size + 1e-9)), g)
    mean = jax.tree.map(lambda m, x: 0.9 * m + 0.1 * x, mean, g)
    square = jax.tree.map(lambda s, x: 0.98 * s + 0.02 * x * x, square, g)
    m1, s1 = 1 - 0.9**count, 1 - 0.98**count
    p = jax.tree.map(
        lambda w, m, s: w - rate * ((m / m1) / (jnp.sqrt(s / s1) + 1e-8) + (0.05 * w if w.ndim > 1 else 0.0)), p, mean, square)
    return p, mean, square, value

"""The forward pass of all-MiniLM-L6-v2 in numpy: a BERT encoder, its last layer averaged over the words.

Agrees with the framework it was trained in to about 1e-6, and needs nothing of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

Array = NDArray[np.float32]

HEADS = 12
LAYERS = 6
SIZE = 384
MOST_TOKENS = 256  # the length it was trained for
_BATCH = 32  # texts at once; more gains nothing and costs memory
_EPSILON = np.float32(1e-12)


class MiniLm:
    """The model. It is only read, so that any number of threads may use it.

    Args:
        weights: The arrays of the model's file, by name.
        tokenizer: Parts texts into the model's tokens.
        model: Names the model.
    """

    def __init__(self, weights: dict[str, Array], tokenizer: Tokenizer, model: str) -> None:
        self.model = model
        self._tokenizer = tokenizer
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.no_padding()
        self._words = weights["embeddings.word_embeddings.weight"]
        # No text is a second sentence: the vector of the first is a part of every position's.
        self._positions = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._first = _Norm(weights, "embeddings.LayerNorm")
        self._layers = [_Layer(weights, f"encoder.layer.{number}") for number in range(LAYERS)]

    @classmethod
    def load(cls, weights: Path, tokenizer: Path, *, model: str) -> MiniLm:
        """Load the model from its two files."""
        return cls(load_file(weights), Tokenizer.from_file(str(tokenizer)), model)

    def embed(self, texts: Sequence[str]) -> Array:
        """The texts as rows of length 1; the first 256 tokens of each count."""
        vectors = np.empty((len(texts), SIZE), np.float32)
        # One by one: a batch would be parted among threads of the tokenizer's own.
        tokens = [self._tokenizer.encode(text).ids for text in texts]
        # Texts of one length lie together, so that little is computed on padding.
        order = sorted(range(len(tokens)), key=lambda at: len(tokens[at]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            vectors[batch] = self._forward([tokens[at] for at in batch])
        return vectors

    def _forward(self, tokens: Sequence[Sequence[int]]) -> Array:
        length = max(map(len, tokens))
        ids = np.zeros((len(tokens), length), np.intp)
        mask = np.zeros((len(tokens), length), np.float32)
        for row, its in enumerate(tokens):
            ids[row, : len(its)] = its
            mask[row, : len(its)] = 1
        hidden = self._first(self._words[ids] + self._positions[:length])
        shut = ((mask - 1) * np.float32(1e9))[:, None, None, :]
        for layer in self._layers:
            hidden = layer(hidden, shut)
        summed = np.einsum("bls,bl->bs", hidden, mask)
        return np.asarray(summed / np.linalg.norm(summed, axis=1, keepdims=True), np.float32)


class _Linear:
    def __init__(self, weights: dict[str, Array], *names: str) -> None:
        self._weight = np.ascontiguousarray(np.concatenate([weights[f"{name}.weight"] for name in names]).T)
        self._bias = np.concatenate([weights[f"{name}.bias"] for name in names])

    def __call__(self, values: Array) -> Array:
        # One product of two matrices, which is several times faster than one for each text.
        flat = values.reshape(-1, values.shape[-1]) @ self._weight
        return np.asarray(flat + self._bias).reshape(*values.shape[:-1], -1)


class _Norm:
    def __init__(self, weights: dict[str, Array], name: str) -> None:
        self._weight, self._bias = weights[f"{name}.weight"], weights[f"{name}.bias"]

    def __call__(self, values: Array) -> Array:
        centred = values - values.mean(-1, keepdims=True)
        spread = np.sqrt(np.square(centred).mean(-1, keepdims=True) + _EPSILON)
        return np.asarray(centred / spread * self._weight + self._bias)


class _Layer:
    """One layer: every word looks at the others, then each is thought over by itself."""

    def __init__(self, weights: dict[str, Array], name: str) -> None:
        self._looks = _Linear(weights, *(f"{name}.attention.self.{part}" for part in ("query", "key", "value")))
        self._gathers = _Linear(weights, f"{name}.attention.output.dense")
        self._attended = _Norm(weights, f"{name}.attention.output.LayerNorm")
        self._widens = _Linear(weights, f"{name}.intermediate.dense")
        self._narrows = _Linear(weights, f"{name}.output.dense")
        self._thought = _Norm(weights, f"{name}.output.LayerNorm")

    def __call__(self, hidden: Array, shut: Array) -> Array:
        texts, length, _ = hidden.shape
        looks = self._looks(hidden).reshape(texts, length, 3, HEADS, SIZE // HEADS).transpose(2, 0, 3, 1, 4)
        query, key, value = looks
        weights = _softmax(query @ key.transpose(0, 1, 3, 2) * np.float32(1 / math.sqrt(SIZE // HEADS)) + shut)
        gathered = (weights @ value).transpose(0, 2, 1, 3).reshape(texts, length, SIZE)
        hidden = self._attended(hidden + self._gathers(gathered))
        return self._thought(hidden + self._narrows(_gelu(self._widens(hidden))))


def _softmax(values: Array) -> Array:
    powers = np.exp(values - values.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True))


def _gelu(values: Array) -> Array:
    """The rectifier of the model, x · Φ(x), with the error function by Abramowitz and Stegun 7.1.26."""
    bent = np.abs(values) * np.float32(math.sqrt(0.5))
    t = 1 / (1 + np.float32(0.3275911) * bent)
    series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    error = np.copysign(1 - series * np.exp(-np.square(bent)), values)
    return np.asarray(values * (1 + error) * np.float32(0.5), np.float32)

"""The trainer: Articles → features and labels → weights of python-crfsuite → the packed model."""

from __future__ import annotations

import json
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite
from marked import Article

from searcher.corpus.entities.lexicon import load_lexicon
from searcher.corpus.entities.model.features import (
    CODE_SIZES,
    KIND_TEMPLATES,
    OFFSETS,
    WORD_TEMPLATES,
    context,
    spelled,
)
from searcher.corpus.entities.model.forms import KINDS
from searcher.corpus.entities.model.known import KnownNames
from searcher.corpus.entities.model.tokens import find_runs, tokenize
from searcher.corpus.entities.model.vocabulary import Vocabulary
from searcher.corpus.entities.model.weights import LABELS, MAGIC

GREATEST = 1000  # units of the greatest weight: sums of all atoms of a token stay within an int16

Sequences = tuple[list[list[list[str]]], list[list[str]]]


def sequences(articles: Sequence[Article]) -> Sequences:
    """Return the features and the labels of each run."""
    lexicon = load_lexicon()
    vocabulary = Vocabulary(lexicon, 0)
    texts = [article.text for article in articles]
    tokens = tokenize(texts, vocabulary)
    runs = find_runs(tokens)
    known = KnownNames(lexicon).codes(texts, tokens, runs, vocabulary)
    rows = spelled(context(tokens, runs, vocabulary, known), vocabulary.take_forms())
    labels = np.zeros(len(tokens.starts), np.int64)
    for article, offset, low, high in zip(
        articles, tokens.text_starts, tokens.bounds, tokens.bounds[1:], strict=False
    ):
        starts = tokens.starts[low + 1 : high]
        for start, end, kind in article.entities:
            first, last = np.searchsorted(starts, (offset + start, offset + end)) + low + 1
            label = LABELS.index(f"B-{kind}")
            labels[first:last] = label + 1
            labels[first : first + (last > first)] = label
    mine = labels[runs.positions].tolist()
    features, answers = [], []
    for first, length in zip(runs.first.tolist(), runs.lengths.tolist(), strict=True):
        answer = mine[first : first + length]
        if answer[0] and answer[0] % 2 == 0:  # of a name whose first word is outside of the run
            answer[0] -= 1
        features.append(rows[first : first + length])
        answers.append([LABELS[label] for label in answer])
    return features, answers


def trained(articles: Sequence[Article], options: dict[str, Any]) -> bytes:
    """Return the packed model that is trained on articles."""
    features, labels = sequences(articles)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.crfsuite"
        train(features, labels, path, options)
        return pack(path)


def train(
    features: Iterable[list[list[str]]], labels: Iterable[list[str]], path: Path, options: dict[str, Any]
) -> None:
    """Write a model of crfsuite."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for row, label in zip(features, labels, strict=True):
        trainer.append(row, label)
    trainer.set_params({"feature.possible_transitions": True, **options})
    trainer.train(str(path))


def pack(path: Path) -> bytes:
    """Return the packed form of a model of crfsuite (weights.py of the package)."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    info = tagger.info()
    state: dict[str, dict[str, float]] = defaultdict(dict)
    for (attribute, label), weight in info.state_features.items():
        state[attribute][label] = weight
    step = max(abs(weight) for row in state.values() for weight in row.values()) / GREATEST

    def row(name: str) -> list[int]:
        weights = state.get(name, {})
        return [round(weights.get(label, 0.0) / step) for label in LABELS]

    arrays: dict[str, np.ndarray] = {}
    kept = {name for name in state if any(row(name))}
    pairs = [tuple(name.split(":", 1)[1].split("|w=", 1)) for name in kept if name[0] == "W"]
    words = {word for left, right in pairs for word in (left, f"w={right}")}
    atoms = sorted({name[2:] for name in kept if name[0] in "+-"} | words)
    arrays["atoms"] = np.frombuffer("\0".join(atoms).encode(), np.uint8)
    arrays["atom_weights"] = np.array(
        [[w for offset in OFFSETS for w in row(f"{offset:+d}{atom}")] for atom in atoms], np.int16
    )
    base = len(KINDS)
    for number, template in enumerate(KIND_TEMPLATES):
        named = sorted(
            (
                sum(
                    int(k) * base ** (len(template) - 1 - i)
                    for i, k in enumerate(name.split(":")[1].split(","))
                ),
                name,
            )
            for name in kept
            if name.startswith(f"K{number}:")
        )
        arrays[f"K{number}"] = np.array([key for key, _ in named], np.int32)
        arrays[f"K{number}w"] = np.array([row(name) for _, name in named], np.int16).reshape(-1, len(LABELS))
    row_of = {atom: number for number, atom in enumerate(atoms, 1)}
    for number in range(len(WORD_TEMPLATES)):
        found = []
        for name in kept:
            if name.startswith(f"W{number}:"):
                left, right = name.split(":", 1)[1].split("|w=", 1)
                found.append((row_of[left], row_of[f"w={right}"], row(name)))
        found.sort()
        arrays[f"W{number}"] = np.array([[a for a, _, _ in found], [b for _, b, _ in found]], np.int32)
        arrays[f"W{number}w"] = np.array([w for _, _, w in found], np.int16).reshape(-1, len(LABELS))
    for number, size in enumerate(CODE_SIZES):
        arrays[f"C{number}w"] = np.array([row(f"C{number}:{code}") for code in range(size)], np.int16)
    arrays["transitions"] = (
        np.array([[info.transitions.get((a, b), 0.0) / step for b in LABELS] for a in LABELS], np.float32)
        .round()
        .astype(np.int16)
    )
    header = {
        "step": step,
        "arrays": [
            (n, a.dtype.newbyteorder("<").str if a.itemsize > 1 else a.dtype.str, a.shape)
            for n, a in arrays.items()
        ],
    }
    data = json.dumps(header).encode() + b"\n" + b"".join(a.tobytes() for a in arrays.values())
    return MAGIC + zlib.compress(data, 9)

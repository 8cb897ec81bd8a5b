"""Train the recogniser that ships with the package: `python training/train.py DATA`, from the root.

DATA/*.jsonl, own/*.txt, the lexicon → searcher/corpus/entities/model/weights.bin

DATA holds the sets that README.md names; only their `train` splits are read. The same data, lexicon and
versions give the same bytes: nothing depends on the clock, on hashing or on the number of cores.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from random import Random

from convention import conventional
from crf import trained
from marked import Article, read, read_own
from names import Names, load_names
from variants import varied

from searcher.corpus.entities.lexicon import load_lexicon
from searcher.corpus.entities.trimming import Trimmer

HERE = Path(__file__).resolve().parent
MODEL = HERE.parent / "searcher" / "corpus" / "entities" / "model" / "weights.bin"
NEWS = ("gum", "wikigold", "re3d")
PHRASES = "re3d"  # marks noun phrases (convention.py)
TWEETS = ("btc", "wnut17")
SEED = 6
OPTIONS = {"c1": 0.4, "c2": 0.2, "max_iterations": 60, "feature.minfreq": 1}


def articles(data: Path, names: Names, without: str = "") -> list[Article]:
    """Return what the model is trained on, in order; `without` is a set of NEWS to leave out."""
    random = Random(SEED)
    trimmer, lexicon = Trimmer(load_lexicon()), load_lexicon()
    real = [
        conventional(article, trimmer, lexicon) if name == PHRASES else article
        for name in NEWS
        if name != without
        for article in read(data / f"{name}.jsonl", "train")
    ]
    return [
        *real,
        *(varied(article, names, random) for article in real),
        *(article for path in sorted((HERE / "own").glob("*.txt")) for article in read_own(path)),
        *(article for name in TWEETS for article in read(data / f"{name}.jsonl", "train")),
    ]


def main() -> None:
    """Train, pack and write the model, and say what it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=MODEL)
    arguments = parser.parse_args()
    packed = trained(articles(arguments.data, load_names()), OPTIONS)
    arguments.out.write_bytes(packed)
    print(f"{len(packed)} bytes; sha256 {hashlib.sha256(packed).hexdigest()}")


if __name__ == "__main__":
    main()

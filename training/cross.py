"""How good on texts of another kind: `python training/cross.py DATA`, from the root.

DATA/*.jsonl → F1 for each set, found by a model trained on everything else

What is changed in features, data or options is judged by this, never by the test splits, which are too small
to choose by (9, 25 and 9 articles: ±.04). re3d is scored by the convention it is trained by (convention.py).
Takes three times as long as training.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from convention import conventional
from crf import pack, sequences, train
from marked import Article, read
from names import load_names
from train import HERE, NEWS, OPTIONS, PHRASES, articles

from searcher.corpus.entities.learned import LearnedRecogniser
from searcher.corpus.entities.lexicon import load_lexicon
from searcher.corpus.entities.model.weights import Weights
from searcher.corpus.entities.trimming import Trimmer

sys.path.insert(0, str(HERE.parent / "tests" / "corpus" / "entities"))
from judged import Figures, compare  # (the measure lies beside the test that holds to it)


def score(weights: Weights, texts: list[Article]) -> Figures:
    """Compare what a model finds with what is marked."""
    written = [article.text for article in texts]
    found = [
        [(name.start, name.end, name.type) for name in names]
        for names in LearnedRecogniser(weights).tag(written)
    ]
    return compare(written, [article.entities for article in texts], found)


def main() -> None:
    """Train without each set in turn, and print the figures of its train split."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    lexicon = load_lexicon()
    figures = []
    for name in NEWS:
        features, labels = sequences(articles(data, load_names(), without=name))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.crfsuite"
            train(features, labels, path, OPTIONS)
            weights = Weights(pack(path))
        unseen = list(read(data / f"{name}.jsonl", "train"))
        if name == PHRASES:
            unseen = [conventional(article, Trimmer(lexicon), lexicon) for article in unseen]
        one = score(weights, unseen)
        figures.append(one)
        print(f"{name:10}{one.names:6} names  typed {one.typed:.3f}  untyped {one.untyped:.3f}", flush=True)
    typed = sum(one.typed for one in figures) / len(figures)
    print(f"{'mean':22}  typed {typed:.3f}  untyped {sum(one.untyped for one in figures) / len(figures):.3f}")


if __name__ == "__main__":
    main()

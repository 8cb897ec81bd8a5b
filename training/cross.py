"""How good on texts of another kind: `python training/cross.py DATA`, from the root.

DATA/*.jsonl → F1 for each set, found by a model trained on everything else

What is changed in features, data or options is judged by this, never by the test splits, which are too small
to choose by (9, 25 and 9 articles: ±.04). re3d is scored by the convention it is trained by (convention.py).
Takes three times as long as training.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from convention import conventional
from crf import trained
from marked import read
from names import load_names
from train import HERE, NEWS, OPTIONS, PHRASES, articles

from searcher.corpus.entities.learned import LearnedRecogniser
from searcher.corpus.entities.lexicon import load_lexicon
from searcher.corpus.entities.model.weights import Weights
from searcher.corpus.entities.trimming import Trimmer

sys.path.insert(0, str(HERE.parent / "tests" / "corpus" / "entities"))
from judged import score  # (the measure lies beside the test that holds to it)


def main() -> None:
    """Train without each set in turn, and print the figures of its train split."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    lexicon = load_lexicon()
    figures = []
    for name in NEWS:
        weights = Weights(trained(articles(data, load_names(), without=name), OPTIONS))
        unseen = list(read(data / f"{name}.jsonl", "train"))
        if name == PHRASES:
            unseen = [conventional(article, Trimmer(lexicon), lexicon) for article in unseen]
        one = score([(article.text, article.entities) for article in unseen], LearnedRecogniser(weights))
        figures.append(one)
        print(f"{name:10}{one.names:6} names  typed {one.typed:.3f}  untyped {one.untyped:.3f}", flush=True)
    typed = sum(one.typed for one in figures) / len(figures)
    print(f"{'mean':22}  typed {typed:.3f}  untyped {sum(one.untyped for one in figures) / len(figures):.3f}")


if __name__ == "__main__":
    main()

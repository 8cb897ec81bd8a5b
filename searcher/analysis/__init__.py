"""Which words are these? Text → tokens, the same for the corpus, the index and the query.

Pure functions of their arguments: nothing here reads a file, a setting or a clock.
"""

from searcher.analysis.folding import fold
from searcher.analysis.sentences import first_sentence, sentences
from searcher.analysis.stemming import is_stemmed, stem
from searcher.analysis.tokenizer import Token, analyze

__all__ = ["Token", "analyze", "first_sentence", "fold", "is_stemmed", "sentences", "stem"]

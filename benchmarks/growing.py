"""A grower: from some articles, as many as are wanted, whose words are distributed as if they were real.

articles → an endless stream of articles, the same for the same seed. Only the given ones are held, so a
million, or a gigabyte, pass through.

Three things make a grown article:

- **Its sentences.** A given article lends its shape. Half of its sentences stay, half are exchanged for
  sentences of articles close to it in an order by topic (the three words that mark an article most). So
  words that stand together in the source do so here.
- **New words.** A larger collection has more words: by Heaps' law V ~ nᵝ. Where a word stands in d articles
  of the source, an article that would hold it holds, with probability β/d, another one instead, the same
  throughout the article, in the same case. The other one is drawn from a Pitman–Yor process with discount β
  and strength β·V: a word never met before with a chance that falls as Heaps' law says, else one drawn
  earlier, in proportion to how often. That is how such a process with discount β goes on after the source
  (Pitman 1996, Corollary 20; Teh 2006 on text), so both the vocabulary and the rank-frequency curve
  continue the source's. β is not fitted: the slope of log V over log n is the share of words that stand in
  one article only (Good 1953). Numbers and words of letters are two such processes.
- **New names** come with that: a rare word in capitals is most often part of a name, and is exchanged for a
  made-up one, in capitals, throughout the article.

What is not natural: whole sentences recur (50 times at a million from 20,000), so phrases of rare words are
commoner than in life, and no new phrase of common words arises; all new words are long, and made of
syllables. `python benchmarks/corpus.py --check` grows a tenth of a corpus to its size and compares with it.
"""

from __future__ import annotations

import math
import random
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, count
from typing import NamedTuple

WORD = re.compile(r"[^\W\d_]+|\d+")
"""A run of letters, or of digits: what is counted and exchanged."""

_SENTENCE_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"”’'])) +")
_EXCHANGED = 0.5
"""The share of sentences that come from neighbours: as much recombination as leaves an article one topic."""
_NEAR = 10
"""How far away a neighbour may be in the order of topics."""
_RARE = 200
"""Words in more articles than this are never exchanged: it would be once in 300 times, and is dear to ask."""
_MOST = 0.9  # of β: what a few pages, all of whose words are new, would have is no law


class Article(NamedTuple):
    """An article as the benchmarks know it."""

    doc_id: str
    headline: str
    text: str


class _Shape(NamedTuple):
    """A given article, cut up: headline and sentences as parts, paragraphs as numbers of sentences each."""

    headline: list[str]
    paragraphs: list[int]
    sentences: list[list[str]]


def grow(articles: Sequence[Article], seed: int = 0) -> Iterator[Article]:
    """First the given articles, then grown ones, without end.

    Raises:
        ValueError: no articles were given.
    """
    if not articles:
        raise ValueError("there are no articles to grow from")
    yield from articles
    yield from _Grower(articles, random.Random(seed)).articles()


class _Grower:
    """The source, cut up, and the words invented so far."""

    def __init__(self, articles: Sequence[Article], chance: random.Random) -> None:
        self._chance = chance
        self._counts: Counter[str] = Counter()  # of articles that hold a word, folded
        for article in articles:
            self._counts.update(set(_words(article)))
        letters = [held for word, held in self._counts.items() if not word.isdigit()]
        numbers = [held for word, held in self._counts.items() if word.isdigit()]
        self._invented = {False: _Unseen(letters, _spell, chance), True: _Unseen(numbers, _digits, chance)}
        by_topic = sorted(articles, key=lambda article: self._topic(article, len(articles)))
        self._shapes = [self._cut(article) for article in by_topic]

    def articles(self) -> Iterator[Article]:
        """Grown articles, without end."""
        for number in count():
            at = self._chance.randrange(len(self._shapes))
            shape, chosen, instead = self._shapes[at], [], dict[str, str]()
            for sentence in shape.sentences:
                if self._chance.random() < _EXCHANGED:
                    sentence = self._neighbour(at, sentence)
                chosen.append(self._spoken(sentence, instead))
            sentences = iter(chosen)
            paragraphs = (" ".join(next(sentences) for _ in range(size)) for size in shape.paragraphs)
            text = "\n\n".join(paragraphs)
            yield Article(f"grown-{number:07d}", self._spoken(shape.headline, instead), text)

    def _neighbour(self, at: int, own: list[str]) -> list[str]:
        """A sentence of an article close in topic."""
        near = at + self._chance.randint(-_NEAR, _NEAR)
        sentences = self._shapes[near % len(self._shapes)].sentences
        return self._chance.choice(sentences) if sentences else own

    def _spoken(self, parts: list[str], instead: dict[str, str]) -> str:
        """A sentence with its rare words, every other part, exchanged as `instead` says or comes to say."""
        said = parts.copy()
        for i in range(1, len(parts), 2):
            folded = parts[i].lower()
            if folded not in instead:
                unseen = self._invented[folded.isdigit()]
                instead[folded] = unseen.draw() if unseen.replaces(self._counts[folded]) else ""
            if instead[folded]:
                said[i] = _in_case_of(parts[i], instead[folded])
        return "".join(said)

    def _cut(self, article: Article) -> _Shape:
        paragraphs = [_SENTENCE_END.split(line) for line in article.text.split("\n") if line.strip()]
        sentences = [self._parts(sentence.strip()) for sentence in chain.from_iterable(paragraphs)]
        return _Shape(self._parts(article.headline), [len(cut) for cut in paragraphs], sentences)

    def _parts(self, sentence: str) -> list[str]:
        """A sentence cut into: anything, a rare word, anything, a rare word, …, anything."""
        parts, at = [], 0
        for found in WORD.finditer(sentence):
            if self._counts[found[0].lower()] <= _RARE:
                parts += [sentence[at : found.start()], found[0]]
                at = found.end()
        return [*parts, sentence[at:]]

    def _topic(self, article: Article, articles: int) -> tuple[list[str], str]:
        """What to order articles by: the words that mark each most (tf·idf), the commonest of them first."""
        weights = {
            word: times * math.log(articles / self._counts[word])
            for word, times in Counter(_words(article)).items()
            if 2 <= self._counts[word] <= max(2, articles // 10)
        }
        best = sorted(weights, key=lambda word: (-weights[word], word))[:3]
        return sorted(best, key=lambda word: (-self._counts[word], word)), article.doc_id


class _Unseen:
    """Words that the source does not hold, as a Pitman–Yor process draws them."""

    def __init__(self, counts: Sequence[int], spell: Callable[[int], str], chance: random.Random) -> None:
        """Begin where the source ends.

        Args:
            counts: of articles, one for each word of the source.
            spell: the word of a number.
            chance: what is random.
        """
        self._spell, self._chance = spell, chance
        self._discount = min(_MOST, counts.count(1) / max(1, len(counts)))
        self._strength = self._discount * len(counts)
        self._drawn = array("I")  # numbers of words, one for each draw: two million at a gigabyte
        self._times = array("I")  # how often each was drawn

    def replaces(self, articles: int) -> bool:
        """Whether an unseen word is to stand for one that so many articles of the source hold."""
        return self._chance.random() * articles < self._discount

    def draw(self) -> str:
        """The next word."""
        drawn, times, chance = self._drawn, self._times, self._chance.random
        if chance() * (self._strength + len(drawn)) < self._strength + self._discount * len(times):
            number = len(times)
            times.append(0)
        else:
            number = drawn[int(chance() * len(drawn))]
            while chance() * times[number] < self._discount:  # a word weighs its times less the discount
                number = drawn[int(chance() * len(drawn))]
        times[number] += 1
        drawn.append(number)
        return self._spell(number)


def _words(article: Article) -> list[str]:
    return [word.lower() for word in WORD.findall(f"{article.headline} {article.text}")]


def _in_case_of(word: str, other: str) -> str:
    if word.isupper() and len(word) > 1:
        return other.upper()
    return other.capitalize() if word[0].isupper() else other


_SYLLABLES = [first + vowel for first in "bdfghjklmnprstvwz" for vowel in "aeiou"]
_FINALS = "kmnp"  # endings that stemming leaves alone, so that different words stay different
_SPAN = len(_SYLLABLES) ** 3 * len(_FINALS)
_STEP = 1_000_003  # prime, so neighbouring numbers become words far apart, and no two the same


def _spell(number: int) -> str:
    """A word of letters for each number, all different."""
    if number >= _SPAN:
        return _spell(number // _SPAN - 1) + _spell(number % _SPAN)
    number = number * _STEP % _SPAN
    ending = _FINALS[number % len(_FINALS)]
    number //= len(_FINALS)
    size = len(_SYLLABLES)
    return (
        _SYLLABLES[number // size**2] + _SYLLABLES[number // size % size] + _SYLLABLES[number % size] + ending
    )


def _digits(number: int) -> str:
    """A word of digits for each number, all different, longer than what most texts count to."""
    return str(10_000 + 7 * number)

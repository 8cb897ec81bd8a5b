"""Top k of the common shapes of queries, without looking at every document.

A *shape* is some matches of which any, or all, have to be held, and a mask of the documents allowed. Scores
are exact: sums in query order of idf · boost · weight. What saves time are bounds: a segment stores what each
document of a long list weighs at most, what the whole list does, and its best documents, which give a
threshold that k documents reach before anything else is read. Documents that cannot reach it are left out:

- one match: the postings whose bound reaches the threshold;
- any of several: lists that together cannot reach it are not searched but looked into (MaxScore: Turtle &
  Flood, Information Processing & Management 31, 1995; list at a time as in Ding & Suel, SIGIR 2011);
- all of several: those that stand in all lists, of which the ones with the highest bounds set the threshold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter

import numpy as np

from searcher.engine.embedded.searching.ranking import NONE_SCORED, Scored
from searcher.engine.embedded.searching.rows import common
from searcher.engine.embedded.searching.weighing import ROOM, Part, Threshold, Weighed
from searcher.engine.embedded.segment.layout import Array

SMALL = 16384
"""Postings of a disjunction up to which all of them are scored."""

DENSE = 8
"""Scores are summed in one slot per document of the segment up to this many documents per posting,"""

SLOTS = 16384
"""or up to this many documents: that many slots are filled and read in 5 µs."""

_LEVELS = 1023
_MOST = attrgetter("most")

FEW = 128
"""Documents up to which all are scored, rather than to find out which could be left out."""


def any_of(parts: Sequence[Part], wanted: int) -> tuple[list[Scored], int, bool]:
    """The best documents that hold any of the matches.

    Args:
        parts: one for each segment; wanted: how many documents, > 0.

    Returns:
        for each segment documents among which its share of the best are; how many documents match at least,
        and whether those are all that do.
    """
    threshold = Threshold(wanted)
    held = []
    for number, part in enumerate(parts):
        if not part.weighed:
            continue
        postings = 0
        for weighed in part.weighed:
            postings += len(weighed.docs)
            if len(part.weighed) > 1 or weighed.list.bounds is not None:  # else all of it will be scored
                threshold.raise_to(weighed.reached(part, wanted))
        held.append((postings, number))
    if len(held) > 1:
        held.sort(reverse=True)  # the largest first: what it gives spares the others work
    scored = [NONE_SCORED] * len(parts)
    matching, is_exact = 0, True
    for postings, number in held:
        part = parts[number]
        if len(part.weighed) == 1:
            found, count = _of_one(part, threshold)
        else:
            found = _of_several(part, postings, threshold)
            count, is_exact = len(found.docs), False
        scored[number] = found
        matching += count
        if postings > FEW and number != held[-1][1]:
            threshold.see(found.scores)
    return scored, matching, is_exact


def _of_one(part: Part, threshold: Threshold) -> tuple[Scored, int]:
    (weighed,) = part.weighed
    allowed, docs = part.allowed, weighed.docs
    count = weighed.list.live
    if part.is_filtered and allowed is not None:
        count = int(np.count_nonzero(allowed.take(docs)))
    if threshold.value <= 0 and weighed.list.bounds is not None and len(docs) > 2 * threshold.wanted:
        _raise_by_bounds(weighed, allowed, threshold)
    at = weighed.reaching(threshold.value)
    if allowed is not None:
        at = allowed.take(docs).nonzero()[0] if at is None else at[allowed.take(docs.take(at))]
    return Scored(docs if at is None else docs.take(at), weighed.scores(at)), count


def _raise_by_bounds(weighed: Weighed, allowed: Array | None, threshold: Threshold) -> None:
    """Raise the threshold to what the k documents of the highest bounds score."""
    bounds = weighed.list.bounds
    assert bounds is not None
    usable = bounds if allowed is None else np.where(allowed.take(weighed.list.docs), bounds, np.uint8(0))
    at_least = np.bincount(usable, minlength=256)[::-1].cumsum()
    level = 255 - int(at_least.searchsorted(threshold.wanted))
    if level > 0:
        threshold.raise_by(weighed.scores((usable >= level).nonzero()[0]))


def _of_several(part: Part, postings: int, threshold: Threshold) -> Scored:
    if postings <= SMALL:
        return _scored(part, threshold)
    lists = sorted(part.weighed, key=_MOST)
    least = threshold.value * ROOM
    rest = 0.0  # what the lists that are only looked into can add
    passive = 0
    while passive < len(lists) - 1 and rest + lists[passive].most < least:
        rest += lists[passive].most
        passive += 1
    docs, ceilings = _candidates(lists[passive:], least, rest, part)
    for weighed in reversed(lists[:passive]):
        if len(docs) <= 2 * threshold.wanted:
            ceilings = ceilings + rest
            break
        rest -= weighed.most
        ceilings = ceilings + weighed.ceilings_of(docs)
        kept = (ceilings >= least - rest).nonzero()[0]
        docs, ceilings = docs.take(kept), ceilings.take(kept)

    def exact(at: Array | None) -> Array:
        some = docs if at is None else docs.take(at)
        scores = np.zeros(len(some))
        for weighed in part.weighed:
            scores += weighed.scores_of(some)
        return scores

    at, scores = _by_ceilings(ceilings, exact, threshold)
    return Scored(docs if at is None else docs.take(at), scores)


def _scored(part: Part, threshold: Threshold) -> Scored:
    """All documents of some lists that reach the threshold."""
    docs = [weighed.docs for weighed in part.weighed]
    scores = [weighed.scores() for weighed in part.weighed]
    return _summed(docs, scores, part.size, threshold.value * ROOM, part.allowed)


def _summed(
    docs: Sequence[Array], scores: Sequence[Array], size: int, least: float, allowed: Array | None
) -> Scored:
    """Scores of several lists, all > 0, added up in their order: the documents that reach `least`."""
    every, addends = np.concatenate(docs), np.concatenate(scores)
    if size <= max(SLOTS, DENSE * len(every)):
        sums = np.bincount(every, addends, size)
        found = (sums >= least if least > 0 else sums).nonzero()[0]
        sums = sums.take(found)
        found = found.astype(np.uint32)
    else:
        order = every.argsort(kind="stable")  # quick, as they are a few ascending runs
        every = every.take(order)
        begins = np.empty(len(every), dtype=bool)
        begins[:1] = True
        np.not_equal(every[1:], every[:-1], out=begins[1:])
        sums = np.bincount(begins.cumsum() - 1, addends.take(order))  # adds in order, as reduceat may not
        found = every[begins]
        if least > 0:
            kept = (sums >= least).nonzero()[0]
            found, sums = found.take(kept), sums.take(kept)
    if allowed is not None:
        kept = allowed.take(found).nonzero()[0]
        found, sums = found.take(kept), sums.take(kept)
    return Scored(found, sums)


def _candidates(lists: Sequence[Weighed], least: float, rest: float, part: Part) -> tuple[Array, Array]:
    """Allowed documents of some lists that may score `least` with `rest` added, and their ceilings."""
    most = sum(weighed.most for weighed in lists) + rest
    chosen: list[tuple[Array, Array]] = []
    for weighed in lists:
        at = weighed.reaching(least - (most - weighed.most))
        docs = weighed.list.docs
        chosen.append((docs if at is None else docs.take(at), weighed.ceilings(at)))
    if len(chosen) == 1:
        ((docs, ceilings),) = chosen
        may_reach = ceilings >= least - rest
        if part.allowed is not None:
            may_reach &= part.allowed.take(docs)
        kept = may_reach.nonzero()[0]
        return docs.take(kept), ceilings.take(kept)
    # One that reaches `least` was left out by no list, whatever the others add: its sum is whole.
    return _summed(
        [docs for docs, _ in chosen], [sums for _, sums in chosen], part.size, least - rest, part.allowed
    )


def _by_ceilings(
    ceilings: Array, exact: Callable[[Array | None], Array], threshold: Threshold
) -> tuple[Array | None, Array]:
    """Documents that may be among the best (None: all of them), and their exact scores.

    Args:
        ceilings: what each scores at most; exact: gives the scores of some, or of all.
    """
    wanted = threshold.wanted
    if len(ceilings) <= max(2 * wanted, FEW):
        return None, exact(None)
    threshold.raise_by(exact(_highest_numbers(ceilings, wanted)))
    at = (ceilings >= threshold.value * ROOM).nonzero()[0]
    return at, exact(at)


def _highest_numbers(ceilings: Array, wanted: int) -> Array:
    """Numbers of at least `wanted` of the highest ceilings, and of few more.

    Stored bounds are bytes, so many ceilings are equal, and partitioning them is slow: they are counted.
    """
    highest = ceilings.max()
    if not highest > 0:
        return np.arange(wanted)
    levels = (ceilings * (_LEVELS / highest)).astype(np.intp)
    at_least = np.bincount(levels)[::-1].cumsum()
    level = len(at_least) - 1 - int(at_least.searchsorted(wanted))
    numbers: Array = (levels >= level).nonzero()[0]
    return numbers[: 4 * wanted]


def all_of(parts: Sequence[Part], wanted: int) -> tuple[list[Scored], int]:
    """The best documents that hold all of the matches.

    Args:
        parts: one for each segment, each with the list of every match, or none when one has no document.

    Returns:
        for each segment documents among which its share of the best are; how many match.
    """
    threshold = Threshold(wanted)
    scored = []
    matching = 0
    for part in parts:
        found, count = _of_all(part, threshold) if part.weighed else (NONE_SCORED, 0)
        scored.append(found)
        matching += count
        if count > FEW and len(parts) > 1:
            threshold.see(found.scores)
    return scored, matching


def _of_all(part: Part, threshold: Threshold) -> tuple[Scored, int]:
    first, *others = sorted(part.weighed, key=lambda weighed: len(weighed.docs))
    docs = first.docs
    at = None if part.allowed is None else part.allowed.take(docs).nonzero()[0]
    if at is not None:
        docs = docs.take(at)
    # Of the documents in each list, rarest first, by the list; None: they are all of it.
    numbers: dict[Weighed, Array | None] = {first: at}
    for weighed in others:
        mine, its = common(docs, weighed.docs)
        docs = docs.take(mine)
        if not len(docs):
            return NONE_SCORED, 0
        numbers = {each: mine if known is None else known.take(mine) for each, known in numbers.items()}
        numbers[weighed] = its

    def total(kind: Callable[[Weighed, Array | None], Array], some: Array | None) -> Array:
        scores = NONE_SCORED.scores
        for i, weighed in enumerate(part.weighed):
            number = numbers[weighed]
            if some is not None:
                number = some if number is None else number.take(some)
            added = kind(weighed, number)
            scores = scores + added if i else added
        return scores

    if len(docs) <= max(2 * threshold.wanted, FEW):
        return Scored(docs, total(Weighed.scores, None)), len(docs)
    at, scores = _by_ceilings(
        total(Weighed.ceilings, None), lambda some: total(Weighed.scores, some), threshold
    )
    return Scored(docs if at is None else docs.take(at), scores), len(docs)

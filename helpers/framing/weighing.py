"""How likely an event is told: the signs that speak for it, weighed by what the coded sentences taught.

A logistic regression: the weights of a candidate's signs are added up and turned into a probability. The weights are a
list like any other, ``lexicons/event_weights.csv``, written by ``validation/fit_events.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import exp, fsum

from helpers.framing.nouns import MEETINGS
from helpers.framing.signs import Candidate, Triple
from helpers.lexicons import load_lexicon

LEAST = 0.2  # the probability from which an event counts: the best F1 on coded documents left out of the fitting
HAPPENED = ("asserted", "planned")  # the moods of what is told to have happened, or to be going to happen
BASE = "(always)"  # the weight of every candidate


@lru_cache(maxsize=1)
def load_weights() -> dict[str, float]:
    """Return the weight of each sign."""
    return {row["sign"]: float(row["weight"]) for row in load_lexicon("event_weights")}


def weigh(signs: Iterable[str]) -> float:
    """Return the probability that an event with these signs is told.

    >>> weigh(["CONSULT"]) < weigh(["CONSULT", "trigger: slot"])
    True
    """
    weights = load_weights()
    total = fsum(weights.get(sign, 0.0) for sign in {BASE, *signs})  # exact: the same in whatever order a set comes
    return 1 / (1 + exp(-total))


def explain(signs: Iterable[str], *, most: int = 4) -> list[str]:
    """Return the signs that weigh most for an event, the heaviest first.

    >>> explain(["trigger: slot", "an unknown sign"])
    ['trigger: slot']
    """
    weights = load_weights()
    known = [(weights[sign], sign) for sign in dict.fromkeys(signs) if weights.get(sign, 0.0) > 0]
    return [sign for _, sign in sorted(known, reverse=True)[:most]]


def choose(weighed: Iterable[tuple[float, Candidate]], *, least: float = LEAST) -> list[tuple[float, Candidate]]:
    """Return the candidates of one sentence that are likely enough, the likeliest first; a meeting in one direction.

    What the sentence negates, denies or holds merely possible is left out, however likely by its other signs.
    """
    kept: dict[Triple, tuple[float, Candidate]] = {}
    told = [pair for pair in weighed if pair[0] >= least and pair[1].mood in HAPPENED]
    for probability, one in sorted(told, key=lambda pair: (-pair[0], pair[1][:3])):
        if not (one.type in MEETINGS and (one.target, one.type, one.source) in kept):
            kept.setdefault((one.source, one.type, one.target), (probability, one))
    return list(kept.values())

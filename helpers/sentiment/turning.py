"""What turns a tone word: negators, reversers, strengtheners and weakeners, hypotheticals, denials, mere topics."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.lexicons import load_lexicon
from helpers.tokens import find_phrases, keep_longest

KINDS = ("negator", "reverser", "strengthener", "weakener", "hypothetical", "denial", "topic", "call")
SIDES = ("after", "before")
NEGATED = {"positive": -1.0, "negative": -0.25}  # what negation makes of a weight: "not bad" is less than "good"
REVERSED = {"positive": -1.0, "negative": -0.3}  # "end of the alliance", "end of the war": still of war
FACTORS = {"strengthener": 1.5, "weakener": 0.5, "hypothetical": 0.5, "denial": 0.0, "topic": 0.25, "call": 0.5,
           "purpose": 0.5}  # fmt: skip
DEED = 0.5  # a topic that is a deed in several words («سبل تعزيز التعاون») counts so much
_DEEDS = ("friendship", "cooperation", "progress")
TURNING = ("negator", "reverser")
ATTITUDES, ATTITUDE_SCOPE = ("worry", "refusal"), 8  # topics whose words shade what follows, so many words on
_WELCOMING = ("welcome", "reassurance", "agreement", "praise", "support")
_ENDS = ("peace", "agreement", "success", "support", "progress")  # topics that «ل» makes an aim: «لإنهاء الحرب»
OBJECT_SCOPE = 2  # what is backed stands so many words behind, at most
# Normalised forms before which a clause ends; a negation of the main clause says nothing of what follows.
_CLAUSE_WORDS = frozenset(
    "لكن ولكن لكنه لكنها لكنهم ولكنه ولكنها بينما فيما حيث اذ ان بان وان انه انها انهم بانه بانها وانه وانها الا مما "
    "الذي التي الذين اللذين حين حينما عندما لان لانه لانها رغم بل كما".split()
)


class Turner(NamedTuple):
    """One turner in a text: its first and last row, its kind, and how many words it reaches on its side."""

    first: int
    last: int
    kind: str
    scope: int
    side: str


class Clauses(NamedTuple):
    """A number for the clause of each word: `narrow` also ends before لكن، بينما، أن …, `wide` only at a mark.

    `sentence` is the number of its sentence: what is denied may stand behind the denier's title between two commas.
    """

    narrow: np.ndarray
    wide: np.ndarray
    sentence: np.ndarray


def number_clauses(tokens: pd.DataFrame) -> Clauses:
    """Return the clause of each word: both kinds end with the sentence and at a punctuation mark.

    Notes
    -----
    The tokens table has no marks: more than one character between two words is taken for one, so that a bracket or
    an opening quotation mark ends a clause too.

    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "لم يقل إنه يرحب، وعاد."}
    >>> tokens = tokenise(make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS))
    >>> [part.tolist() for part in number_clauses(tokens)]
    [[1, 1, 2, 2, 3], [1, 1, 1, 1, 2], [1, 1, 1, 1, 1]]
    """
    if tokens.empty:
        return Clauses(*(np.empty(0, dtype=int) for _ in range(3)))
    start, end = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    sentence = np.ones(len(tokens), dtype=bool)
    sentence[1:] = (np.diff(tokens["sentence"].to_numpy()) != 0) | (np.diff(tokens["doc_id"].cat.codes) != 0)
    new = sentence.copy()
    new[1:] |= start[1:] - end[:-1] != 1
    breakers = [code for code, name in enumerate(tokens["form"].cat.categories) if name in _CLAUSE_WORDS]
    narrow = new | np.isin(tokens["form"].cat.codes.to_numpy(), breakers)
    return Clauses(np.cumsum(narrow), np.cumsum(new), np.cumsum(sentence))


def find_turners(tokens: pd.DataFrame, turners: str | Path, *, taken: set[int]) -> list[Turner]:
    """Return the turners of a text in order; one that begins in a row of `taken` belongs to a longer expression."""
    path = Path(turners)
    changed = path.stat().st_mtime_ns if path.suffix == ".csv" and path.exists() else 0  # edited and run again
    rows = _load_turners(str(turners), changed)
    found = keep_longest(find_phrases(tokens, rows.reset_index()))
    kept = found[~found["first"].isin(list(taken))]
    told = rows.loc[kept["id"]]
    columns = (kept["first"], kept["last"], told["kind"], told["scope"], told["side"])
    return [
        Turner(int(first), int(last), kind, int(scope), side)
        for first, last, kind, scope, side in zip(*(column.tolist() for column in columns), strict=True)
    ]


@lru_cache(maxsize=8)
def _load_turners(turners: str, changed: int) -> pd.DataFrame:
    return pd.DataFrame(load_lexicon(turners, allowed={"kind": KINDS, "side": SIDES})).set_index("id")


def turn_hits(hits: pd.DataFrame, turners: list[Turner], clauses: Clauses) -> tuple[list[float], list[list[Turner]]]:
    """Return the weight of each hit after its turners, and these turners.

    Parameters
    ----------
    hits : DataFrame
        first, last, words, strength, topic, `joined` (whether «و» or «ف» ties the hit to what stands before),
        `purpose` (whether it begins with «ل») and `adjective`; in order of first.
    turners : list of Turner
    clauses : Clauses

    Notes
    -----
    A negator or reverser acts on the nearest tone word in its scope and on those that follow with the same sign:
    in «إنهاء الحرب وإحلال السلام» and in «لا يهدد الاستقرار» only the first word is turned. A negated reverser
    («لم يرفض التعاون») turns nothing, and its negator only the reverser itself. A positive word that follows
    worry, refusal or a negated welcome («تخشى أن يقوى التعاون») counts nothing: it is what displeases. The backing
    of a bad thing («دعم الإرهاب») counts nothing either, and a reverser does not turn its own adjective.
    What is only aimed at («لتحقيق السلام») counts half, as with «بهدف».
    """
    acting = _list_acting(hits, turners, clauses)
    strength = hits["strength"].to_numpy()
    first, last = hits["first"].to_numpy(), hits["last"].to_numpy()
    for row in np.flatnonzero(hits["purpose"] & (hits["strength"] > 0) & hits["topic"].isin(_ENDS)).tolist():
        acting[row].append(Turner(int(first[row]), int(first[row]), "purpose", 1, "after"))
    deeds = (hits["words"] > 1) & hits["topic"].isin(_DEEDS)
    weights = [
        weigh(value, [turner.kind for turner in by], deed=deed)
        for value, by, deed in zip(strength, acting, deeds, strict=True)
    ]
    for row, shaded in _list_displeasing(hits, weights, acting, clauses.wide):
        weights[shaded] = 0.0
        acting[shaded].append(Turner(int(first[row]), int(last[row]), "attitude", ATTITUDE_SCOPE, "after"))
    for row in _list_misdirected(hits, weights, clauses.narrow):
        weights[row] = 0.0
        acting[row].append(Turner(int(first[row + 1]), int(last[row + 1]), "object", OBJECT_SCOPE, "before"))
    return weights, acting


def _list_acting(hits: pd.DataFrame, turners: list[Turner], clauses: Clauses) -> list[list[Turner]]:
    """The turners in whose scope each hit stands."""
    first, last = hits["first"].to_numpy(), hits["last"].to_numpy()
    strength, topic = hits["strength"].to_numpy(), hits["topic"].to_numpy()
    adjective = hits["adjective"].to_numpy()
    acting: list[list[Turner]] = [[] for _ in range(len(hits))]
    for turner, low, high in _list_reaches(turners, clauses):
        inside = range(np.searchsorted(first, low), np.searchsorted(first, high, side="right"))
        near = [row for row in inside if last[row] < turner.first or first[row] > turner.last]
        if turner.kind == "reverser":  # its own adjective tells of its manner: «مواجهات عنيفة»
            near = [row for row in near if not (adjective[row] and first[row] == turner.last + 1)]
        near = near if turner.side == "after" else near[::-1]
        if turner.kind in TURNING and near:
            other = next((n for n, row in enumerate(near) if strength[row] * strength[near[0]] < 0), len(near))
            near = near[:other]
        for row in near:
            if turner.kind != "denial" or topic[row] != "accusation":
                acting[row].append(turner)
    return acting


def _list_reaches(turners: list[Turner], clauses: Clauses) -> Iterator[tuple[Turner, int, int]]:
    """Each turner that acts, with the first and last row of its reach."""
    negators = np.array([turner.first for turner in turners if turner.kind == "negator"], dtype=int)
    behind = {turner.last + 1 for turner in turners if turner.kind == "negator"}
    negated = {turner.first: turner for turner in turners if turner.kind == "reverser" and turner.first in behind}
    for turner in turners:
        low, high = _reach(turner, clauses)
        if turner.kind == "negator":
            following = negators[np.searchsorted(negators, turner.last, side="right") :][:1] - 1
            high = min([high, *following.tolist()])  # the next negator begins its own scope
            if turner.last + 1 in negated:
                high = min(high, negated[turner.last + 1].last)
        if turner.first not in negated or turner.kind != "reverser":
            yield turner, low, high


def _list_displeasing(
    hits: pd.DataFrame, weights: list[float], acting: list[list[Turner]], wide: np.ndarray
) -> list[tuple[int, int]]:
    """(row of the displeasure, row of a positive hit that follows it in its clause) of all such pairs."""
    first, last = hits["first"].to_numpy(), hits["last"].to_numpy()
    topic, strength = hits["topic"].to_numpy(), hits["strength"].to_numpy()
    pairs = []
    for row, weight in enumerate(weights):
        unwelcome = strength[row] > 0 and topic[row] in _WELCOMING and any(t.kind == "negator" for t in acting[row])
        if weight < 0 and (unwelcome or (strength[row] < 0 and topic[row] in ATTITUDES)):
            end = np.searchsorted(first, last[row] + ATTITUDE_SCOPE, side="right")
            inside = [n for n in range(row + 1, end) if wide[first[n]] == wide[first[row]] and weights[n] > 0]
            pairs += [(row, n) for n in inside]
    return pairs


def _list_misdirected(hits: pd.DataFrame, weights: list[float], narrow: np.ndarray) -> list[int]:
    """The rows of support whose object, right behind it, is a bad thing."""
    first, last = hits["first"].to_numpy(), hits["last"].to_numpy()
    topic, joined = hits["topic"].to_numpy(), hits["joined"].to_numpy()
    rows = [row for row in range(len(hits) - 1) if topic[row] == "support" and weights[row] > 0 > weights[row + 1]]
    near = [row for row in rows if first[row + 1] - last[row] <= OBJECT_SCOPE and not joined[row + 1]]
    return [row for row in near if narrow[first[row + 1]] == narrow[last[row]]]


def weigh(strength: float, kinds: list[str], *, deed: bool = False) -> float:
    """Return the weight of a word of `strength` after turners of these kinds.

    >>> weigh(1.0, ["negator"]), weigh(-1.0, ["negator"]), weigh(-1.0, ["negator", "reverser"])
    (-1.0, 0.25, -1.0)
    """
    turning = [kind for kind in kinds if kind in TURNING]
    weight = strength
    if len(turning) % 2:  # two turn it back
        factors = NEGATED if turning[-1] == "negator" else REVERSED
        weight *= factors["positive" if weight > 0 else "negative"]
    for kind in dict.fromkeys(kinds):  # «بحث سبل …» is one topic, named twice
        weight *= DEED if deed and kind == "topic" else FACTORS.get(kind, 1.0)
    return weight


def _reach(turner: Turner, clauses: Clauses) -> tuple[int, int]:
    """First and last row that a turner acts on: so many words on its side, within its clause."""
    numbers = clauses.narrow if turner.kind in TURNING else clauses.wide
    if turner.kind == "denial":
        numbers = clauses.sentence
    if turner.side == "after":
        end = int(np.searchsorted(numbers, numbers[turner.last], side="right")) - 1
        return turner.last + 1, min(turner.last + turner.scope, end)
    begin = int(np.searchsorted(numbers, numbers[turner.first]))
    return max(turner.first - turner.scope, begin), turner.first - 1

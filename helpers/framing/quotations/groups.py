"""Groups that speak without a party's own name: the states of a summit, the opposition of the state in question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.naming import bare
from helpers.framing.quotations.sentence import Sentence

_ASSEMBLED = frozenset("قمة قادة زعماء ملوك رؤساء وزراء".split())
_REGIONS = {"اسلام": "OIC", "عرب": "LAS", "خليج": "GCC", "اوروب": "EU", "افريق": "AU"}
_ENDINGS = ("ية", "يون", "يين", "ي")
_NEAR = 4  # words in which the adjective follows: «قادة الدول الإسلامية», «وزراء الخارجية العرب»


def find_region(words: list[str]) -> str:
    """The body whose states meet: «القمة الإسلامية»، «وزراء الخارجية العرب»; "" if it is none of them.

    >>> find_region(["قادة", "الدول", "الاسلامية"]), find_region(["وزراء", "الخارجية", "العرب"]), find_region(["قادة"])
    ('OIC', 'LAS', '')
    """
    if not words or bare(words[0]) not in _ASSEMBLED:
        return ""
    stems = (_strip_ending(word) for word in words[1 : 1 + _NEAR] if word.startswith("ال"))
    return next((_REGIONS[stem] for stem in stems if stem in _REGIONS), "")


_MET = _ASSEMBLED | frozenset("مجتمعون مشاركون مؤتمرون".split())


def is_assembly(word: str) -> bool:
    """«القادة»، «المجتمعون»: those who met, without saying again who they are."""
    return word.startswith("ال") and bare(word) in _MET


def is_region(actor: str) -> bool:
    return actor in _REGIONS.values()


def _strip_ending(word: str) -> str:
    stem = word.removeprefix("ال")
    return next((stem.removesuffix(ending) for ending in _ENDINGS if stem.endswith(ending)), stem)


_FIGHTERS = frozenset(
    "معارضة معارضون معارضين مقاتلون مقاتلين مقاتلي مسلحون مسلحين مسلحي ثوار متمردون متمردين متمردي".split()
)
_UNITS = frozenset("لواء كتيبة كتائب الوية".split())  # without the article: «اللواء» is mostly a rank


def find_rebels(words: list[str], opposition: str) -> str:
    """`opposition` if a phrase names fighters, units or the opposition at large: «مصادر المعارضة»، «بعض المقاتلين»."""
    named = any(lists.find_head(word) in _FIGHTERS or word in _UNITS for word in words)
    return opposition if named else ""


def find_opposition(sentences: Iterable[Sentence]) -> str:
    """The opposition that «المعارضة» means in a document: that of the state it speaks of most, if it names it."""
    counts = Counter(actor.actor for sentence in sentences for actor in sentence.actors if actor.actor)
    known = [actor for actor in counts if actor.endswith("-OPP")]
    states = Counter({actor.removesuffix("-OPP"): 0 for actor in counts})
    for actor, times in counts.items():
        states[actor.removesuffix("-OPP")] += times
    most = max(states.values(), default=0)
    return next((actor for actor in known if states[actor.removesuffix("-OPP")] == most), "")

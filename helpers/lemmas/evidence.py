"""What farahidi's data say about words: how often each was which lemma, and how frequent each lemma is.

farahidi (a port of AlKhalil Morpho Sys 2) brings two counts. Its language model was trained on a newspaper: each word
with the lemmas it was given, and how often. Its lemma list counts lemmas in a broader and cleaner collection. The
package's own functions use neither as is needed here, so the two files are read directly; `read_evidence` checks first
that they are what they were.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from dataclasses import dataclass
from importlib.resources import files
from zipfile import BadZipFile

from helpers.lemmas.store import LemmaError
from helpers.text import strip_harakat

PINNED = "0.4.0"
_CHANGED = (
    f"farahidi {{version}} does not hold its word counts where {PINNED} does ({{what}}); "
    f"install the version this package was built for: pip install farahidi=={PINNED}"
)


@dataclass(frozen=True)
class Evidence:
    """Counts from farahidi's data; lemmas are vocalised there.

    words : word -> lemma -> how often the model's training text had it so
    model : lemma -> how often in that text
    broad : lemma -> how often in a text of the same length after the broader list; lemmas not listed are missing
    """

    words: dict[str, dict[str, int]]
    model: Counter[str]
    broad: dict[str, float]

    def weigh(self, lemma: str) -> float:
        """How frequent `lemma` is, of both counts; 0 where no text had it."""
        return self.broad.get(lemma, 0.0) + 0.2 * self.model[lemma]

    def weigh_word(self, word: str) -> dict[str, float]:
        """The lemmas of `word`, each with its likelihood (not scaled).

        Notes
        -----
        Bayes' rule: how often the lemma takes this shape (after the model) times how frequent it is (after the
        broader list). The model gives 268 of 273 occurrences of يرى to وَرَى, a slip of whoever annotated it; the list
        counts رَأَى seventy times as often as وَرَى, and so sets it right. A lemma the list lacks keeps its count.
        """
        return {
            lemma: n * (self.broad.get(lemma, self.model[lemma]) + 0.5) / (self.model[lemma] + 0.5)
            for lemma, n in self.words.get(word, {}).items()
        }


def get_version() -> str:
    """Return the version of farahidi, or say how to install it."""
    try:
        import farahidi
    except ImportError as error:
        raise LemmaError(
            f"farahidi, the default lemma engine, is not installed: pip install farahidi=={PINNED}, or choose "
            "engine='light'"
        ) from error
    return str(farahidi.__version__)


def read_evidence() -> Evidence:
    """Read farahidi's counts from its data files.

    Raises
    ------
    LemmaError
        farahidi is missing, or its files are not as in the version this was written for.
    """
    version = get_version()
    try:
        words = _read_model()
        from farahidi.lm import LanguageModel

        shares = LanguageModel().map_lemma
    except (ImportError, AttributeError, OSError, ValueError, IndexError, KeyError, BadZipFile) as error:
        raise LemmaError(_CHANGED.format(version=version, what=f"{type(error).__name__}: {error}")) from error
    model: Counter[str] = Counter()
    for lemmas in words.values():
        model.update(lemmas)
    total = model.total()
    evidence = Evidence(words, model, {lemma: share * total for lemma, share in shares.items()})
    _check_evidence(evidence, version)
    return evidence


def _read_model() -> dict[str, dict[str, int]]:
    """Lines ``B <sizes> word n <sizes> lemma n [<sizes> lemma n …]``, in Buckwalter's letters; a word may have several.

    farahidi's own reader divides each count by its line's total, which leaves 1 for almost all of them.
    """
    from farahidi.lm import LM_ENCODING, LM_FILE
    from farahidi.translit import bw_to_arabic

    words: dict[str, dict[str, int]] = defaultdict(dict)
    path = files("farahidi") / "data" / f"{LM_FILE}.gz"
    with path.open("rb") as packed, gzip.open(packed, "rt", encoding=LM_ENCODING) as file:
        for line in file:
            if line.startswith("B "):
                parts = line.split()
                lemmas = words[bw_to_arabic(parts[2])]
                for i in range(4, len(parts), 3):
                    lemma = bw_to_arabic(parts[i + 1])
                    lemmas[lemma] = lemmas.get(lemma, 0) + int(parts[i + 2])
    return dict(words)


def _check_evidence(evidence: Evidence, version: str) -> None:
    """Facts that hold in 0.4.0 and fail when letters, counts or columns have moved."""
    facts = {
        "more than 100,000 words": len(evidence.words) > 100_000,
        "more than 30,000 lemmas listed": len(evidence.broad) > 30_000,
        "الصين is صين": [strip_harakat(lemma) for lemma in evidence.words.get("الصين", {})] == ["صين"],
        "دولة is frequent in both counts": min(evidence.model["دَوْلَة"], evidence.broad.get("دَوْلَة", 0)) > 1000,
    }
    for fact, holds in facts.items():
        if not holds:
            raise LemmaError(_CHANGED.format(version=version, what=f"it should be that {fact}"))

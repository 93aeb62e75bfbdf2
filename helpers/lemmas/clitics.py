"""Clitics: what is written on to a word and is a word of its own (و ف ب ك ل س ال, pronouns)."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Proclitics as they stand one after the other; with the article ل + ال is written لل.
ARTICLES = ("ال", "لل", "بال", "كال")
PROCLITICS = (
    "",
    *(conjunction + rest for conjunction in ("", "و", "ف") for rest in ("ب", "ك", "ل", "س", *ARTICLES)),
    "و",
    "ف",
)
PRONOUNS = ("", "ه", "ها", "هم", "هما", "هن", "نا", "كم", "ك")
ARTICLE = re.compile("[وف]?(?:[بك]?ال|لل)")


def iter_splits(word: str, *, least: int = 3) -> Iterator[tuple[str, str, str]]:
    """Yield the ways to read `word` as proclitics, a rest of at least `least` letters, and a pronoun.

    Notes
    -----
    The rest is spelled as it would be alone: ة for the ت before a pronoun, ى for ا, ء for ؤ and ئ, and the
    alef after a verb's و. Neither the article and a pronoun, nor a word without either, is a way. Whether the
    rest is a word is for the caller to say. ي (my) is left out: far more words end in the ي of relation.

    Examples
    --------
    >>> list(iter_splits("وسفارتها"))
    [('', 'وسفارت', 'ها'), ('', 'وسفارة', 'ها'), ('و', 'سفارتها', ''), ('و', 'سفارت', 'ها'), ('و', 'سفارة', 'ها'), \
('وس', 'فارتها', ''), ('وس', 'فارت', 'ها'), ('وس', 'فارة', 'ها')]
    """
    for before in sorted(PROCLITICS, key=len):
        if not word.startswith(before):
            continue
        for after in PRONOUNS:
            if not (before or after) or not word.endswith(after) or (after and before.endswith(ARTICLES)):
                continue
            rest = word[len(before) : len(word) - len(after)]
            if len(rest) >= least:
                yield from ((before, spelled, after) for spelled in _respell(rest, bool(after)))


def _respell(rest: str, before_pronoun: bool) -> list[str]:
    changed = {"ت": rest[:-1] + "ة", "ا": rest[:-1] + "ى", "ئ": rest[:-1] + "ء", "ؤ": rest[:-1] + "ء", "و": rest + "ا"}
    return [rest, changed[rest[-1]]] if before_pronoun and rest[-1] in changed else [rest]


def can_stand(before: str, rest: str, *, verb: bool) -> bool:
    """Can the proclitics `before` stand on `rest`? The article, ب and ك not on verbs; س only on, ل also on, يفعل."""
    present = verb and rest[:1] in "يتنأا"
    if before.endswith("س"):
        return present
    if before.endswith("ل") and not before.endswith(ARTICLES):
        return present or not verb
    return not verb or before in ("", "و", "ف")


def strip_sure(word: str) -> str:
    """Return `word`, which no dictionary knows, without what cannot be its own beginning.

    Notes
    -----
    The article; و before a consonant (a foreign name has a vowel sign after its W: ويلسون, واتس); ب ل ف و before أ or
    إ, which begin a word. Everything else stays: the first letter of بوتوماك or فلاديفوستوك is theirs. On the
    development halves of two treebanks 125 words nothing else knew were cut so: 106 to their lemma, 19 to another
    form of it, and none of them should have been left as it stood.

    Examples
    --------
    >>> [strip_sure(word) for word in ["والهولوكوست", "ولينكولن", "ويلسون", "لإنفلونزا", "بوتوماك"]]
    ['هولوكوست', 'لينكولن', 'ويلسون', 'إنفلونزا', 'بوتوماك']
    """
    article = ARTICLE.match(word)
    if article and len(word) - article.end() >= 3:
        return word[article.end() :]
    if len(word) > 3 and word[0] == "و" and word[1] not in "اويآ":
        return word[1:]
    if len(word) > 4 and word[0] in "بلفك" and word[1] in "أإ":
        return word[1:]
    return word

"""Normalisation in named steps: what each one unites, and what it loses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import lru_cache

from helpers.text.clean import clean_text

_HARAKAT = re.compile(
    "[\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]"
)
_HAMZA_MARKS = re.compile("[\u0653-\u0655]")
_DIGITS = dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪", "01234567890123456789.,%", strict=True))
_DIGIT = re.compile(f"[{''.join(_DIGITS)}]")


def strip_harakat(s: str) -> str:
    """Vowel signs, shadda, tanwin, dagger alef and Koranic signs deleted.

    >>> strip_harakat("مُحَمَّدٌ")
    'محمد'
    """
    return unicodedata.normalize("NFC", _HARAKAT.sub("", s))


def strip_tatweel(s: str) -> str:
    """The stretching line U+0640 deleted (so ``الـ80`` becomes ``ال80``, ``هـ`` becomes ``ه``).

    >>> strip_tatweel("الصـــين")
    'الصين'
    """
    return unicodedata.normalize("NFC", s.replace("ـ", "")) if "ـ" in s else s


def unify_digits(s: str) -> str:
    """Arabic-Indic and Persian digits, and ٫ ٬ ٪, to their ASCII fellows.

    >>> unify_digits("٢٫٣٪")
    '2.3%'
    """
    return _DIGIT.sub(lambda m: _DIGITS[m[0]], s)


def unify_alef(s: str) -> str:
    """أ إ آ ٱ to ا. Loses أن / إن / آن; wins back the hamzas that newspapers drop.

    >>> unify_alef("أكد إن آخر")
    'اكد ان اخر'
    """
    s = _HAMZA_MARKS.sub("", unicodedata.normalize("NFC", s))
    return s.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا").replace("ٱ", "ا")


def unify_hamza(s: str) -> str:
    """ؤ and ئ to ء, so that the Egyptian مسئول and مسؤول are one word.

    >>> unify_hamza("مسئول") == unify_hamza("مسؤول")
    True
    """
    return unicodedata.normalize("NFC", s).replace("ؤ", "ء").replace("ئ", "ء")


def unify_ya(s: str) -> str:
    """ى to ي, as Egyptian papers print the one for the other. Loses على / علي.

    >>> unify_ya("فى على")
    'في علي'
    """
    return unicodedata.normalize("NFC", s.replace("ى", "ي"))


def unify_ta_marbuta(s: str) -> str:
    """ة to ه. Loses the feminine ending against the pronoun (كتابة / كتابه).

    >>> unify_ta_marbuta("قمة")
    'قمه'
    """
    return s.replace("ة", "ه")


def unify_quotes(s: str) -> str:
    """Every double quotation mark (also ``''``) to ``"``, every single one to ``'``.

    >>> unify_quotes("«قمة» ”قمة“ ''قمة''")
    '"قمة" "قمة" "قمة"'
    """
    for mark in "‘’‚‛′":
        s = s.replace(mark, "'")
    for mark in ("''", *"«»“”„‟‹›″"):
        s = s.replace(mark, '"')
    return s


def unify_spaces(s: str) -> str:
    """Runs of spaces to one, none at the edges of a line; line feeds stay.

    >>> unify_spaces(" قمة   بكين \\n")
    'قمة بكين\\n'
    """
    s = s.replace("\t", " ").replace("\u00a0", " ")
    while "  " in s:
        s = s.replace("  ", " ")
    return s.replace(" \n", "\n").replace("\n ", "\n").strip(" ")


STEPS: dict[str, Callable[[str], str]] = {
    "unicode": clean_text,
    "digits": unify_digits,
    "harakat": strip_harakat,
    "tatweel": strip_tatweel,
    "alef": unify_alef,
    "hamza": unify_hamza,
    "ya": unify_ya,
    "ta_marbuta": unify_ta_marbuta,
    "quotes": unify_quotes,
    "spaces": unify_spaces,
}
LIGHT = ("unicode", "digits", "harakat", "tatweel", "spaces")
STANDARD = ("unicode", "digits", "harakat", "tatweel", "alef", "ya", "quotes", "spaces")
STRONG = tuple(STEPS)


def normalise_text(s: str, *, steps: Iterable[str] = STANDARD) -> str:
    """Return `s` after the named `steps` of `STEPS`, always in the order of `STEPS`.

    Parameters
    ----------
    steps : names from `STEPS`
        `LIGHT` keeps every letter, `STANDARD` (default) also unites what newspapers spell
        carelessly (أ/ا, ى/ي), `STRONG` also the seats of hamza and ة/ه. ``()`` changes nothing.

    Raises
    ------
    ValueError
        A step has no such name.

    Notes
    -----
    What a level loses stands at each step (`unify_alef` …). The order is fixed because later steps
    rely on earlier ones; that is what makes any choice of steps idempotent. The levels follow the
    usual practice (Habash 2010, Introduction to Arabic NLP, sec. 3.2); ؤ ئ go to ء, not to و ي.

    Examples
    --------
    >>> normalise_text("أعلنَ  مسؤولٌ فى «القمـة» ٢٠٢٥")
    'اعلن مسؤول في "القمة" 2025'
    >>> normalise_text("القمة", steps=["tamarbuta"])
    Traceback (most recent call last):
    ...
    ValueError: no normalisation step 'tamarbuta'; did you mean 'ta_marbuta'? There are: unicode, \
digits, harakat, tatweel, alef, hamza, ya, ta_marbuta, quotes, spaces
    """
    for step in _order_steps(tuple(steps)):
        s = step(s)
    return s


@lru_cache(maxsize=256)
def _order_steps(names: tuple[str, ...]) -> tuple[Callable[[str], str], ...]:
    for name in names:
        if name not in STEPS:
            near = get_close_matches(name, STEPS, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise ValueError(f"no normalisation step {name!r}; {hint}There are: {', '.join(STEPS)}")
    return tuple(function for name, function in STEPS.items() if name in names)

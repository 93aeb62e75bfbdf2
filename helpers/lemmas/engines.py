"""The engines behind one function, and the list of a collection's lemmas."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

import pandas as pd

from helpers.lemmas.store import LemmaError
from helpers.text import count_words

Answers = list[tuple[str, str]]


def _load_farahidi() -> Callable[[list[str]], Answers]:
    from helpers.lemmas.default import lemmatise_words

    return lemmatise_words


def _load_camel() -> Callable[[list[str]], Answers]:
    from helpers.lemmas.camel import lemmatise_words

    return lemmatise_words


def _load_light() -> Callable[[list[str]], Answers]:
    from helpers.lemmas.light import strip_word

    return lambda words: [strip_word(word) for word in words]


def _load_none() -> Callable[[list[str]], Answers]:
    return lambda words: [(word, "none") for word in words]


ENGINES: dict[str, Callable[[], Callable[[list[str]], Answers]]] = {
    "farahidi": _load_farahidi,
    "camel": _load_camel,
    "light": _load_light,
    "none": _load_none,
}


def lemmatise(words: Iterable[str], *, engine: str = "farahidi") -> pd.DataFrame:
    """Return the lemma of each distinct word of `words`, found once and without its neighbours.

    Parameters
    ----------
    words : strings
        Words as printed, or normalised; repeats cost nothing but their reading.
    engine : str
        ``farahidi`` (default): a table built once on this machine from the counts of that package (`helpers.lemmas.
        default`), its analyser for words the table lacks. ``camel``: CAMeL's MLE disambiguator, if its data is
        installed. ``light``: clitics cut off by rule, for teaching. ``none``: the word itself.

    Returns
    -------
    DataFrame
        Index `word`, in order of first appearance. `lemma`: without vowel signs, with its hamzas, without clitics;
        verbs as he-did, nouns and adjectives as masculine singular where they have one. `engine`. `rule`: what gave
        it: name, function (closed classes), table, spelling (printed without its hamzas), clitic, analysis, number,
        foreign (no Arabic letters), unknown (as it stands), and camel or none.

    Raises
    ------
    LemmaError
        No such engine; farahidi missing or changed; CAMeL without the data needed.
    helpers.camel.CamelError
        camel-tools or a part of it is missing.

    Notes
    -----
    One lemma a form, so a form of two words (محافظة: conservative, governorate; يظهر: appears, shows) has the more
    frequent one everywhere; no such method can pass 99.4 % on the treebanks. Measured by ``validation/lemmas.py``: see
    ``tests/gates/lemmas.csv``. Foreign names that are in no list and look like an Arabic word are what fails most.
    The table is kept in the cache folder (``$ARABIC_MEDIA_CACHE``), and what the analyser (some hundred words a
    second) answers is added to it.

    Examples
    --------
    >>> lemmatise(["وسفاراتها", "بوتين", "اكد"], engine="none")["lemma"].tolist()
    ['وسفاراتها', 'بوتين', 'اكد']
    >>> lemmatise(["وسفاراتها", "بوتين"], engine="light")["lemma"].tolist()
    ['سفارات', 'وتين']
    >>> lemmatise([], engine="farahidy")
    Traceback (most recent call last):
    ...
    helpers.lemmas.store.LemmaError: no lemma engine 'farahidy'; did you mean 'farahidi'? There are: farahidi, camel, \
light, none
    """
    if engine not in ENGINES:
        near = get_close_matches(engine, ENGINES, n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise LemmaError(f"no lemma engine {engine!r}; {hint}There are: {', '.join(ENGINES)}")
    distinct = list(dict.fromkeys(words))
    answers = ENGINES[engine]()(distinct) if distinct else []
    index = pd.Index(distinct, name="word", dtype="str")
    return pd.DataFrame(
        {
            "lemma": pd.Series([lemma for lemma, _ in answers], index=index, dtype="str"),
            "engine": pd.Categorical([engine] * len(distinct), categories=[engine]),
            "rule": pd.Series([rule for _, rule in answers], index=index, dtype="category"),
        },
        index=index,
    )


def list_lemmas(texts: Iterable[str], *, engine: str = "farahidi") -> pd.DataFrame:
    """Return one record per distinct word of `texts`, most frequent first: form as printed, lemma, n, engine, rule.

    Parameters
    ----------
    texts : strings
        Titles and texts of a collection; missing ones left out by the caller.

    Notes
    -----
    `n` counts occurrences of the form; sum it over `lemma` for the lemma's. Words are those of `helpers.text.
    iter_words`: no punctuation, clitics on.

    Examples
    --------
    >>> list_lemmas(["القمة قمة", "قمة"], engine="light").to_dict("records")[0]
    {'form': 'قمة', 'lemma': 'قمة', 'n': 2, 'engine': 'light', 'rule': 'none'}
    """
    counts = count_words(texts)
    table = lemmatise(counts, engine=engine).reset_index(names="form")
    table.insert(2, "n", [counts[form] for form in table["form"]])
    return table.sort_values(["n", "form"], ascending=[False, True], ignore_index=True)

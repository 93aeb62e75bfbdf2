"""How much a tone word counts in its sentence: what the sentence tells counts more than what it only names."""

from __future__ import annotations

import numpy as np
import pandas as pd

NOUN = 0.6  # a single noun may only name what is talked about; a verb, an adjective or a phrase says something of it
KNOWN_NOUN = 0.4  # a noun with the article names it as known: «الحرب», «الدعم»
LATE = 0.3  # so much less counts the last word of a sentence than the first: news tells the main thing first
_ARTICLE = r"^[وف]?(?:[بك]?ال|لل)"


def weigh_places(hits: pd.DataFrame, tokens: pd.DataFrame, terms: pd.DataFrame) -> np.ndarray:
    """Return for each hit a number between 0.28 and 1: its emphasis.

    Parameters
    ----------
    hits : DataFrame
        first, last, id; in the rows of `tokens`.
    tokens : DataFrame
        `helpers.tokens.TOKENS`.
    terms : DataFrame
        The lexicon, indexed by id: term and, if it is there, pos. Without pos only the place counts.

    Notes
    -----
    Chosen by cross-validation over the documents of four coded sets (1,233 sentences), with ``THRESHOLD``; values
    near these do as well. The reason stands in sentences with one tone word: it told the coded tone in 29 of 44 where
    it was a verb, in 40 of 83 where it was a noun with the article; in 34 of 44 in the first seventh of its sentence,
    in 62 of 112 in the last third. Which noun is subject or object is not asked.

    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import find_phrases, tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "تعاون في التعاون"}
    >>> tokens = tokenise(make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS))
    >>> terms = pd.DataFrame({"id": ["x"], "term": ["تعاون"], "pos": ["noun"]})
    >>> weigh_places(find_phrases(tokens, terms), tokens, terms.set_index("id")).round(2).tolist()
    [0.6, 0.32]
    """
    if hits.empty:
        return np.empty(0)
    first = hits["first"].to_numpy()
    sentence = tokens.groupby(["doc_id", "sentence"], observed=True, sort=False)["position"]
    begin, length = (sentence.transform(how).to_numpy()[first] for how in ("min", "size"))
    place = (tokens["position"].to_numpy()[first] - begin) / length
    emphasis = 1 - LATE * place
    if "pos" not in terms:
        return emphasis
    noun = (hits["id"].map(terms["pos"]) == "noun").to_numpy() & (hits["first"] == hits["last"]).to_numpy()
    written = hits["id"].map(terms["term"]).astype("str").str.match(_ARTICLE).to_numpy()  # a term that has it itself
    article = tokens["token"].astype("str").iloc[first].str.match(_ARTICLE).to_numpy()
    return emphasis * np.where(noun & article & ~written, KNOWN_NOUN, np.where(noun, NOUN, 1.0))


def hear_hits(hits: pd.DataFrame) -> np.ndarray:
    """Return what each hit adds to its sentence: its weight times its emphasis (1 where a method gives none)."""
    weight = hits["weight"].to_numpy(dtype=float)
    return weight * hits["emphasis"].to_numpy(dtype=float) if "emphasis" in hits else weight

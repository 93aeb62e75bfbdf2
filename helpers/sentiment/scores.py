"""From the words to the tone of sentences, documents, groups, targets and voices, with what it rests on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.frequency import bootstrap_rates
from helpers.sentiment.hits import SENTIMENT_HITS
from helpers.tables import Column, Table, TableError, check_table

TONES = Table(
    "tones",
    {
        "doc_id": Column("text", "the document"),
        "sentence": Column("integer", "0 is the title, then the text's sentences from 1"),
        "start": Column("integer", "where the sentence begins in the title (0) or the text, in characters"),
        "end": Column("integer", "where it ends (exclusive)"),
        "n_hits": Column("integer", "how many tone words were found in it"),
        "words": Column("text", "these words as printed, each with its weight"),
    },
)
THRESHOLD = 0.3  # scores nearer to 0 than this are neutral
DAMPING = 1.0  # a lone word of weight 1 makes a score of a half
FEWEST_WORDS = 3  # of a sentence without any tone word; below, there is no evidence


def score_sentences(hits: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the tone of each sentence: its score, its class, and the words behind it.

    Parameters
    ----------
    hits : DataFrame
        From `find_sentiment`.
    sentences : DataFrame
        `helpers.tokens.list_sentences` of the same documents.

    Returns
    -------
    DataFrame
        `TONES`, and `score` = sum(w) / (sum(|w|) + 1), between -1 and 1, and `tone`: 1 or -1 where the score is
        at least 0.3 from 0, else 0; both missing where a sentence is too short to tell (no tone word, under
        three words).

    Notes
    -----
    A sentence of many words without a tone word is neutral: most sentences of news are. Words of both kinds
    balance. What is measured, on what, stands in the README; a single sentence is often wrong, and only
    averages over many should be reported.

    Examples
    --------
    >>> from helpers.sentiment import find_sentiment
    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import list_sentences, tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "رحبت بكين بالتعاون. وصل الوفد إلى المطار."}
    >>> documents = make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)
    >>> score_sentences(find_sentiment(tokenise(documents)), list_sentences(documents))["tone"].tolist()
    [1, 0]
    """
    check_table(hits, SENTIMENT_HITS)
    keys = ["doc_id", "sentence"]
    sums = (
        hits.assign(size=hits["weight"].abs(), word=_describe(hits))
        .astype({"doc_id": "str"})
        .groupby(keys, sort=False)
        .agg(sum=("weight", "sum"), size=("size", "sum"), n_hits=("weight", "size"), words=("word", "، ".join))
    )
    table = sentences[[*keys, "start", "end", "text"]].astype({"doc_id": "str"}).join(sums, on=keys)
    score = (table["sum"] / (table["size"] + DAMPING)).fillna(0.0)
    silent = table["n_hits"].isna() & (table["text"].str.split().str.len() < FEWEST_WORDS)
    table["score"] = score.mask(silent)
    table["tone"] = classify_scores(table["score"])
    table["n_hits"] = table["n_hits"].fillna(0).astype("int32")
    table["words"] = table["words"].fillna("")
    return check_table(table[[*keys, "start", "end", "tone", "score", "n_hits", "words"]], TONES)


def classify_scores(scores: pd.Series, *, threshold: float = THRESHOLD) -> pd.Series:
    """Return 1, 0 or -1 for each score, missing where it is missing.

    >>> classify_scores(pd.Series([0.5, -0.3, 0.1, None])).tolist()
    [1, -1, 0, <NA>]
    """
    tones = np.sign(scores) * (scores.abs() >= threshold)
    return tones.astype("Int8")


def _describe(hits: pd.DataFrame) -> pd.Series:
    weights = hits["weight"].map("{:+g}".format)
    turned = ("[" + hits["turned_by"] + "] ").fillna("")
    return turned + hits["words"] + " " + weights

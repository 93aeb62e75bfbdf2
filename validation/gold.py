"""How far two independent codings agree: the figures of corpus/README.md, and those of the real sentences.

    python validation/gold.py            the sample corpus (corpus/gold)
    python validation/gold.py --real     the 488 real sentences (real_codes_a.jsonl, real_codes_b.jsonl)

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


def read_all(real: bool) -> tuple[int, Answers, Answers, Answers]:
    """How many sentences were coded, the two codings, and what was settled."""
    if real:
        from real_news import HALVES, read_articles, read_codes

        sentences, folder = list_sentences(read_articles(*HALVES)), ROOT / "validation"
        names, count = ("real_codes_a", "real_codes_b", "real_codes"), len(read_codes(*HALVES))
    else:
        sentences, folder = list_sentences(read_corpus(ROOT / "corpus")), ROOT / "corpus" / "gold"
        names, count = ("coding_a", "coding_b", "settled"), len(sentences)
    a, b, settled = (read_answers(folder / f"{name}.jsonl", sentences) for name in names)
    return count, a, b, settled


def main() -> None:
    count, a, b, settled = read_all("--real" in sys.argv[1:])
    codings = pd.concat([a.codings, b.codings])
    table = measure_agreement(codings, each_label=False)
    frames = measure_agreement(codings, variable="frame", each_label=True)
    columns = ["variable", "label", "level", "alpha", "alpha_low", "alpha_high", "kappa", "agreement", "n_units"]
    print(pd.concat([table, frames.iloc[1:]])[columns].round(3).to_string(index=False))
    for name, answers in (("a", a), ("b", b), ("settled", settled)):
        tones = answers.codings.query("variable == 'tone'")["value"].value_counts().to_dict()
        print(f"{name}: {count} sentences, tone {tones}, quotations {len(answers.quotations)}, "
              f"events {len(answers.events)}")  # fmt: skip
    print("quotations, span F1:", match_spans(a.quotations, b.quotations).scores["f1"].round(3).iloc[0])
    for column in ("kind", "speaker_actor", "stance"):
        print(f"  same {column} where the span is the same: {score_attributes(a, b, column):.3f}")
    print(f"events, exact triples F1: {score_events(a.events, b.events):.3f}")
    for name, answers in (("a", a), ("b", b)):
        spans = match_spans(answers.quotations, settled.quotations).scores["f1"].iloc[0]
        events = score_events(answers.events, settled.events)
        print(f"{name} against the settled answers: quotation spans F1 {spans:.3f}, events F1 {events:.3f}")


if __name__ == "__main__":
    main()

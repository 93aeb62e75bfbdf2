"""How well `helpers.framing.find_events` finds who did what to whom: the figures of ``tests/gates/events.csv``.

    python validation/events.py [--held] [--faults]

Triples (source, type, target; exact, per sentence), pairs without the type, and types without the pair, against the
hand-coded sentences: the sample corpus, the real articles (`validation/real_news.py`: ``dev`` and ``seeds``; ``held``
only with ``--held``); then each type with its n. ``--faults`` lists document, sentence and the triples missed and too
many with the rule that found them; no text is printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "validation")]

import pandas as pd  # noqa: E402
import real_news  # noqa: E402

from helpers.corpus import read_corpus  # noqa: E402
from helpers.framing.events import TYPES, find_events  # noqa: E402
from helpers.tokens import tokenise  # noqa: E402

Triple = tuple[str, int, str, str, str]


def read_gold(name: str) -> tuple[pd.DataFrame, list[dict]]:
    """Documents and coded sentences of ``sample``, ``dev``, ``seeds`` or ``held``."""
    if name == "sample":
        lines = (ROOT / "corpus" / "gold" / "settled.jsonl").read_text(encoding="utf-8").splitlines()
        return read_corpus(ROOT / "corpus"), [json.loads(line) for line in lines]
    return real_news.read_articles(name), real_news.read_codes(name)


def list_coded(codes: list[dict]) -> set[Triple]:
    """The coded events as (document, sentence, source, type, target)."""
    return {
        (code["doc_id"], code["sentence"], event["source"], event["type"], event["target"])
        for code in codes
        for event in code["events"]
    }


def list_found(documents: pd.DataFrame, codes: list[dict]) -> dict[Triple, str]:
    """The events found in the coded sentences, with the rule that found each."""
    events = find_events(tokenise(documents), documents)
    read = {(code["doc_id"], code["sentence"]) for code in codes}
    columns = events[["doc_id", "sentence", "source", "type", "target", "rule"]]
    return {tuple(row[:5]): row[5] for row in columns.itertuples(index=False, name=None) if row[:2] in read}


def score(coded: set, found: set) -> dict[str, float]:
    """Precision, recall and F1 of two sets, with their sizes."""
    both = len(coded & found)
    return {
        "coded": len(coded),
        "found": len(found),
        "both": both,
        "P": both / len(found) if found else float("nan"),
        "R": both / len(coded) if coded else float("nan"),
        "F1": 2 * both / (len(coded) + len(found)) if coded or found else float("nan"),
    }


def measure(name: str) -> dict[str, dict[str, float]]:
    """The scores of triples, pairs, types, and of each type, on one set of sentences."""
    documents, codes = read_gold(name)
    coded, found = list_coded(codes), set(list_found(documents, codes))
    views = {"triples": (0, 1, 2, 3, 4), "pairs": (0, 1, 2, 4), "types": (0, 1, 3)}
    scores = {view: score(_cut(coded, places), _cut(found, places)) for view, places in views.items()}
    for kind in TYPES:
        one, other = ({triple for triple in side if triple[3] == kind} for side in (coded, found))
        if one or other:
            scores[kind] = score(one, other)
    return scores


def _cut(triples: set[Triple], places: tuple[int, ...]) -> set[tuple]:
    return {tuple(triple[place] for place in places) for triple in triples}


def show_faults(name: str) -> None:
    """Print the triples missed and too many, by document and sentence."""
    documents, codes = read_gold(name)
    coded, found = list_coded(codes), list_found(documents, codes)
    for triple in sorted(coded ^ set(found)):
        print(*triple[:2], "missed  " if triple in coded else "too many", *triple[2:], found.get(triple, ""))


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held", action="store_true", help="measure the half that was held back, too")
    parser.add_argument("--faults", action="store_true", help="list the triples missed and too many")
    options = parser.parse_args(None if arguments is None else list(arguments))
    names = ["sample", *(real_news.OPEN if (real_news.DATA / "news").exists() else ())]
    for name in (*names, *(real_news.HELD if options.held else ())):
        if options.faults:
            show_faults(name)
        print(name)
        for view, figures in measure(name).items():
            told = (
                f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}" for key, value in figures.items()
            )
            print(f"  {view:10}", *told)


if __name__ == "__main__":
    main()

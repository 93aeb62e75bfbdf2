"""How well `helpers.framing.find_actors` finds the parties of a sentence: the figures of ``tests/gates/actors.csv``.

    python validation/actors.py [--held] [--faults]

Parties per sentence against the hand-coded real sentences (`validation/real_news.py`: ``dev`` and ``seeds``; ``held``
only with ``--held``), and on the sample corpus the share of coded event parties that are named in their sentence or
the one before. ``--faults`` lists document, sentence, parties missed and parties too many; no text is printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "validation")]

import pandas as pd  # noqa: E402
import real_news  # noqa: E402

from helpers.corpus import read_corpus  # noqa: E402
from helpers.framing.actors import find_actors  # noqa: E402
from helpers.tokens import tokenise  # noqa: E402

Place = tuple[str, int]


def list_parties(documents: pd.DataFrame) -> dict[Place, set[str]]:
    """The parties found in each sentence."""
    hits = find_actors(tokenise(documents), documents)
    parties: dict[Place, set[str]] = defaultdict(set)
    for doc_id, sentence, actor in hits.loc[hits["is_party"], ["doc_id", "sentence", "actor"]].itertuples(index=False):
        parties[str(doc_id), int(sentence)].add(actor)
    return parties


def count_agreement(wanted: dict[Place, set[str]], found: dict[Place, set[str]]) -> dict[str, float]:
    """Sentences, parties wanted, found and both, and precision, recall and F1 over all of them."""
    both = sum(len(parties & found.get(place, set())) for place, parties in wanted.items())
    given = sum(len(found.get(place, set())) for place in wanted)
    coded = sum(map(len, wanted.values()))
    precision, recall = both / given, both / coded
    score = 2 * both / (given + coded)
    return {"n": len(wanted), "coded": coded, "found": given, "both": both, "P": precision, "R": recall, "F1": score}


def measure_real(half: str, *, faults: bool = False) -> dict[str, float]:
    """Agreement with one half of the coded real sentences."""
    wanted = {(code["doc_id"], code["sentence"]): set(code["actors"]) for code in real_news.read_codes(half)}
    found = list_parties(real_news.read_articles(half))
    for place, parties in wanted.items() if faults else ():
        more, fewer = found[place] - parties, parties - found[place]
        if more or fewer:
            print(*place, "missed", *sorted(fewer), "| too many", *sorted(more))
    return count_agreement(wanted, found)


def measure_sample() -> dict[str, float]:
    """Share of the event parties of the sample corpus named in the event's sentence or the one before."""
    lines = (ROOT / "corpus" / "gold" / "settled.jsonl").read_text(encoding="utf-8").splitlines()
    found = list_parties(read_corpus(ROOT / "corpus"))
    coded = both = 0
    for code in map(json.loads, lines):
        near = [found.get((code["doc_id"], code["sentence"] - back), set()) for back in (0, 1)]
        for party in {event[side] for event in code["events"] for side in ("source", "target")}:
            coded += 1
            both += any(party in parties for parties in near)
    return {"n": len(lines), "coded": coded, "both": both, "share": both / coded}


def show(name: str, figures: dict[str, float]) -> None:
    told = (f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}" for key, value in figures.items())
    print(f"{name:6}", *told)


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held", action="store_true", help="measure on the half held back, once, at the end")
    parser.add_argument("--faults", action="store_true")
    options = parser.parse_args(arguments)
    for half in (*real_news.OPEN, *(real_news.HELD if options.held else ())):
        show(half, measure_real(half, faults=options.faults))
    show("sample", measure_sample())


if __name__ == "__main__":
    main()

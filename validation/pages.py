"""How well line roles and page metadata are found, on pages whose answers were written by hand.

    python validation/pages.py                real articles of 13 outlets (news.jsonl.xz), coded in pages_read.csv
    python validation/pages.py FOLDER …       pages of your own, with answers beside them

Real articles: one reader coded each line of 117 articles drawn at random, 9 an outlet, without
seeing the parser; every second article (by id) was used in development, the others were not looked
at. A FOLDER holds pages (NNN.txt or NNN.html) and their answers (NNN.json: for every non-empty line
its pieces with start, end and role; for every article its metadata). Printed are precision, recall
and F1 of the lines kept (title, subhead, body) and of the lines set aside; exact roles; metadata
fields; with ``--wrong`` each wrong piece.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from helpers.pages import KEPT, Page, Piece, parse_page, read_page  # noqa: E402

FIELDS = ("title", "outlet", "author", "agency", "published", "date_basis")


class Verdict(NamedTuple):
    """One gold piece beside the role it was given."""

    page: str
    line: int
    gold: str
    found: str
    rule: str
    text: str


def judge_page(page: Page, gold: dict) -> list[Verdict]:
    """Return each gold piece with the role of the found piece that shares most characters with it."""
    found: dict[int, list[Piece]] = {}
    for piece in page.pieces:
        found.setdefault(piece.line, []).append(piece)
    verdicts = []
    for line in gold["lines"]:
        for want in line["pieces"]:
            options = found.get(line["line"], [])
            best = max(options, key=lambda p: min(p.end, want["end"]) - max(p.start, want["start"]), default=None)
            role, rule, text = (best.role, best.rule, best.text) if best else ("missing", "", "")
            verdicts.append(Verdict(page.name, line["line"], want["role"], role, rule, text))
    return verdicts


def judge_fields(page: Page, gold: dict) -> list[tuple[str, str, object, object]]:
    """Return (page, field, gold value, found value) for every article of the answers."""
    documents = {document["article"]: document for document in page.documents}
    rows = []
    for want in gold["documents"]:
        document = documents.get(want["article"], {})
        for name in FIELDS:
            value = document.get(name)
            rows.append((page.name, name, want.get(name), str(value) if value is not None else None))
    return rows


def score(verdicts: list[Verdict], kept: bool) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the pieces kept (or, with ``kept=False``, set aside)."""
    gold = [(v.gold in KEPT) == kept for v in verdicts]
    found = [(v.found in KEPT) == kept for v in verdicts]
    both = sum(g and f for g, f in zip(gold, found, strict=True))
    precision, recall = both / max(sum(found), 1), both / max(sum(gold), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def judge_news() -> dict[str, list[Verdict]]:
    """Return the verdicts on the coded real articles, by half."""
    gold: dict[str, dict[int, list]] = defaultdict(lambda: defaultdict(list))
    with (HERE / "pages_read.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            piece = {"start": int(row["start"]), "end": int(row["end"]), "role": row["role"]}
            gold[row["id"]][int(row["line"])].append(piece)
    halves: dict[str, list[Verdict]] = {"real articles, development half": [], "real articles, held-out half": []}
    texts = read_news(set(gold))
    for number, identity in enumerate(sorted(gold)):
        lines = [{"line": line, "pieces": pieces} for line, pieces in gold[identity].items()]
        verdicts = judge_page(parse_page(texts[identity], name=identity), {"lines": lines})
        halves[list(halves)[number % 2]] += verdicts
    return halves


def read_news(wanted: set[str]) -> dict[str, str]:
    """Return id -> title and text of the wanted real articles, which stay outside the repository."""
    folder = Path(os.environ.get("ARABIC_MEDIA_DATA", HERE.parent.parent / "shared" / "data"))
    path = folder / "news" / "news.jsonl.xz"
    if not path.exists():
        sys.exit(f"{path} is not here; set ARABIC_MEDIA_DATA to the folder of real data, or name a FOLDER of your own")
    with lzma.open(path, "rt", encoding="utf-8") as file:
        rows = (json.loads(line) for line in file)
        return {row["id"]: row["title"] + "\n" + row["text"] for row in rows if row["id"] in wanted}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print every wrong piece and field")
    options = parser.parse_args()
    if not options.folders:
        for name, verdicts in judge_news().items():
            report(name, verdicts, [], options.wrong and "development" in name)
    for folder in options.folders:
        verdicts, fields = [], []
        for answer in sorted(folder.glob("*.json")):
            gold = json.loads(answer.read_text(encoding="utf-8"))
            source = next(p for p in (answer.with_suffix(".txt"), answer.with_suffix(".html")) if p.exists())
            page = read_page(source)
            verdicts += judge_page(page, gold)
            fields += judge_fields(page, gold)
        report(folder.name, verdicts, fields, options.wrong)


def report(name: str, verdicts: list[Verdict], fields: list[tuple], wrong: bool) -> None:
    if wrong:
        for v in verdicts:
            if v.gold != v.found:
                mark = "!!" if (v.gold in KEPT) != (v.found in KEPT) else "  "
                print(f"{mark} {v.page}:{v.line} gold {v.gold}, found {v.found} ({v.rule}): {v.text[:80]}")
        for page, field, want, got in fields:
            if want != got:
                print(f"   {page} {field}: gold {want!r}, found {got!r}")
    print(f"{name}: {len({v.page for v in verdicts})} pages, {len(verdicts)} pieces")
    for kept, label in ((True, "kept"), (False, "set aside")):
        precision, recall, f1 = score(verdicts, kept)
        print(f"  {label:10s} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
    print(f"  exact role {sum(v.gold == v.found for v in verdicts) / max(len(verdicts), 1):.3f}")
    if not fields:
        return
    right, total = Counter(), Counter()
    for _, field, want, got in fields:
        total[field] += 1
        right[field] += want == got
    print("  fields     " + "  ".join(f"{name} {right[name]}/{total[name]}" for name in FIELDS))


if __name__ == "__main__":
    main()

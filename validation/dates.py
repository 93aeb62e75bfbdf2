"""What `helpers.dates` finds in real news: prints the figures quoted in the documentation.

    python validation/dates.py [FOLDER OF REAL DATA]

The folder holds `antcorpus` (a Tunisian outlet) and `news` (13 Egyptian and international outlets); by default
``$ARABIC_MEDIA_DATA`` or ``../shared/data``. No text is printed, except with ``--sample N``: N found dates in context,
for reading by eye, and ``--missed N``: N month names beside a number that no found date covers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from helpers.dates import FoundDate, find_dates, grammar, parse_date  # noqa: E402

Document = tuple[date, str]


def read_antcorpus(folder: Path) -> Iterator[Document]:
    with gzip.open(folder / "antcorpus" / "ant-v1.1.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            published = parse_date(row["TIME"], numeric="dmy")
            if published and published.date:
                yield published.date, row["TITLE"] + "\n" + row["TEXT"]


def read_news(folder: Path) -> Iterator[Document]:
    with lzma.open(folder / "news" / "news.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield date.fromisoformat(row["published"][:10]), row["title"] + "\n" + row["text"]


def find_missed(text: str, found: list[FoundDate]) -> tuple[int, list[str]]:
    """Month names beside a number: how many, and the context of those that no found date covers."""
    folded, offsets = grammar.fold(text)
    beside = re.compile(rf"(?:[0-9] *(?:من +)?[/-]? *)?(?P<month>{grammar.MONTH_NAME.pattern})(?: *[/,-]? *[0-9])?")
    covered = [(one.start, one.end) for one in found]
    count, missed = 0, []
    for match in beside.finditer(folded):
        if not re.search("[0-9]", match.group()):
            continue
        count += 1
        place = offsets[match.start("month")]
        if not any(start <= place < end for start, end in covered):
            missed.append(folded[max(0, match.start() - 25) : match.end() + 25].replace("\n", " "))
    return count, missed


def measure(name: str, documents: list[Document], sample: int, show_missed: int) -> None:
    counts: Counter = Counter()
    by_kind: Counter = Counter()
    ahead: Counter = Counter()
    contexts, missed = [], []
    began = time.perf_counter()
    for published, text in documents:
        found = find_dates(text, reference=published)
        count, lost = find_missed(text, found)
        counts["beside"] += count
        missed += lost
        for one in found:
            by_kind[one.basis, one.precision, one.certainty] += 1
            contexts.append((published, one, text))
            count_evidence(one, published, counts, ahead)
    seconds = time.perf_counter() - began
    size = sum(len(text.encode()) for _, text in documents) / 1e6
    print(f"\n== {name}: {len(documents)} documents, {size:.1f} MB, {len(contexts)} dates, {size / seconds:.1f} MB/s")
    for kind, number in by_kind.most_common():
        print(f"  {number:6} {' '.join(kind)}")
    dated = counts["near"] + counts["far"]
    print(
        f"  printed with a year: {dated}; within a week of publication {counts['near']} ({counts['near'] / dated:.1%})"
    )
    heard = counts["full agrees"] + counts["full refuted"]
    print(f"  weekday beside a full date: {heard}; agrees {counts['full agrees'] / heard:.1%}")
    heard = counts["yearless agrees"] + counts["yearless refuted"]
    print(f"  weekday beside a day without a year: {heard}; agrees {counts['yearless agrees'] / heard:.1%}")
    heard = counts["relative agrees"] + counts["relative moved"] + counts["relative refuted"]
    moved = counts["relative moved"]
    agrees = counts["relative agrees"] / heard
    print(f"  weekday beside «أمس» and the like: {heard}; agrees {agrees:.1%}, a day off {moved}")
    print(f"  weekday with a day and no «الماضي»/«المقبل», days from publication: {dict(sorted(ahead.items()))}")
    print(f"  months beside a number: {counts['beside']}; in a found date {1 - len(missed) / counts['beside']:.2%}")
    generator = random.Random(11)
    for published, one, text in generator.sample(contexts, min(sample, len(contexts))):
        before, after = text[max(0, one.start - 45) : one.start], text[one.end : one.end + 35]
        line = f"{published} -> {one.date} {one.precision} {one.certainty} | {before}[{one.text}]{after}"
        print(line.replace("\n", " "))
    for context in generator.sample(missed, min(show_missed, len(missed))):
        print("  missed |", context)


def count_evidence(one: FoundDate, published: date, counts: Counter, ahead: Counter) -> None:
    """What the parts of one date say of one another, and how far it lies from publication."""
    if one.precision != "day" or one.date is None:
        return
    full = bool(re.search(r"[0-9٠-٩]{4}", one.text))
    if one.basis == "absolute" and full:
        counts["near" if abs((one.date - published).days) <= 7 else "far"] += 1
    kind = "relative" if one.basis == "relative" else "full" if full else "yearless"
    if "weekday confirms" in one.note:
        counts[kind + " agrees"] += 1
    elif "moved by one day" in one.note:
        counts[kind + " moved"] += 1
    elif "does not agree" in one.note:
        counts[kind + " refuted"] += 1
    apart = (one.date - published).days
    named = (
        "weekday confirms" in one.note and one.basis == "absolute" and not re.search("الم|الق|الج|الح", one.text[8:])
    )
    if named and abs(apart) <= 6:
        ahead[apart] += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "folder", nargs="?", default=os.environ.get("ARABIC_MEDIA_DATA", ROOT.parent / "shared" / "data")
    )
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--missed", type=int, default=0)
    options = parser.parse_args()
    folder = Path(options.folder)
    if not (folder / "news").exists():
        sys.exit(f"{folder}: no real data here; give the folder that holds 'antcorpus' and 'news'")
    measure("antcorpus", list(read_antcorpus(folder)), options.sample, options.missed)
    measure("news", list(read_news(folder)), options.sample, options.missed)


if __name__ == "__main__":
    main()

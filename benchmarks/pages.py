"""How fast pages are cleaned: ratios to reading the same files and splitting their lines, in the same run.

    python benchmarks/pages.py [FOLDER OF REAL DATA]

The folder holds `news` (by default ``$ARABIC_MEDIA_DATA`` or ``../shared/data``): `PAGES` of its articles are
written into a temporary folder as scraped pages, with a section line above, a byline, a date line and
furniture below; without it, the pages of ``corpus/`` are taken, over and over. Every method reads the same
pages `ROUNDS` times, in turn, so that a busy machine slows all of them alike; what is printed is the median of
the ratios within a round, and megabytes a second. Time is processor time, of one core.
"""

from __future__ import annotations

import json
import lzma
import os
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from helpers.corpus import iter_corpus, iter_lines  # noqa: E402
from helpers.pages import read_page  # noqa: E402

PAGES, ROUNDS = 600, 3
HEAD = "الرئيسية | أخبار\n\n{title}\n\nكتب: سالم عمر\n\n{day}/3/2013 - 15:11\n\n"
FOOT = "\n\nاقرأ أيضاً: لقاء في بكين\n\nمشاركة عبر فيسبوك\n\nالوسوم: أخبار، سياسة\n\nجميع الحقوق محفوظة\n"


def write_pages(folder: Path, data: Path) -> list[Path]:
    """Write the pages to be read, no two alike, and return their paths."""
    news = data / "news" / "news.jsonl.xz"
    if news.exists():
        with lzma.open(news, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in islice(lines, PAGES)]
        texts = [
            HEAD.format(title=row["title"], day=n % 28 + 1) + row["text"].replace("\n", "\n\n") + FOOT
            for n, row in enumerate(rows)
        ]
    else:
        own = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
        texts = [f"{own[n % len(own)]}\n{n}\n" for n in range(PAGES)]
    paths = [folder / f"{n:04}.txt" for n in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def measure_seconds(job: Callable[[], object]) -> float:
    """Processor time of one call."""
    begin = time.process_time()
    job()
    return time.process_time() - begin


def compare_methods(methods: dict[str, Callable[[], object]], megabytes: float) -> None:
    """Print each method's ratio to the first one, and its speed."""
    rounds = [{name: measure_seconds(job) for name, job in methods.items()} for _ in range(ROUNDS)]
    first = next(iter(methods))
    for name in methods:
        ratios = sorted(seconds[name] / seconds[first] for seconds in rounds)
        speed = median(megabytes / seconds[name] for seconds in rounds)
        print(f"{name:34} {median(ratios):7.1f} ({ratios[0]:.1f}-{ratios[-1]:.1f})  {speed:8.1f} MB/s")


def main(data: Path) -> None:
    """Write the pages, then measure."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        paths = write_pages(folder, data)
        megabytes = sum(path.stat().st_size for path in paths) / 1e6
        print(
            f"{len(paths)} pages, {megabytes:.1f} MB; ratio to reading and splitting lines (range), speed of one core"
        )
        compare_methods(
            {
                "read, decode, split lines": lambda: [p.read_bytes().decode("utf-8").split("\n") for p in paths],
                "read_page": lambda: [read_page(path) for path in paths],
                "iter_corpus: documents table": lambda: list(iter_corpus(folder)),
                "iter_lines: lines table": lambda: list(iter_lines(folder)),
            },
            megabytes,
        )


if __name__ == "__main__":
    main(
        Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ARABIC_MEDIA_DATA", ROOT.parent / "shared" / "data"))
    )

"""How fast words are counted: a ratio to ``Counter(text.split())``, measured in the same run.

    python benchmarks/words.py [FOLDER]

FOLDER holds ``news.jsonl.xz`` (default: ``news`` in ``$ARABIC_MEDIA_DATA``, else ``../shared/data/news``).
Every method counts the same articles `ROUNDS` times, in turn, so that a busy machine slows all of them
alike; what is printed is the median of the ratios within a round, and their range. Time is processor time.
"""

from __future__ import annotations

import json
import lzma
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from camel_tools.tokenizers.word import simple_word_tokenize  # noqa: E402

from helpers.text import STANDARD, count_words, iter_words, split_words  # noqa: E402

ROUNDS = 5


def read_texts(folder: Path) -> list[str]:
    """Titles and texts of all articles."""
    with lzma.open(folder / "news.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [f"{row['title']}\n{row['text']}" for row in map(json.loads, lines)]


def count_chunks(texts: Iterable[str]) -> Counter[str]:
    """The floor: whatever stands between spaces, counted as it is."""
    return Counter(chain.from_iterable(map(str.split, texts)))


def count_chunks_by_text(texts: Iterable[str]) -> Counter[str]:
    """The same floor, text by text."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text.split())
    return counts


def measure_seconds(job: Callable[[], object]) -> float:
    """Processor time of one call."""
    begin = time.process_time()
    job()
    return time.process_time() - begin


def compare_methods(methods: dict[str, Callable[[], object]], *, rounds: int) -> None:
    """Print each method's ratio to the first one."""
    floor = next(iter(methods))
    seconds = [{name: measure_seconds(job) for name, job in methods.items()} for _ in range(rounds)]
    for name in methods:
        ratios = [each[name] / each[floor] for each in seconds]
        taken = median(each[name] for each in seconds)
        print(f"{name:<46}{taken:8.2f} s {median(ratios):8.2f} x  [{min(ratios):.2f}-{max(ratios):.2f}]")


def main() -> None:
    """Compare the counters on all articles, then the tokenisers on the first thousand."""
    default = Path(os.environ.get("ARABIC_MEDIA_DATA", ROOT.parent / "shared" / "data")) / "news"
    texts = read_texts(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
    floor = count_chunks(texts)
    print(f"{len(texts):,} articles, {floor.total():,} pieces between spaces, {len(floor):,} distinct\n")
    compare_methods(
        {
            "Counter(text.split())": lambda: count_chunks_by_text(texts),
            "count_words(texts)": lambda: count_words(texts),
            "count_words(texts, steps=STANDARD)": lambda: count_words(texts, steps=STANDARD),
            "iter_words, memo kept from the round before": lambda: Counter(chain.from_iterable(map(iter_words, texts))),
        },
        rounds=ROUNDS,
    )
    sample = texts[:1000]
    print(f"\n{len(sample):,} articles, every token with its offsets or as a string")
    compare_methods(
        {
            "text.split()": lambda: sum(len(text.split()) for text in sample),
            "split_words": lambda: sum(len(split_words(text)) for text in sample),
            "list(iter_words)": lambda: sum(len(list(iter_words(text))) for text in sample),
            "camel simple_word_tokenize": lambda: sum(len(simple_word_tokenize(text)) for text in sample),
        },
        rounds=ROUNDS,
    )


if __name__ == "__main__":
    main()

"""How fast terms are counted per document: ratios to ``Counter(text.split())``, measured in the same run.

    python benchmarks/frequency.py [FOLDER] [--times N] [--lemma]

FOLDER holds ``news.jsonl.xz`` (default: ``news`` in ``$ARABIC_MEDIA_DATA``, else ``../shared/data/news``). Every
method counts the same articles `ROUNDS` times, in turn, so that a busy machine slows all of them alike; what is
printed is the median of the ratios within a round, and their range. Time is processor time, of one core. With
``--lemma`` words are lemmatised by the default engine, else by none: once the lemma of a word is known both cost the
same, and the first round shows what the unknown ones cost.

Before that, the articles are read in parts, once and `N` times over (under new names), in processes of their own, and
the most memory each took is printed: it must not depend on N.
"""

from __future__ import annotations

import json
import lzma
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pandas as pd  # noqa: E402

from helpers.frequency import compare_terms, count_by_document, count_terms, iter_by_document  # noqa: E402
from helpers.tables import DOCUMENTS, make_table  # noqa: E402
from helpers.tokens import tokenise  # noqa: E402

ROUNDS, PART = 5, 2_000


def read_documents(folder: Path) -> pd.DataFrame:
    """All articles as a documents table."""
    base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0}
    with lzma.open(folder / "news.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [
            {**base, "doc_id": row["id"], "outlet": row["outlet"], "title": row["title"], "text": row["text"]}
            for row in map(json.loads, lines)
        ]
    return make_table(rows, DOCUMENTS)


def count_chunks(documents: pd.DataFrame) -> None:
    """The floor: whatever stands between spaces, counted document by document."""
    for title, text in zip(documents["title"], documents["text"], strict=True):
        Counter(f"{title}\n{text}".split())


def read_parts(folder: Path, times: int) -> Iterator[pd.DataFrame]:
    """The documents in parts of `PART`, read over and over, under new names each time."""
    base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0}
    for number in range(times):
        with lzma.open(folder / "news.jsonl.xz", "rt", encoding="utf-8") as lines:
            rows = map(json.loads, lines)
            while part := list(islice(rows, PART)):
                named = [
                    {**base, "doc_id": f"{row['id']}-{number}", "title": row["title"], "text": row["text"]}
                    for row in part
                ]
                yield make_table(named, DOCUMENTS)


def measure_seconds(job: Callable[[], object]) -> float:
    """Processor time of one call."""
    begin = time.process_time()
    job()
    return time.process_time() - begin


def compare_methods(methods: dict[str, Callable[[], object]], words: int) -> None:
    """Print each method's ratio to the first one, and words a second."""
    floor = next(iter(methods))
    seconds = [{name: measure_seconds(job) for name, job in methods.items()} for _ in range(ROUNDS)]
    for name in methods:
        ratios = [each[name] / each[floor] for each in seconds]
        taken = median(each[name] for each in seconds)
        speed = words / taken / 1e6
        print(
            f"{name:<44}{taken:7.2f} s {median(ratios):6.2f} x  [{min(ratios):.2f}-{max(ratios):.2f}] {speed:6.2f} M/s"
        )


def report_memory(folder: Path, times: int, engine: str) -> None:
    """Print the words counted and the most memory that this process took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    table = count_terms(iter_by_document(read_parts(folder, times), unit="lemma", engine=engine))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    print(
        f"{times:3} x: {table['of_documents'].iloc[0]:9,} documents {table['of'].iloc[0]:12,} words "
        f"{len(table):8,} terms; most memory {after / scale:6.0f} MB, at the start {before / scale:.0f} MB"
    )


def main() -> None:
    """Measure the memory, then compare the counters."""
    given = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    times = int(sys.argv[sys.argv.index("--times") + 1]) if "--times" in sys.argv else 8
    given = [argument for argument in given if argument != str(times)]
    default = Path(os.environ.get("ARABIC_MEDIA_DATA", ROOT.parent / "shared" / "data")) / "news"
    folder, engine = Path(given[0]) if given else default, "farahidi" if "--lemma" in sys.argv else "none"
    if "--memory" in sys.argv:
        return report_memory(folder, times, engine)
    print("counted in parts of", PART, "documents", flush=True)
    for number in (1, times):  # first: a process begins with the memory of the one that started it
        command = [sys.executable, __file__, str(folder), "--memory", "--times", str(number)]
        subprocess.run(command + ["--lemma"] * (engine != "none"), check=True)
    documents = read_documents(folder)
    cold = measure_seconds(lambda: count_by_document(documents, engine=engine))
    counts = count_by_document(documents, engine=engine)
    words = int(counts.of.sum())
    print(f"\n{len(documents):,} articles, {words:,} words, {len(counts.terms):,} terms; cold {cold:.2f} s\n")
    methods: dict[str, Callable[[], object]] = {
        "Counter(text.split()), each document": lambda: count_chunks(documents),
        "count_by_document(documents), lemmas": lambda: count_by_document(documents, engine=engine),
        "tokenise(documents), the tokens table": lambda: tokenise(documents),
        "count_terms of the counts": lambda: count_terms(counts),
        "compare_terms by outlet": lambda: compare_terms(counts, by=documents["outlet"]),
    }
    try:
        from sklearn.feature_extraction.text import CountVectorizer

        texts = (documents["title"].fillna("") + "\n" + documents["text"]).tolist()
        methods["scikit-learn CountVectorizer"] = lambda: CountVectorizer().fit_transform(texts)
    except ImportError:
        print("scikit-learn is not installed: CountVectorizer is left out")
    compare_methods(methods, words)


if __name__ == "__main__":
    main()

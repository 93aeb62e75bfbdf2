"""The hand-coded real sentences: their texts from the shared data, their codes from this folder.

``real_codes.jsonl`` holds the settled codes of 488 sentences: 404 of 41 articles drawn at random from
``news/diplomacy.jsonl.xz`` (of each the headline and at most its first fifteen sentences) and 84 of the five seed
pages; ``real_codes_a.jsonl`` and ``real_codes_b.jsonl`` what the two readers wrote before. Half of the articles
(``dev``) and the seeds were looked at in development; the other half (``held``) only in the last measurement.
``real_codes_single.jsonl`` holds 434 more sentences of 42 other articles, coded by one reader each: ``fresh`` and
``check`` were measured while unseen, one after the other, and then used in development as well.

The third round (30 November 2026) adds ``third`` and ``fourth``, 230 articles coded by one reader each: 140 of
``diplomacy.jsonl.xz``, 90 of BBC Arabic and CNN Arabic in ``news.jsonl.xz``; and ``last``, coded by two readers and
settled by a third: 20 more of the first, 10 of the second, and 18 of a Tunisian radio (``antcorpus``, 2016-17; its
ids are line numbers), an outlet that nothing here was developed on. No article of ``last`` shares a tenth of its runs
of six words with another coded one. It was measured once, when weights and lists were final. No sentence is in these
files: labels, and offsets into title (sentence 0) or text.
"""

from __future__ import annotations

import gzip
import json
import lzma
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from helpers.corpus import read_corpus  # noqa: E402
from helpers.tables import DOCUMENTS, make_table  # noqa: E402

DATA = Path(os.environ.get("ARABIC_MEDIA_DATA", ROOT.parent / "shared" / "data"))
HALVES = ("dev", "seeds", "held", "last")
SINGLE = ("fresh", "check", "third", "fourth")
OPEN, HELD = ("dev", "seeds", "third", "fourth"), ("held", "last")  # what the scripts show, and with --held


def read_codes(*halves: str, name: str = "real_codes") -> list[dict]:
    """The coded sentences of `halves` (of `HALVES` and `SINGLE`), one record each."""
    names = [name, "real_codes_single"] if name == "real_codes" else [name]
    lines = [line for each in names for line in (ROOT / "validation" / f"{each}.jsonl").read_text("utf-8").splitlines()]
    return [record for record in map(json.loads, lines) if record["half"] in halves]


def read_articles(*halves: str) -> pd.DataFrame:
    """The documents table of the coded articles of `halves`."""
    wanted = {record["doc_id"] for record in read_codes(*halves)}
    rows = [_make_document(row) for row in _list_articles(wanted) if row["id"] in wanted]
    parts = [make_table(rows, DOCUMENTS)] if rows else []
    if "seeds" in halves:
        parts.append(read_corpus(DATA / "seeds"))
    return pd.concat(parts)


def _list_articles(wanted: set[str]) -> Iterator[dict]:
    """The articles of the files that hold some of the `wanted`: dp… diplomacy, nc… news, an… the Tunisian corpus."""
    for begin, name in (("dp", "diplomacy"), ("nc", "news")):
        if any(doc_id.startswith(begin) for doc_id in wanted):
            with lzma.open(DATA / "news" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
                yield from map(json.loads, lines)
    if any(doc_id.startswith("an") for doc_id in wanted):
        with gzip.open(DATA / "antcorpus" / "ant-v1.1.jsonl.gz", "rt", encoding="utf-8") as lines:
            for number, row in enumerate(map(json.loads, lines)):
                yield _read_tunisian(number, row)


def _read_tunisian(number: int, row: dict) -> dict:
    """An article of the Tunisian corpus in the form of the others; its id is its line in the file."""
    told = {name: (row[name] or "").strip() for name in ("TIME", "TITLE", "TEXT")}
    return {
        "id": f"an{number:05d}",
        "outlet": row["SRC"],
        "published": told["TIME"],
        "title": told["TITLE"],
        "text": told["TEXT"],
    }


def _make_document(row: dict) -> dict:
    return {
        **dict.fromkeys(DOCUMENTS.columns),
        "doc_id": row["id"],
        "page": row["id"],
        "article": 0,
        "outlet": row["outlet"],
        "published": row["published"][:10],
        "date_basis": "metadata",
        "title": row["title"],
        "text": row["text"],
    }

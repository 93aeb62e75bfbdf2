"""The hand-coded real sentences: their texts from the shared data, their codes from this folder.

``real_codes.jsonl`` holds the settled codes of 488 sentences: 404 of 41 articles drawn at random from
``news/diplomacy.jsonl.xz`` (of each the headline and at most its first fifteen sentences) and 84 of the five seed
pages; ``real_codes_a.jsonl`` and ``real_codes_b.jsonl`` what the two readers wrote before. Half of the articles
(``dev``) and the seeds were looked at in development; the other half (``held``) only in the last measurement.
``real_codes_single.jsonl`` holds 434 more sentences of 42 other articles, coded by one reader each: ``fresh`` and
``check`` were measured while unseen, one after the other, and then used in development as well. No sentence is in these
files: labels, and offsets into title (sentence 0) or text.
"""

from __future__ import annotations

import json
import lzma
import os
import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from helpers.corpus import read_corpus  # noqa: E402
from helpers.tables import DOCUMENTS, make_table  # noqa: E402

DATA = Path(os.environ.get("ARABIC_MEDIA_DATA", ROOT.parent / "shared" / "data"))
HALVES = ("dev", "seeds", "held")
SINGLE = ("fresh", "check")


def read_codes(*halves: str, name: str = "real_codes") -> list[dict]:
    """The coded sentences of `halves` (of `HALVES` and `SINGLE`), one record each."""
    names = [name, "real_codes_single"] if name == "real_codes" else [name]
    lines = [line for each in names for line in (ROOT / "validation" / f"{each}.jsonl").read_text("utf-8").splitlines()]
    return [record for record in map(json.loads, lines) if record["half"] in halves]


def read_articles(*halves: str) -> pd.DataFrame:
    """The documents table of the coded articles of `halves`."""
    wanted = {record["doc_id"] for record in read_codes(*halves)}
    parts = []
    if set(halves) - {"seeds"}:
        with lzma.open(DATA / "news" / "diplomacy.jsonl.xz", "rt", encoding="utf-8") as lines:
            rows = [_make_document(row) for row in map(json.loads, lines) if row["id"] in wanted]
        parts.append(make_table(rows, DOCUMENTS))
    if "seeds" in halves:
        parts.append(read_corpus(DATA / "seeds"))
    return pd.concat(parts)


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

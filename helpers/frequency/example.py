"""A small tokens table out of a few words, for examples and tests."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers.tables import check_table
from helpers.text import STANDARD, normalise_each
from helpers.tokens import TOKENS


def make_tokens(texts: Mapping[str, str]) -> pd.DataFrame:
    """Return a tokens table of `texts` (doc_id -> words between spaces; `` . `` ends a sentence).

    Each word is its own lemma: nothing is looked up. For real texts take `helpers.tokens.tokenise`.

    >>> make_tokens({"a": "قمة بكين . انتهت"})[["doc_id", "sentence", "position", "form"]].values.tolist()
    [['a', 1, 0, 'قمة'], ['a', 1, 1, 'بكين'], ['a', 2, 2, 'انتهت']]
    """
    rows = []
    for doc_id, text in texts.items():
        sentence, start, position = 1, 0, 0
        for word in text.split():
            if word == ".":
                sentence += 1
            else:
                rows.append((doc_id, sentence, position, start, start + len(word), word))
                position += 1
            start += len(word) + 1
    table = pd.DataFrame(rows, columns=list(TOKENS.columns)[:6])
    table["form"] = normalise_each(list(table["token"]), STANDARD)
    table["lemma"] = table["token"]
    integers = dict.fromkeys(["sentence", "position", "start", "end"], "int32")
    table = table.astype(integers | dict.fromkeys(["token", "form", "lemma"], "category"))
    table["doc_id"] = pd.Categorical(table["doc_id"], categories=list(texts))
    return check_table(table, TOKENS)

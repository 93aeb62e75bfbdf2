"""Sentences and words in documents: where they stand, and the sentence round each.

sentences = list_sentences(documents)                  # one row a sentence, the headline first
hits = find_words(documents, ["الحرب", "السلام"])     # one row a hit
draw_dispersion(hits)                                  # where in the articles they stand
show_table(hits[["doc_id", "sentence"]])               # and what is said there
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

import pandas as pd

from helpers.tables import DOCUMENTS, SENTENCES, Column, Table, check_table, make_table
from helpers.text import STANDARD, Span, is_word, normalise_text, split_sentences, split_words

HITS = Table(
    "hits",
    {
        "doc_id": Column("text", "the document it stands in"),
        "term": Column("text", "the word looked for, as asked"),
        "token": Column("text", "the word as printed"),
        "start": Column("integer", "where it begins in the document's text, in characters"),
        "end": Column("integer", "where it ends (exclusive)"),
        "sentence": Column("text", "the sentence it stands in, as printed"),
    },
)


def list_sentences(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences of `documents` in order, one row each: the headline is sentence 0, the text's begin at 1.

    Parameters
    ----------
    documents : DataFrame
        A documents table (`helpers.tables.DOCUMENTS`).

    Returns
    -------
    DataFrame
        `helpers.tables.SENTENCES`; `start` and `end` lead back to the title (sentence 0) or the text.

    Notes
    -----
    The whole headline is one sentence, whatever marks it bears. A document without a title has no
    sentence 0. Where a sentence ends is said in `helpers.text.split_sentences`.

    Examples
    --------
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "title": "قمة بكين", "text": "بدأت القمة. وانتهت!"}
    >>> documents = make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)
    >>> list_sentences(documents)[["sentence", "start", "text"]].values.tolist()
    [[0, 0, 'قمة بكين'], [1, 0, 'بدأت القمة.'], [2, 12, 'وانتهت!']]
    """
    check_table(documents, DOCUMENTS)
    rows = []
    for doc_id, title, text in zip(documents.index, documents["title"], documents["text"], strict=True):
        spans = list(enumerate(split_sentences(text), start=1)) if isinstance(text, str) else []
        if isinstance(title, str) and title.strip():
            start = len(title) - len(title.lstrip())
            spans.insert(0, (0, Span(start, start + len(title.strip()), title.strip())))
        rows += [{"doc_id": doc_id, "sentence": number, **span._asdict()} for number, span in spans]
    return make_table(rows, SENTENCES)


def find_words(documents: pd.DataFrame, words: Iterable[str], *, steps: Iterable[str] = STANDARD) -> pd.DataFrame:
    """Return every occurrence of `words` in the texts of `documents`, one row each, in order.

    Parameters
    ----------
    documents : DataFrame
        A documents table (`helpers.tables.DOCUMENTS`).
    words : strings
        Single words; they are normalised as the text is.
    steps : names from `helpers.text.STEPS`
        What is to count as the same word.

    Returns
    -------
    DataFrame
        `HITS`, and `position`: how many of the document's words stand before it, as a share (0 is
        its first word). `start` and `end` lead back to the text.

    Notes
    -----
    Whole words only, clitics included: «الحرب» finds neither «والحرب» nor «حرب». Titles are not searched.

    Examples
    --------
    >>> base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0}
    >>> documents = make_table([{**base, "doc_id": "a", "text": "انتهت الحرب. وبدأ الاعمار."}], DOCUMENTS)
    >>> find_words(documents, ["الإعمار"])[["token", "start", "position"]].values.tolist()
    [['الاعمار', 18, 0.75]]
    """
    check_table(documents, DOCUMENTS)
    steps = tuple(steps)
    wanted = {normalise_text(word, steps=steps): word for word in words}
    keys: dict[str, str] = {}
    rows = []
    for doc_id, text in documents["text"].dropna().items():
        tokens = [token for token in split_words(text) if is_word(token.text)]
        hits = []
        for number, token in enumerate(tokens):
            if token.text not in keys:
                keys[token.text] = normalise_text(token.text, steps=steps)
            if keys[token.text] in wanted:
                hits.append((number, token))
        sentences = split_sentences(text) if hits else []
        begins = [sentence.start for sentence in sentences]
        for number, token in hits:
            rows.append(
                {
                    "doc_id": doc_id,
                    "term": wanted[keys[token.text]],
                    "token": token.text,
                    "start": token.start,
                    "end": token.end,
                    "sentence": sentences[max(bisect_right(begins, token.start) - 1, 0)].text,
                    "position": number / len(tokens),
                }
            )
    table = make_table(rows, HITS)
    return table if rows else table.assign(position=pd.Series(dtype=float))

"""The tokens table: every word of a collection, where it stands, and what it counts as."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import numpy as np
import pandas as pd

from helpers.lemmas import lemmatise
from helpers.tables import DOCUMENTS, Column, Table, check_table
from helpers.text import STANDARD, is_word, normalise_each, split_sentences, split_words

TOKENS = Table(
    "tokens",
    {
        "doc_id": Column("text", "the document it stands in"),
        "sentence": Column("integer", "0 is the title, then the text's sentences from 1"),
        "position": Column("integer", "its running number in the document, from 0, the title's words first"),
        "start": Column("integer", "where it begins in the title (sentence 0) or the text, in characters"),
        "end": Column("integer", "where it ends (exclusive)"),
        "token": Column("text", "the word or number as printed"),
        "form": Column("text", "the word normalised (helpers.text.STANDARD)"),
        "lemma": Column("text", "the word's dictionary form (helpers.lemmas)"),
    },
)
_CHUNK = re.compile(r"\S+")


def tokenise(documents: pd.DataFrame, *, engine: str = "farahidi") -> pd.DataFrame:
    """Return the words and numbers of `documents`, one row each, in order, the title's first.

    Parameters
    ----------
    documents : DataFrame
        A documents table (`helpers.tables.DOCUMENTS`).
    engine : {"farahidi", "camel", "light", "none"}
        What finds the lemmas: see `helpers.lemmas.lemmatise`.

    Returns
    -------
    DataFrame
        `TOKENS`. Texts are categories and numbers int32: some 30 bytes a word, and each document's rows depend
        on that document alone.

    Notes
    -----
    Punctuation marks are no tokens; a word keeps its clitics (وبالحرب is one token, of the lemma حرب). A form has one
    lemma wherever it stands: what the context alone could tell is lost (at most 0.6 % of the words of two treebanks).

    Examples
    --------
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "title": "قمة بكين", "text": "بدأت القمةُ. وانتهت!"}
    >>> from helpers.tables import make_table
    >>> documents = make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)
    >>> tokenise(documents)[["sentence", "start", "token", "form", "lemma"]].values.tolist()[3]
    [1, 5, 'القمةُ', 'القمة', 'قمة']
    """
    check_table(documents, DOCUMENTS)
    chunks = _Chunks()
    parts, owners = [], []
    for number, (title, text) in enumerate(zip(documents["title"], documents["text"], strict=True)):
        for part in _cut_document(title, text, chunks):
            parts.append(part)
            owners.append(np.full(len(part[0]), number, dtype=np.int32))
    chunk, begin, sentence = (np.concatenate([np.empty(0, np.int32), *column]) for column in _turn(parts, 3))
    row, start, end, word = chunks.list_words(chunk, begin)
    owner = np.concatenate([np.empty(0, np.int32), *owners])[row]
    table = pd.DataFrame(
        {
            "doc_id": _categorise(owner, documents.index),
            "sentence": sentence[row],
            "position": (np.arange(len(owner)) - np.searchsorted(owner, owner)).astype(np.int32),
            "start": start,
            "end": end,
        }
    )
    words = list(chunks.types)
    lemmas = lemmatise(words, engine=engine)["lemma"].tolist()
    for name, values in (("token", words), ("form", normalise_each(words, STANDARD)), ("lemma", lemmas)):
        codes, names = pd.factorize(np.asarray(values, dtype=object))
        table[name] = _categorise(codes.astype(np.int32)[word], names)
    return check_table(table, TOKENS)


def _cut_document(title: object, text: object, chunks: _Chunks) -> Iterator[tuple[np.ndarray, ...]]:
    """Number, begin and sentence of each chunk of the title, then of the text."""
    if isinstance(title, str):
        numbers, begins = chunks.cut(title)
        yield numbers, begins, np.zeros(len(begins), dtype=np.int32)
    if isinstance(text, str):
        numbers, begins = chunks.cut(text)
        sentences = [sentence.start for sentence in split_sentences(text)]
        yield numbers, begins, np.maximum(np.searchsorted(sentences, begins, side="right"), 1).astype(np.int32)


class _Chunks(dict):
    """What stands between two spaces, each distinct one cut into its words once: most of a collection is repetition."""

    def __init__(self) -> None:
        self.types: dict[str, int] = {}
        self.words: list[tuple[int, int, int]] = []  # start and end within the chunk, and which word
        self.begins = [0]

    def __missing__(self, chunk: str) -> int:
        for start, end, word in split_words(chunk):
            if is_word(word):
                self.words.append((start, end, self.types.setdefault(word, len(self.types))))
        self.begins.append(len(self.words))
        self[chunk] = number = len(self)
        return number

    def cut(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """The chunks of `text` by number, and where each begins."""
        pieces = text.split()
        numbers = np.array([self[piece] for piece in pieces], dtype=np.int32)
        lengths = np.array([len(piece) + 1 for piece in pieces], dtype=np.int32)
        if lengths.sum() == len(text) + 1:  # one space between any two, as in clean text
            return numbers, np.cumsum(lengths, dtype=np.int32) - lengths
        return numbers, np.array([match.start() for match in _CHUNK.finditer(text)], dtype=np.int32)

    def list_words(self, chunks: np.ndarray, begins: np.ndarray) -> tuple[np.ndarray, ...]:
        """For each word of `chunks`: the row of its chunk, where it starts and ends, and its number in `types`."""
        words = np.array(self.words, dtype=np.int32).reshape(-1, 3)
        edges = np.array(self.begins)
        counts = edges[chunks + 1] - edges[chunks]
        row = np.repeat(np.arange(len(chunks)), counts)
        place = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts) + edges[chunks[row]]
        return row, begins[row] + words[place, 0], begins[row] + words[place, 1], words[place, 2]


def _turn(parts: list[tuple], width: int) -> list[list]:
    return [list(column) for column in zip(*parts, strict=True)] or [[] for _ in range(width)]


def _categorise(codes: np.ndarray, names: pd.Index | np.ndarray) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype="str"))


def find_sentence_texts(documents: pd.DataFrame, places: pd.DataFrame) -> list[str]:
    """Return, for each row of `places` (doc_id, sentence, start), the sentence round it as printed.

    Examples
    --------
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "title": "قمة", "text": "بدأت القمة. وانتهت!"}
    >>> from helpers.tables import make_table
    >>> documents = make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)
    >>> find_sentence_texts(documents, tokenise(documents).loc[[0, 3], ["doc_id", "sentence", "start"]])
    ['قمة', 'وانتهت!']
    """
    cut: dict[str, list] = {}
    found = []
    for doc_id, sentence, start in places[["doc_id", "sentence", "start"]].itertuples(index=False):
        if sentence == 0:
            found.append(str(documents.at[doc_id, "title"]).strip())
            continue
        if doc_id not in cut:
            cut[doc_id] = split_sentences(str(documents.at[doc_id, "text"]))
        spans = cut[doc_id]
        found.append(spans[max(bisect_right([span.start for span in spans], start) - 1, 0)].text)
    return found

"""The tokens table: every word of a collection, where it stands, and what it counts as."""

from __future__ import annotations

import re
from bisect import bisect_right

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.lemmas import lemmatise
from helpers.tables import DOCUMENTS, Column, Table, check_table
from helpers.text import COMMON_MARKS, STANDARD, Span, is_word, normalise_each, split_sentences, split_words

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
    parts, owners = _list_parts(documents)
    part, chunk, begin = chunks.cut(parts)
    row, start, end, word = chunks.list_words(chunk, begin)
    part = part[row]
    owner = owners[part] // 2
    table = pd.DataFrame(
        {
            "doc_id": _categorise(owner, documents.index),
            "sentence": _number_sentences(parts, owners, part, start),
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


def _list_parts(documents: pd.DataFrame) -> tuple[list[str], np.ndarray]:
    """Title and text of each document in turn, and a number: twice the document's, and one more for its text."""
    both = zip(documents["title"], documents["text"], strict=True)
    found = [(text, 2 * n + k) for n, pair in enumerate(both) for k, text in enumerate(pair) if isinstance(text, str)]
    return [text for text, _ in found], np.array([number for _, number in found], dtype=np.int32)


def _number_sentences(parts: list[str], owners: np.ndarray, part: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The number of the sentence of each word; a title's is 0."""
    edges = np.searchsorted(part, np.arange(len(parts) + 1))
    numbers = np.zeros(len(part), dtype=np.int32)
    for i in np.flatnonzero(owners % 2):
        own = slice(edges[i], edges[i + 1])
        sentences = [sentence.start for sentence in split_sentences(parts[i])]
        numbers[own] = np.maximum(np.searchsorted(sentences, start[own], side="right"), 1)
    return numbers


class _Chunks(dict):
    """What stands between two spaces, each distinct one cut into its words once: most of a collection is repetition."""

    def __init__(self) -> None:
        self.types: dict[str, int] = {}
        self.words: list[tuple[int, int, int]] = []  # start and end within the chunk, and which word
        self.begins = [0]

    def __missing__(self, chunk: str) -> int:
        bare = chunk.strip(COMMON_MARKS)
        if bare.isalpha() and is_word(bare):  # nearly all: a word, with or without marks round it
            start = chunk.find(bare)
            found = [Span(start, start + len(bare), bare)]
        else:
            found = [span for span in split_words(chunk) if is_word(span.text)]
        for start, end, word in found:
            self.words.append((start, end, self.types.setdefault(word, len(self.types))))
        self.begins.append(len(self.words))
        self[chunk] = number = len(self)
        return number

    def cut(self, parts: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For each chunk of `parts`: in which it stands, its number, and where it begins.

        Arrow cuts at the same characters as ``str.split``, and numbers the distinct chunks far faster than a loop.
        """
        cut = pc.utf8_split_whitespace(pa.array(parts, type=pa.large_string()))
        found = cut.flatten().dictionary_encode()
        distinct = found.dictionary.to_pylist()
        numbers = np.array([self[chunk] for chunk in distinct], dtype=np.int32)
        lengths = np.array([len(chunk) for chunk in distinct], dtype=np.int32)
        indices = found.indices.to_numpy()
        counts = cut.value_lengths().to_numpy(zero_copy_only=False)
        part = np.repeat(np.arange(len(parts), dtype=np.int32), counts)
        return part, numbers[indices], self._place(parts, part, lengths[indices] + 1)

    @staticmethod
    def _place(parts: list[str], part: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """Where each chunk begins: after those before it and a space each; searched for where there is more space."""
        edges = np.searchsorted(part, np.arange(len(parts) + 1))
        sums = np.append(0, np.cumsum(steps, dtype=np.int64))
        begins = (sums[:-1] - sums[edges[part]]).astype(np.int32)
        for i in np.flatnonzero(np.diff(sums[edges]) != np.array([len(text) + 1 for text in parts], dtype=np.int64)):
            places = [match.start() for match in _CHUNK.finditer(parts[i])]
            own = np.arange(edges[i], edges[i + 1])
            begins[own[steps[own] > 1]] = places  # an empty chunk stands before white space at the edge
        return begins

    def list_words(self, chunks: np.ndarray, begins: np.ndarray) -> tuple[np.ndarray, ...]:
        """For each word of `chunks`: the row of its chunk, where it starts and ends, and its number in `types`."""
        words = np.array(self.words, dtype=np.int32).reshape(-1, 3)
        edges = np.array(self.begins)
        counts = edges[chunks + 1] - edges[chunks]
        row = np.repeat(np.arange(len(chunks)), counts)
        place = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts) + edges[chunks[row]]
        return row, begins[row] + words[place, 0], begins[row] + words[place, 1], words[place, 2]


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

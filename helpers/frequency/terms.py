"""How often each term stands in each document, kept small: what every measure of frequency starts from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.lemmas import lemmatise
from helpers.tables import DOCUMENTS, check_table
from helpers.text import COMMON_MARKS, STANDARD, is_word, normalise_each, normalise_text, split_words
from helpers.tokens import TOKENS

UNITS = ("lemma", "form", "token")
_BLOCK = 2_000_000  # pieces between spaces, counted at once
_LARGEST_MEMO = 1_500_000  # distinct pieces remembered; then they are forgotten, so that memory stays flat


@dataclass(frozen=True)
class DocumentTerms:
    """Counts of terms per document, as three arrays in the way of a sparse matrix (CSR).

    The terms of document number `d` are ``terms[codes[starts[d]:starts[d + 1]]]``, and `counts` says how often each
    stands there (in no particular order). `of` holds how many words each document has (places of n-grams, where `size`
    is above 1).
    """

    doc_ids: pd.Index
    terms: pd.Index
    starts: np.ndarray
    codes: np.ndarray
    counts: np.ndarray
    of: np.ndarray
    unit: str = "lemma"
    size: int = 1

    def __len__(self) -> int:
        return len(self.doc_ids)

    @property
    def rows(self) -> np.ndarray:
        """The number of the document, for each entry of `codes`."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))

    def sum_terms(self) -> np.ndarray:
        """How often each of `terms` stands in all documents together."""
        return np.bincount(self.codes, weights=self.counts, minlength=len(self.terms)).astype(np.int64)

    def count_documents(self) -> np.ndarray:
        """In how many documents each of `terms` stands."""
        return np.bincount(self.codes, minlength=len(self.terms))

    def get_counts(self, terms: Sequence[str]) -> np.ndarray:
        """One row a document, one column for each of `terms` (0 where a term is not known)."""
        column = np.full(len(self.terms) + 1, -1)
        column[self.terms.get_indexer(pd.Index(list(terms), dtype="str"))] = np.arange(len(terms))
        chosen = column[:-1][self.codes]
        found = chosen >= 0
        table = np.zeros((len(self), len(terms)), dtype=np.int64)
        table[self.rows[found], chosen[found]] = self.counts[found]
        return table

    def select(self, documents: np.ndarray) -> DocumentTerms:
        """The documents for which the mask `documents` is true; terms that stand in none of them are left out."""
        kept = np.asarray(documents, dtype=bool)
        entries = kept[self.rows]
        used = np.zeros(len(self.terms), dtype=bool)
        used[self.codes[entries]] = True
        return DocumentTerms(
            self.doc_ids[kept],
            self.terms[used],
            np.append(0, np.cumsum(np.diff(self.starts)[kept])),
            (np.cumsum(used) - 1).astype(np.int32)[self.codes[entries]],
            self.counts[entries],
            self.of[kept],
            self.unit,
            self.size,
        )

    def to_frame(self) -> pd.DataFrame:
        """The same as a table: doc_id, term, n, of."""
        rows = self.rows
        return pd.DataFrame(
            {
                "doc_id": self.doc_ids[rows],
                "term": self.terms[self.codes],
                "n": self.counts,
                "of": self.of[rows],
            }
        )


Source = pd.DataFrame | DocumentTerms | Iterable[DocumentTerms]


def count_by_document(
    source: pd.DataFrame | Iterable[pd.DataFrame], *, unit: str = "lemma", size: int = 1, engine: str = "farahidi"
) -> DocumentTerms:
    """Count the terms of each document, from a tokens table or, for large collections, straight from documents.

    Parameters
    ----------
    source : DataFrame, or several
        A tokens table; or a documents table, or documents tables one after the other (`helpers.corpus.iter_corpus`):
        titles and texts are then cut and counted without making a tokens table, some ten times as fast.
    unit : {"lemma", "form", "token"}
        What counts as the same word: the lemma, the normalised form, or the word as printed.
    size : int
        Words in a term; 2 for pairs of neighbours. Terms never cross the end of a sentence. Above 1 only from a
        tokens table.
    engine : str
        What finds the lemmas (`helpers.lemmas.lemmatise`), if `source` is documents.

    Returns
    -------
    DocumentTerms
        Every measure of this package takes it in place of tokens. Its `terms` are sorted; documents without a word
        are left out.

    Raises
    ------
    ValueError
        An unknown unit, a size below 1, or n-grams from documents.

    Notes
    -----
    Both ways give the same counts (a test holds them together). Memory grows with the documents, some 8 bytes for each
    distinct term of each document; `iter_by_document` keeps it flat.

    Examples
    --------
    >>> from helpers.tables import make_table
    >>> base = dict.fromkeys(DOCUMENTS.columns) | {"page": "p", "article": 0}
    >>> documents = make_table([{**base, "doc_id": "a", "text": "القمة بدأت، ثم القمةُ انتهت."}], DOCUMENTS)
    >>> count_by_document(documents, unit="form").to_frame().sort_values("term").values.tolist()[:2]
    [['a', 'القمة', 2, 5], ['a', 'انتهت', 1, 5]]
    """
    check_unit(unit, size)
    if isinstance(source, pd.DataFrame) and "token" in source.columns:
        return _count_tokens(check_table(source, TOKENS), unit, size)
    if size > 1:
        raise ValueError("n-grams need sentences: give a tokens table (helpers.tokens.tokenise), or size=1")
    counter = _get_counter(unit, engine)
    tables = [source] if isinstance(source, pd.DataFrame) else source
    return counter.finish([counter.count(block) for table in tables for block in _cut_blocks(table)])


def iter_by_document(
    tables: Iterable[pd.DataFrame], *, unit: str = "lemma", engine: str = "farahidi"
) -> Iterator[DocumentTerms]:
    """Yield the counts of each of several documents tables, so that a collection need not fit in memory.

    Give the result to `count_terms` as it is: ``count_terms(iter_by_document(iter_corpus(path)))``.

    Parameters
    ----------
    tables : documents tables
        For example ``helpers.corpus.iter_corpus(path)``.
    unit, engine
        As in `count_by_document`.

    Notes
    -----
    Each distinct piece between two spaces is cut, and each distinct word lemmatised, once per process. Beyond
    1.5 million pieces they are forgotten and begun anew.
    """
    check_unit(unit)
    counter = _get_counter(unit, engine)
    for table in tables:
        yield from (counter.finish([counter.count(block)]) for block in _cut_blocks(table))


def get_terms(source: Source, unit: str | None, size: int | None = None) -> DocumentTerms:
    """`source` as counts per document: counted if it is tokens, joined if it is parts, else as it is."""
    if isinstance(source, pd.DataFrame):
        return count_by_document(source, unit=unit or "lemma", size=1 if size is None else size)
    terms = source if isinstance(source, DocumentTerms) else join_terms(source)
    for name, asked, found in (("unit", unit, terms.unit), ("size", size, terms.size)):
        if asked is not None and asked != found:
            raise ValueError(f"the counts were made with {name}={found!r}, not {asked!r}; count anew, or leave it out")
    return terms


def join_terms(parts: Iterable[DocumentTerms]) -> DocumentTerms:
    """Return the documents of several parts as one.

    Raises ValueError where a document stands in two of them, or they were counted in different ways.
    """
    parts = list(parts)
    if len(parts) == 1:
        return parts[0]
    made = {(part.unit, part.size) for part in parts} or {("lemma", 1)}
    if len(made) > 1:
        raise ValueError(f"the parts were counted in different ways: {sorted(made)}; count all with one unit and size")
    numbers: dict[str, int] = {}
    blocks = []
    for part in parts:
        new = np.array([numbers.setdefault(term, len(numbers)) for term in part.terms], dtype=np.int32)
        blocks.append(_Block(part.doc_ids, np.diff(part.starts), new[part.codes], part.counts, part.of))
    return _finish(blocks, np.array(list(numbers), dtype=object), *made.pop())


def find_terms(terms: pd.Index, wanted: Iterable[str]) -> list[str]:
    """The spelling in `terms` of each of `wanted`: as it is, else the one that differs only in harakat, أ/ا, ى/ي.

    Raises ValueError with the nearest where there is none.
    """
    found: list[str] = []
    loose: dict[str, str] | None = None
    for word in (" ".join(term.split()) for term in wanted):
        if word in terms:
            found.append(word)
            continue
        if loose is None:
            loose = dict(zip(normalise_each(list(terms), STANDARD)[::-1], list(terms)[::-1], strict=True))
        key = normalise_text(word, steps=STANDARD)
        if key not in loose:
            near = get_close_matches(key, loose, n=1, cutoff=0.5)
            hint = f"; did you mean '{loose[near[0]]}'?" if near else ""
            raise ValueError(f"'{word}' stands nowhere in these texts as {terms.name or 'term'}{hint}")
        found.append(loose[key])
    return list(dict.fromkeys(found))


def list_ngrams(tokens: pd.DataFrame, unit: str, size: int) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    """For each n-gram of `tokens`: the row of its first word, its number, and the n-grams by number."""
    column = tokens[unit].astype("category")
    words, names = column.cat.codes.to_numpy(np.int64), column.cat.categories
    first = find_runs(tokens, size)
    keys, strings = words[first], names.astype(object).to_numpy()
    distinct, keys = np.unique(keys, return_inverse=True)
    strings = strings[distinct]
    for step in range(1, size):
        distinct, keys = np.unique(keys * len(names) + words[first + step], return_inverse=True)
        strings = strings[distinct // len(names)] + " " + names.to_numpy(object)[distinct % len(names)]
    return first, keys, pd.Index(strings, dtype="str")


def find_runs(tokens: pd.DataFrame, size: int) -> np.ndarray:
    """The rows at which `size` words follow one another within a sentence."""
    if size > len(tokens):
        return np.zeros(0, dtype=np.int64)
    sentence, position = get_places(tokens)
    last = size - 1
    end = len(tokens) - last
    same = (sentence[:end] == sentence[last:]) & (position[:end] + last == position[last:])
    return np.flatnonzero(same)


def get_places(tokens: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """A number for the sentence of each token, rising in order, and its position in the document."""
    document = tokens["doc_id"].astype("category").cat.codes.to_numpy(np.int64)
    sentence, position = (tokens[name].to_numpy(np.int64) for name in ("sentence", "position"))
    change = np.ones(len(tokens), dtype=bool)
    change[1:] = (document[1:] != document[:-1]) | (sentence[1:] != sentence[:-1])
    return np.cumsum(change), position


# ------------------------------------------------------------------ from a tokens table


def _count_tokens(tokens: pd.DataFrame, unit: str, size: int) -> DocumentTerms:
    owner = tokens["doc_id"].astype("category").cat.remove_unused_categories()  # of chosen rows, the others are left
    rows, doc_ids = owner.cat.codes.to_numpy(np.int64), owner.cat.categories
    if size > 1:
        first, codes, names = list_ngrams(tokens, unit, size)
        rows = rows[first]
    else:
        column = tokens[unit].astype("category")
        codes, names = column.cat.codes.to_numpy(np.int64), column.cat.categories
    return _finish([_count_pairs(doc_ids, rows, codes, len(names))], names.to_numpy(object), unit, size)


class _Block(NamedTuple):
    """`DocumentTerms` in the making: its terms are numbers yet."""

    doc_ids: pd.Index
    sizes: np.ndarray
    codes: np.ndarray
    counts: np.ndarray
    of: np.ndarray


def _count_pairs(doc_ids: pd.Index, rows: np.ndarray, codes: np.ndarray, terms: int) -> _Block:
    """Count the pairs (number of the document, number of the term)."""
    keys = rows.astype(np.int64) * max(terms, 1) + codes
    keys.sort()
    begins = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, np.int64)
    counts = np.diff(np.append(begins, len(keys))).astype(np.int32)
    document, code = np.divmod(keys[begins], max(terms, 1))
    sizes, of = np.bincount(document, minlength=len(doc_ids)), np.bincount(rows, minlength=len(doc_ids))
    return _Block(doc_ids, sizes, code.astype(np.int32), counts, of)


def _finish(blocks: list[_Block], names: np.ndarray, unit: str, size: int) -> DocumentTerms:
    """The blocks as one, with those of `names` that occur, sorted: nothing of the way they were counted is left."""
    doc_ids = pd.Index([], dtype="str") if not blocks else blocks[0].doc_ids.append([b.doc_ids for b in blocks[1:]])
    if not doc_ids.is_unique:
        raise ValueError(f"the document '{doc_ids[doc_ids.duplicated()][0]}' stands there twice; drop one of them")
    none = np.zeros(0, dtype=np.int32)
    codes, counts, sizes, of = (
        np.concatenate([none, *(getattr(block, name) for block in blocks)])
        for name in ("codes", "counts", "sizes", "of")
    )
    used = np.flatnonzero(np.bincount(codes, minlength=len(names)))
    order = pc.sort_indices(pa.array(names[used], type=pa.large_string())).to_numpy()
    rank = np.zeros(len(names), dtype=np.int32)
    rank[used[order]] = np.arange(len(used), dtype=np.int32)
    terms = pd.Index(names[used[order]], dtype="str", name="term")
    starts = np.append(0, np.cumsum(sizes))
    return DocumentTerms(doc_ids.rename("doc_id"), terms, starts, rank[codes], counts, of, unit, size)


# ------------------------------------------------------------------ straight from documents


class _Pieces(dict):
    """What stands between two spaces -> its number; new ones are numbered as they come."""

    def __missing__(self, piece: str) -> int:
        self[piece] = number = len(self)
        return number


class _Counter:
    """Counts documents; remembers how each distinct piece between spaces is cut, and each word's lemma or form."""

    def __init__(self, unit: str, engine: str):
        self._unit, self._engine = unit, engine
        self._words: dict[str, int] = {}
        self._terms: dict[str, int] = {}
        self._term_of_word: list[int] = []
        self._forget()

    def _forget(self) -> None:
        self._pieces = _Pieces()
        self._cut: list[int] = []  # the terms of all pieces, one after the other
        self._ends: list[int] = [0]
        self._arrays = (np.zeros(1, np.int64), np.zeros(0, np.int64))

    def count(self, documents: pd.DataFrame) -> _Block:
        """The counts of a block, its terms by their number in this counter."""
        if len(self._pieces) > _LARGEST_MEMO:
            self._forget()
        pieces, rows = self._split(documents["title"], documents["text"])
        ends, cut = self._arrays
        begins, sizes = ends[pieces], ends[pieces + 1] - ends[pieces]
        single, more = sizes == 1, np.flatnonzero(sizes > 1)  # nearly all are single words
        inner = np.arange(sizes[more].sum()) - np.repeat(np.cumsum(sizes[more]) - sizes[more], sizes[more])
        codes = np.concatenate([cut[begins[single]], cut[np.repeat(begins[more], sizes[more]) + inner]])
        rows = np.concatenate([rows[single], np.repeat(rows[more], sizes[more])])
        used = np.bincount(rows, minlength=len(documents)) > 0
        return _count_pairs(documents.index[used], (np.cumsum(used) - 1)[rows], codes, len(self._terms))

    def finish(self, blocks: list[_Block]) -> DocumentTerms:
        """Several blocks as one, with a vocabulary of their own."""
        return _finish(blocks, np.array(list(self._terms), dtype=object), self._unit, 1)

    def _split(self, titles: pd.Series, texts: pd.Series) -> tuple[np.ndarray, np.ndarray]:
        """The number of each piece between spaces, and of the document it stands in.

        Arrow cuts at the same characters as ``str.split`` and numbers the pieces of the block at twice the speed of a
        dictionary that holds a whole vocabulary; only the distinct ones then meet Python.
        """
        both = [pa.array(part, from_pandas=True).cast(pa.large_string()) for part in (titles, texts)]
        space = pa.scalar("\n", pa.large_string())
        joined = pc.binary_join_element_wise(*both, space, null_handling="replace", null_replacement="")
        cut = pc.utf8_split_whitespace(joined)
        found = cut.flatten().dictionary_encode()
        distinct = found.dictionary.to_pylist()
        numbers = np.fromiter(map(self._pieces.__getitem__, distinct), dtype=np.int64, count=len(distinct))
        self._learn()
        rows = np.repeat(np.arange(len(joined)), cut.value_lengths().to_numpy(zero_copy_only=False))
        return numbers[found.indices.to_numpy()], rows

    def _learn(self) -> None:
        """Cut the pieces that are new, and find the terms of the words that are new."""
        known = len(self._ends) - 1
        if known == len(self._pieces):
            return
        cut = [_cut_piece(piece) for piece in list(self._pieces)[known:]]
        new = list(dict.fromkeys(word for words in cut for word in words if word not in self._words))
        for word, term in zip(new, _list_terms(new, self._unit, self._engine), strict=True):
            self._words[word] = len(self._term_of_word)
            self._term_of_word.append(self._terms.setdefault(term, len(self._terms)))
        for words in cut:
            self._cut.extend(self._term_of_word[self._words[word]] for word in words)
            self._ends.append(len(self._cut))
        self._arrays = np.array(self._ends, dtype=np.int64), np.array(self._cut, dtype=np.int64)


@lru_cache(maxsize=3)
def _get_counter(unit: str, engine: str) -> _Counter:
    return _Counter(unit, engine)


def _cut_piece(piece: str) -> tuple[str, ...]:
    word = piece if piece.isalpha() else piece.strip(COMMON_MARKS)
    if word.isalpha() and word.strip("ـ"):
        return (word,)
    return tuple(span.text for span in split_words(piece) if is_word(span.text))


def _list_terms(words: list[str], unit: str, engine: str) -> list[str]:
    if unit == "lemma":
        return lemmatise(words, engine=engine)["lemma"].tolist()
    return normalise_each(words, STANDARD) if unit == "form" else words


def _cut_blocks(table: pd.DataFrame) -> list[pd.DataFrame]:
    """The table in parts of about `_BLOCK` pieces (of some seven characters)."""
    check_table(table, DOCUMENTS)
    block = (np.cumsum(table["text"].str.len().fillna(0).to_numpy(dtype=float)) // (7 * _BLOCK)).astype(np.int64)
    edges = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), len(table)]
    return [table.iloc[start:end] for start, end in zip(edges[:-1], edges[1:], strict=True)]


def check_unit(unit: str, size: int = 1) -> None:
    """Raise ValueError where there is no such unit or size."""
    if unit not in UNITS:
        near = get_close_matches(str(unit), UNITS, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(UNITS)}"
        raise ValueError(f"no unit {unit!r}; {hint}")
    if size < 1:
        raise ValueError(f"size should be 1 or more words, not {size}")

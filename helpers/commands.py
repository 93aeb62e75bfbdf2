"""The analyses of the command line: which options each takes, which columns it writes, which function does the work.

An analysis takes the documents chunk by chunk and yields tables of its columns. Those that look at one document at
a time hold one chunk in memory; the others say so (`kwic` does not, `collocations` does).
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import pandas as pd

from helpers.corpus import iter_corpus
from helpers.framing import find_actors, find_events, find_frames, find_quotations
from helpers.framing.events import METHODS
from helpers.framing.weighing import LEAST
from helpers.frequency import (
    DocumentTerms,
    compare_terms,
    count_by_document,
    count_terms,
    find_collocations,
    join_terms,
)
from helpers.lemmas import ENGINES, lemmatise, list_lemmas
from helpers.sentiment import find_sentiment, score_sentences, score_sentiment, score_targets
from helpers.tables import Column, Table
from helpers.tokens import find_context, list_sentences, tokenise

Documents = Iterable[pd.DataFrame]
Tables = Iterator[pd.DataFrame]
_PLACE = {"doc_id": "text", "sentence": "integer", "start": "integer", "end": "integer"}
GROUPS = ("none", "outlet", "month", "year")


class Analysis(NamedTuple):
    """What it is for, what a row is, its columns with their kinds, its options, and the function that runs it."""

    about: str
    row: str
    columns: dict[str, str]
    declare: Callable[[ArgumentParser], None]
    run: Callable[[Documents, Namespace], Tables]

    def make_contract(self, name: str) -> Table:
        return Table(name, {column: Column(kind, column) for column, kind in self.columns.items()})


# ------------------------------------------------------------------ words


def _declare_lemmas(parser: ArgumentParser) -> None:
    parser.add_argument("--engine", choices=ENGINES, default="farahidi", help="what finds the lemmas (farahidi)")


def _declare_counting(parser: ArgumentParser) -> None:
    parser.add_argument("--unit", choices=("lemma", "form", "token"), default="lemma", help="the same word is (lemma)")
    parser.add_argument("--stopwords", metavar="LIST", default="stopwords", help="a list, your own .csv, or none")


def _declare_terms(parser: ArgumentParser) -> None:
    _declare_counting(parser)
    parser.add_argument("--size", type=int, default=1, metavar="N", help="words in a term (1)")
    parser.add_argument("--by", choices=GROUPS, default="none", help="count each group by itself (none)")


def _declare_keyness(parser: ArgumentParser) -> None:
    _declare_counting(parser)
    parser.add_argument("--by", choices=GROUPS[1:], default="outlet", help="each group against the others (outlet)")
    parser.add_argument("--reference", metavar="SOURCE", help="another collection, to compare SOURCE as a whole with")
    parser.add_argument("--min-documents", type=int, default=3, metavar="N", help="leave rarer terms out (3)")


def _declare_collocations(parser: ArgumentParser) -> None:
    _declare_counting(parser)
    parser.add_argument("--node", metavar="WORD", help="the word whose company is wanted (default: every word's)")
    parser.add_argument("--window", type=int, default=5, metavar="N", help="words before and after (5)")
    parser.add_argument("--adjacent", action="store_true", help="only the next word, instead of a window")
    parser.add_argument("--min-count", type=int, default=5, metavar="N", help="the least number of times (5)")


def _declare_kwic(parser: ArgumentParser) -> None:
    parser.add_argument("--query", required=True, metavar="WORD", help="what to look for")
    units = ("lemma", "form", "phrase", "wildcard", "regex")
    parser.add_argument("--unit", choices=units, default="lemma", help="what WORD is (lemma)")
    parser.add_argument("--width", type=int, default=8, metavar="N", help="words on either side (8)")


def _list_lemmas(documents: Documents, options: Namespace) -> Tables:
    texts = (text for table in documents for text in _list_texts(table))
    yield list_lemmas(texts, engine=options.engine)


def _count_terms(documents: Documents, options: Namespace) -> Tables:
    counts, groups = _count(documents, options, options.size)
    table = count_terms(counts, by=groups, stopwords=_name_stopwords(options))
    yield table.rename(columns={options.by: "group"})


def _compare_terms(documents: Documents, options: Namespace) -> Tables:
    options_of_both = {"stopwords": _name_stopwords(options), "min_documents": options.min_documents}
    if options.reference:
        counts, _ = _count(documents, Namespace(**vars(options) | {"by": "none"}), 1)
        other, _ = _count(iter_corpus(options.reference), Namespace(**vars(options) | {"by": "none"}), 1)
        yield compare_terms(counts, other, **options_of_both)
        return
    counts, groups = _count(documents, options, 1)
    yield compare_terms(counts, by=groups, **options_of_both).rename(columns={options.by: "group"})


def _find_collocations(documents: Documents, options: Namespace) -> Tables:
    node = options.node
    if node and options.unit == "lemma":
        node = lemmatise([node])["lemma"].iloc[0]
    yield find_collocations(
        tokenise(pd.concat(list(documents))),
        node,
        window=(0, 1) if options.adjacent else options.window,
        unit=options.unit,
        stopwords=_name_stopwords(options),
        min_count=options.min_count,
    )


def _find_context(documents: Documents, options: Namespace) -> Tables:
    for table in documents:
        yield find_context(tokenise(table), table, options.query, unit=options.unit, width=options.width)


def _count(documents: Documents, options: Namespace, size: int) -> tuple[DocumentTerms, pd.Series | None]:
    """The counts of all documents, which are small, and the group of each."""
    counts, groups = [], []
    for table in documents:
        source = table if size == 1 else tokenise(table)
        counts.append(count_by_document(source, unit=options.unit, size=size))
        groups.append(_group(table, options.by))
    return join_terms(counts), None if options.by == "none" else pd.concat(groups)


def _group(documents: pd.DataFrame, by: str) -> pd.Series:
    if by in ("none", "outlet"):
        return documents["outlet"].rename(by)
    return documents["published"].dt.strftime("%Y-%m" if by == "month" else "%Y").rename(by)


def _name_stopwords(options: Namespace) -> str | None:
    return None if options.stopwords == "none" else options.stopwords


def _list_texts(table: pd.DataFrame) -> Iterator[str]:
    for column in ("title", "text"):
        yield from table[column].dropna()


# ------------------------------------------------------------------ tone


def _declare_tone(parser: ArgumentParser) -> None:
    levels = ("sentence", "document", "target")
    parser.add_argument("--level", choices=levels, default="sentence", help="what a row is (sentence)")
    parser.add_argument("--lexicon", metavar="LIST", default="tone", help="your own .csv instead of the package's list")


def _score_tone(documents: Documents, options: Namespace) -> Tables:
    for table in documents:
        tokens = tokenise(table)
        hits = find_sentiment(tokens, lexicon=options.lexicon)
        sentences = list_sentences(table)
        if options.level == "sentence":
            yield _print_text(score_sentences(hits, sentences), table)
        elif options.level == "document":
            yield score_sentiment(hits, sentences, by="document").rename_axis("doc_id").reset_index()
        else:
            yield score_targets(hits, tokens, find_actors(tokens, table))


# ------------------------------------------------------------------ framing


def _declare_nothing(parser: ArgumentParser) -> None:
    """No option beside SOURCE and --out."""


def _print_text(found: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The same rows, each with the words that its offsets mean."""
    sources = {name: dict(zip(documents.index, documents[name], strict=True)) for name in ("title", "text")}
    places = zip(*(found[name].tolist() for name in _PLACE), strict=True)
    texts = [str(sources["text" if number else "title"][doc_id])[start:end] for doc_id, number, start, end in places]
    return found.assign(text=pd.array(texts, dtype="str"))


def _declare_events(parser: ArgumentParser) -> None:
    parser.add_argument("--least", type=float, default=LEAST, metavar="P",
                        help=f"the probability from which an event is written ({LEAST}): lower finds more")  # fmt: skip
    parser.add_argument("--method", choices=METHODS, default=METHODS[0], help="slots: by the word list's places alone")
    parser.add_argument("--every", action="store_true", help="also what is negated, denied or possible (column mood)")
    parser.add_argument(
        "--lexicon", metavar="LIST", default="events", help="your own .csv instead of the package's list"
    )


def _find_events(tokens: pd.DataFrame, documents: pd.DataFrame, options: Namespace) -> pd.DataFrame:
    asked = {"least": options.least, "method": options.method, "every": options.every, "lexicon": options.lexicon}
    return find_events(tokens, documents, **asked)


def _find_in_documents(find: Callable[[pd.DataFrame, pd.DataFrame, Namespace], pd.DataFrame]) -> Callable[..., Tables]:
    def run(documents: Documents, options: Namespace) -> Tables:
        for table in documents:
            yield _print_text(find(tokenise(table), table, options), table)

    return run


_TERMS = {"group": "text", "term": "text", "n": "integer", "of": "integer", "per_10000": "number"}
_TERMS |= {"documents": "integer", "of_documents": "integer"}
_KEYNESS = _TERMS | {f"{name}_reference": kind for name, kind in list(_TERMS.items())[2:]}
_KEYNESS |= dict.fromkeys(
    "log_likelihood p q bic chi_squared log_ratio log_ratio_low log_ratio_high percent_diff odds_ratio "
    "document_log_likelihood document_p document_log_ratio dp dp_reference".split(),
    "number",
)
_COLLOCATIONS = {"node": "text", "collocate": "text", "n": "integer", "documents": "integer", "n_node": "integer"}
_COLLOCATIONS |= {"n_collocate": "integer", "expected": "number", "of": "integer"}
_COLLOCATIONS |= dict.fromkeys("mi mi3 log_likelihood p t z dice log_dice delta_p delta_p_back".split(), "number")
_CONTEXT = {"doc_id": "text", "outlet": "text", "published": "date", "sentence": "integer", "start": "integer"}
_CONTEXT |= {"end": "integer", "before": "text", "node": "text", "after": "text"}
_TONE = _PLACE | {"tone": "integer", "score": "number", "n_hits": "integer", "words": "text", "target": "text"}
_TONE |= {"n": "integer", "of": "integer", "low": "number", "high": "number"}
_TONE |= dict.fromkeys(("p_negative", "p_neutral", "p_positive"), "number") | {"text": "text"}

ANALYSES = {
    "lemmas": Analysis(
        "write every distinct word of SOURCE with its lemma, and the rule behind it",
        "word",
        {"form": "text", "lemma": "text", "n": "integer", "engine": "text", "rule": "text"},
        _declare_lemmas,
        _list_lemmas,
    ),
    "terms": Analysis("count the words of SOURCE", "term", _TERMS, _declare_terms, _count_terms),
    "keyness": Analysis(
        "write what is typical of each outlet (or of SOURCE against a reference)",
        "term",
        _KEYNESS | {"note": "text"},
        _declare_keyness,
        _compare_terms,
    ),
    "collocations": Analysis(
        "write which words keep company", "pair of words", _COLLOCATIONS, _declare_collocations, _find_collocations
    ),
    "kwic": Analysis("write a word in its contexts (concordance)", "hit", _CONTEXT, _declare_kwic, _find_context),
    "tone": Analysis("write the tone of sentences, documents or targets", "row", _TONE, _declare_tone, _score_tone),
    "quotations": Analysis(
        "write who is quoted, with which verb and stance",
        "quotation",
        _PLACE | dict.fromkeys(("kind", "cue", "speaker", "actor", "stance", "text"), "text"),
        _declare_nothing,
        _find_in_documents(lambda tokens, documents, _: find_quotations(tokens, documents)),
    ),
    "frames": Analysis(
        "write the frames of each sentence with their evidence",
        "frame",
        _PLACE | {"frame": "text", "score": "number", "evidence": "text", "text": "text"},
        _declare_nothing,
        _find_in_documents(lambda tokens, documents, _: find_frames(tokens, sentences=list_sentences(documents))),
    ),
    "events": Analysis(
        "write who did what to whom",
        "event",
        _PLACE
        | dict.fromkeys(("source", "type", "target", "mood", "evidence"), "text")
        | {"probability": "number", "rule": "text", "text": "text"},
        _declare_events,
        _find_in_documents(_find_events),
    ),
    "actors": Analysis(
        "write every mention of a state, body or person",
        "mention",
        _PLACE | dict.fromkeys(("actor", "kind", "person"), "text") | {"is_party": "text", "text": "text"},
        _declare_nothing,
        _find_in_documents(lambda tokens, documents, _: find_actors(tokens, documents)),
    ),
}

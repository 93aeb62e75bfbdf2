"""Events: who did what to whom, after PLOVER, by verbs and verbal nouns and the parties found round them.

    events = find_events(tokens, documents)    # one row an event: source, type, target, mood, evidence, probability

The list ``lexicons/events.csv`` says which word is which type of event and where its source and target stand; what
speaks for an event besides is weighed (`helpers.framing.signs`, `helpers.framing.weighing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from helpers.framing.actors import find_actors
from helpers.framing.clauses import iter_sentences
from helpers.framing.quotations import find_quotations
from helpers.framing.reader import Reader
from helpers.framing.signs import Candidate, Memory, Said, Signs, Triple
from helpers.framing.triggers import Reading
from helpers.framing.weighing import HAPPENED, LEAST, choose, explain, weigh
from helpers.lexicons import load_lexicon
from helpers.sentiment import find_sentiment
from helpers.tables import DOCUMENTS, Column, Table, check_table, make_table
from helpers.tokens import TOKENS, find_phrases, list_sentences

EVENTS = Table(
    "events",
    {
        "doc_id": Column("text", "the document it stands in"),
        "sentence": Column("integer", "0 is the title, then the text's sentences from 1"),
        "start": Column("integer", "where the sentence begins in the title (0) or the text, in characters"),
        "end": Column("integer", "where the sentence ends (exclusive)"),
        "source": Column("text", "the party that acts"),
        "type": Column("text", "one of TYPES"),
        "target": Column("text", "the party acted upon"),
        "mood": Column("text", "one of MOODS"),
        "evidence": Column("text", "the word or phrase that names the event, as printed; missing where none does"),
        "trigger_start": Column("integer", "where the evidence begins, in characters; -1 without one"),
        "trigger_end": Column("integer", "where it ends (exclusive); -1 without one"),
        "rule": Column("text", "the row of the word list and how its places gave both parties, or the heaviest signs"),
        "probability": Column("number", "how likely it is told, by the weights of its signs"),
    },
)
# The codebook's types with PLOVER's quad category (cooperation or conflict, in word or deed). REQUEST joins what
# PLOVER keeps apart or leaves out: demands (conflict) with appeals and invitations; it belongs to neither side here.
QUADS = {
    "AGREE": "verbal cooperation",
    "CONSULT": "verbal cooperation",
    "SUPPORT": "verbal cooperation",
    "CONCEDE": "verbal cooperation",
    "COOPERATE": "material cooperation",
    "AID": "material cooperation",
    "REQUEST": "neither",
    "ACCUSE": "verbal conflict",
    "REJECT": "verbal conflict",
    "THREATEN": "verbal conflict",
    "SANCTION": "verbal conflict",
    "PROTEST": "material conflict",
    "MOBILIZE": "material conflict",
    "COERCE": "material conflict",
    "ASSAULT": "material conflict",
}
TYPES = tuple(QUADS)
MOODS = ("asserted", "planned", "denied", "negated", "possible")
KINDS = ("verb", "noun", "participle", "say", "blame", "none")  # none: only keeps shorter terms from counting
MATCHES = ("", "lemma", "form", "exact")
METHODS = ("weighed", "slots")
_KEYS = ["doc_id", "sentence"]

Triggers = dict[int, list[tuple[int, dict[str, str]]]]  # by row of the tokens table: where it ends, and its row
Voices = dict[tuple[str, int], tuple[list[Said], list[tuple[int, float]]]]


def find_events(
    tokens: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    actors: pd.DataFrame | None = None,
    quotations: pd.DataFrame | None = None,
    lexicon: str | Path = "events",
    method: str = "weighed",
    least: float = LEAST,
    every: bool = False,
) -> pd.DataFrame:
    """Return every event between two parties that the sentences state, one row each.

    Parameters
    ----------
    tokens, documents : DataFrame
        `TOKENS` and the documents table they were made from.
    actors, quotations : DataFrame, optional
        The hits of `find_actors` and `find_quotations`, if you have them already (or corrected them).
    lexicon : str or Path
        The word list: its name, or the path of your own CSV with the same columns.
    method : {"weighed", "slots"}
        ``slots``: only what the word list's own places give (fewer, and more of them right; nothing is learnt).
        ``weighed``: every pair of parties is thought of, and what speaks for an event between them is weighed: the
        places of the word list, words round the two, what one says of the other and in which tone, and whether the
        document tells the same elsewhere.
    least : float
        The `probability` from which a weighed event is returned: lower finds more, higher is more often right.
    every : bool
        Also return what the sentence says did not, or may not, happen (`mood` negated, denied, possible).

    Returns
    -------
    DataFrame
        `EVENTS`. `source` acts on `target`; a mutual event (a meeting) is one row, the party named first its source;
        several sources or targets («روسيا والصين») are several rows; a triple stands once a sentence, with its first
        evidence. `mood` is *asserted* (also as reported speech), *planned* (سـ، سوف، من المقرر …), *negated* (لم، لن،
        دون …), *denied* (behind نفى) or *possible* (إذا، احتمال، or what someone is asked to do). `rule` names the row
        of the word list and how the parties were found, or, where its places do not give both, the heaviest signs.
        `probability` is missing with ``slots`` and, with `every`, for what did not happen.

    Raises
    ------
    LexiconError
        The word list breaks its form.

    Notes
    -----
    A shallow reading: subject and target are looked for round the trigger in both orders of words, by prepositions,
    gender, relative clauses and what a sentence before has named; no parse. The weights are those of a logistic
    regression on coded sentences (``validation/fit_events.py``), mostly of 2012-13; no name of a party is among the
    signs. Recall is the limit: more than half of what a reader finds is missed, paraphrase above all, and parties that
    `find_actors` does not know. Every second row is wrong below a probability of about one half: read them
    before you count them. How far it comes: ``validation/events.py``, by set and by type.
    Types: after PLOVER (Open Event Data Alliance, 2017-2022), as the project's codebook cuts them to fifteen.

    Examples
    --------
    >>> from helpers.tables import DOCUMENTS, make_table
    >>> from helpers.tokens import tokenise
    >>> text = "التقى وزير الخارجية المصري نظيره التركي في أنقرة. ودعا إيران إلى الحوار."
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": text}
    >>> documents = make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)
    >>> find_events(tokenise(documents), documents)[["sentence", "source", "type", "target", "evidence"]]
       sentence source     type target evidence
    0         1    EGY  CONSULT    TUR    التقى
    1         2    EGY  REQUEST    IRN     ودعا
    """
    check_table(tokens, TOKENS)
    check_table(documents, DOCUMENTS)
    if method not in METHODS:
        raise ValueError(f"method is {method!r}, but should be one of {', '.join(METHODS)}")
    rows = load_lexicon(lexicon, allowed={"type": ("", *TYPES), "kind": KINDS, "match": MATCHES})
    actors = find_actors(tokens, documents) if actors is None else actors
    printing = _Printing(tokens, documents)
    articles = read_articles(tokens, documents, actors, find_triggers(tokens, rows))
    if method == "slots":
        told = (_list_slots(article, printing, every=every) for article in articles)
    else:
        voices = list_voices(tokens, documents, actors=actors, quotations=quotations)
        told = (_list_weighed(article, voices, printing, every=every, least=least) for article in articles)
    return make_table((event for article in told for event in article), EVENTS)


def read_articles(
    tokens: pd.DataFrame, documents: pd.DataFrame, actors: pd.DataFrame, triggers: Triggers
) -> Iterator[list[Reader]]:
    """The sentences of each document, read by the word list's own places."""
    if "is_party" in actors:  # a mere place is no party, but may be visited
        actors = actors[actors["is_party"].astype(bool) | (actors["kind"] == "place")]
    article: list[Reader] = []
    for sentence in iter_sentences(tokens, documents, actors):
        if article and article[0].sentence.doc_id != sentence.doc_id:
            yield article
            article = []
        reader = Reader(sentence, triggers, article[-1].leave() if article else Reading())
        reader.read()
        article.append(reader)
    if article:
        yield article


def list_voices(
    tokens: pd.DataFrame, documents: pd.DataFrame, *, actors: pd.DataFrame, quotations: pd.DataFrame | None = None
) -> Voices:
    """What is said, and the tone words, by document and sentence; places are rows of the tokens table."""
    quotations = find_quotations(tokens, documents, actors=actors) if quotations is None else quotations
    voices: Voices = {}
    starts = tokens["start"].to_numpy()
    sentences = {key: (rows[0], rows[-1]) for key, rows in tokens.groupby(_KEYS, observed=True).indices.items()}
    columns = [quotations[name] for name in (*_KEYS, "start", "end", "actor", "stance")]
    for doc_id, number, start, end, actor, stance in zip(*columns, strict=True):
        low, high = sentences.get((doc_id, number), (0, -1))
        inside = starts[low : high + 1]
        first, last = (low + int(inside.searchsorted(mark)) for mark in (start, end))
        if last > first:
            said = Said(actor if isinstance(actor, str) else "", str(stance), first, last - 1)
            voices.setdefault((doc_id, number), ([], []))[0].append(said)
    hits = find_sentiment(tokens)
    for doc_id, number, first, weight in zip(*(hits[name] for name in (*_KEYS, "first", "weight")), strict=True):
        voices.setdefault((doc_id, number), ([], []))[1].append((int(first), float(weight)))
    return voices


def list_candidates(article: list[Reader], voices: Voices) -> Iterator[tuple[Reader, list[Candidate]]]:
    """The events that each sentence of a document may tell, with what speaks for them."""
    memory = Memory()
    for reader in article:
        happened = {_name(event) for event in reader.events if event["mood"] in HAPPENED}
        memory.learn(reader, happened)
    memory.finish()
    for reader in article:
        said, tone = voices.get((reader.sentence.doc_id, reader.sentence.number), ([], []))
        begin = reader.words[0].row
        quotes = [quote._replace(first=quote.first - begin, last=quote.last - begin) for quote in said]
        heard = [(row - begin, weight) for row, weight in tone]
        yield reader, list(Signs(reader, quotes, heard, memory).list_candidates())


def _list_slots(article: list[Reader], printing: _Printing, *, every: bool) -> Iterator[dict]:
    for reader in article:
        kept = (event for event in reader.events if every or event["mood"] in HAPPENED)
        yield from (printing.print_event(reader, **event) for event in _drop_repeated(kept))


def _list_weighed(
    article: list[Reader], voices: Voices, printing: _Printing, *, every: bool, least: float
) -> Iterator[dict]:
    for reader, candidates in list_candidates(article, voices):
        chosen = choose(((weigh(one.signs), one) for one in candidates), least=least)
        told = [_describe(reader, probability, one) for probability, one in chosen]
        if every:
            known = {_name(event) for event in told}
            told += [e for e in reader.events if e["mood"] not in HAPPENED and _name(e) not in known]
        yield from (printing.print_event(reader, **event) for event in sorted(told, key=_order))


def _describe(reader: Reader, probability: float, one: Candidate) -> dict:
    """A weighed event: mood, place and rule of what the word list gives, else of the trigger that speaks best."""
    told = next((event for event in reader.events if _name(event) == one[:3] and event["mood"] in HAPPENED), None)
    if told:
        return {**told, "probability": probability}
    place = (one.trigger.first, one.trigger.last) if one.trigger else None
    triple = {"source": one.source, "type": one.type, "target": one.target}
    signs = "; ".join(explain(one.signs))
    rule = f"{one.trigger.row['id']}/{signs}" if one.trigger else signs
    return {**triple, "mood": one.mood, "place": place, "rule": rule, "probability": probability}


def _name(event: dict) -> Triple:
    return event["source"], event["type"], event["target"]


def _order(event: dict) -> tuple:
    return (event["place"] or (999, 999)), _name(event)


class _Printing:
    """Where sentences and words stand in title and text."""

    def __init__(self, tokens: pd.DataFrame, documents: pd.DataFrame) -> None:
        self.spans = _list_spans(documents)
        self.starts, self.ends = tokens["start"].tolist(), tokens["end"].tolist()

    def print_event(self, reader: Reader, place: tuple[int, int] | None, **event) -> dict:
        """A row of `EVENTS`."""
        sentence = reader.sentence
        begin, end = self.spans[sentence.doc_id, sentence.number]
        where = {"doc_id": sentence.doc_id, "sentence": sentence.number, "start": begin, "end": end}
        printed: dict = {"evidence": None, "trigger_start": -1, "trigger_end": -1}
        if place:
            words = sentence.words[place[0] : place[1] + 1]
            printed = {
                "evidence": " ".join(word.token for word in words),
                "trigger_start": self.starts[words[0].row],
                "trigger_end": self.ends[words[-1].row],
            }
        kept = {name: value for name, value in event.items() if name in EVENTS.columns}
        return {"probability": None, **where, **kept, **printed}


def _list_spans(documents: pd.DataFrame) -> dict[tuple[str, int], tuple[int, int]]:
    columns = list_sentences(documents)[["doc_id", "sentence", "start", "end"]]
    return {(doc_id, number): (start, end) for doc_id, number, start, end in columns.itertuples(index=False)}


def _drop_repeated(events: Iterable[dict]) -> Iterator[dict]:
    """A triple once a sentence; a meeting once for both, a visit and its return twice."""
    seen: dict[Triple, bool] = {}
    for event in events:
        key = _name(event)
        turned = key[::-1]
        if key in seen or (event["type"] == "CONSULT" and turned in seen and not (event["visit"] and seen[turned])):
            continue
        seen[key] = event["visit"]
        yield event


def find_triggers(tokens: pd.DataFrame, rows: list[dict[str, str]]) -> Triggers:
    """For each row of the tokens table, the rows of the word list that begin there, and where they end."""
    by_id = {row["id"]: row for row in rows}
    found: Triggers = {}
    if rows:
        hits = find_phrases(tokens, pd.DataFrame(rows)[["id", "term", "match"]])
        for id_, first, last in hits[["id", "first", "last"]].itertuples(index=False):
            found.setdefault(int(first), []).append((int(last), by_id[id_]))
    return found

"""Events: who did what to whom, after PLOVER, by verbs and verbal nouns and the parties found round them.

    events = find_events(tokens, documents)    # one row an event: source, type, target, mood, evidence, rule

The list ``lexicons/events.csv`` says which word is which type of event and where its source and target stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from helpers.framing.actors import find_actors
from helpers.framing.clauses import iter_sentences
from helpers.framing.reader import Reader
from helpers.framing.triggers import Reading
from helpers.lexicons import load_lexicon
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
        "evidence": Column("text", "the word or phrase that names the event, as printed"),
        "trigger_start": Column("integer", "where the evidence begins, in characters"),
        "trigger_end": Column("integer", "where it ends (exclusive)"),
        "rule": Column("text", "the row of the word list, and how source and target were found"),
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


def find_events(
    tokens: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    actors: pd.DataFrame | None = None,
    lexicon: str | Path = "events",
    every: bool = False,
) -> pd.DataFrame:
    """Return every event between two parties that the sentences state, one row each.

    Parameters
    ----------
    tokens, documents : DataFrame
        `TOKENS` and the documents table they were made from.
    actors : DataFrame, optional
        The hits of `find_actors`, if you have them already (or corrected them).
    lexicon : str or Path
        The word list: its name, or the path of your own CSV with the same columns.
    every : bool
        Also return what the sentence says did not, or may not, happen (`mood` negated, denied, possible).

    Returns
    -------
    DataFrame
        `EVENTS`. `source` acts on `target`; a mutual event (a meeting) is one row, the party named first its source;
        several sources or targets («روسيا والصين») are several rows; a triple stands once a sentence, with its first
        evidence. `mood` is *asserted* (also as reported speech), *planned* (سـ، سوف، من المقرر …), *negated* (لم، لن،
        دون …), *denied* (behind نفى) or *possible* (إذا، احتمال، or what someone is asked to do). `rule` names the row
        of the word list and how the parties were found.

    Raises
    ------
    LexiconError
        The word list breaks its form.

    Notes
    -----
    A shallow reading: subject and target are looked for round the trigger in both orders of words, by prepositions,
    gender, relative clauses and what a sentence before has named; no parse, no model. Recall is the limit: it misses
    what only the sense tells («رأى في اللقاء تحدياً»), words that the list lacks and parties that `find_actors` does
    not know; a pronoun may be read as the wrong party, «الجانبان» as the wrong two. A word of blame («استفزاز») in
    what one party says of another counts as ACCUSE. How far it comes: ``validation/events.py``, by set and by type;
    on articles nobody tuned it on, expect less than on those.
    Where a trigger's own places lack a party, the likeliest other one is taken (`reader.GUESSES`): `rule` then ends in
    two words («own only»), and about every second such row is wrong; leave them out where precision counts.
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
    rows = load_lexicon(lexicon, allowed={"type": ("", *TYPES), "kind": KINDS, "match": MATCHES})
    actors = find_actors(tokens, documents) if actors is None else actors
    if "is_party" in actors:  # a mere place is no party, but may be visited
        actors = actors[actors["is_party"].astype(bool) | (actors["kind"] == "place")]
    triggers = _find_triggers(tokens, rows)
    spans = _list_spans(documents)
    starts, ends = tokens["start"].tolist(), tokens["end"].tolist()
    found, before, doc_id = [], Reading(), None
    for sentence in iter_sentences(tokens, documents, actors):
        if sentence.doc_id != doc_id:
            doc_id, before = sentence.doc_id, Reading()
        reader = Reader(sentence, triggers, before)
        for event in reader.read():
            if every or event["mood"] in ("asserted", "planned"):
                first, last = event.pop("place")
                words = sentence.words[first : last + 1]
                begin, end = spans[sentence.doc_id, sentence.number]
                place = {"doc_id": sentence.doc_id, "sentence": sentence.number, "start": begin, "end": end}
                evidence = " ".join(word.token for word in words)
                printed = {"trigger_start": starts[words[0].row], "trigger_end": ends[words[-1].row]}
                found.append({**place, **event, "evidence": evidence, **printed})
        before = reader.leave()
    return make_table(_drop_repeated(found), EVENTS)


def _list_spans(documents: pd.DataFrame) -> dict[tuple[str, int], tuple[int, int]]:
    columns = list_sentences(documents)[["doc_id", "sentence", "start", "end"]]
    return {(doc_id, number): (start, end) for doc_id, number, start, end in columns.itertuples(index=False)}


def _drop_repeated(events: list[dict]) -> Iterator[dict]:
    seen: dict[tuple, bool] = {}
    for event in events:
        key = tuple(event[name] for name in ("doc_id", "sentence", "source", "type", "target"))
        turned = (*key[:2], key[4], key[3], key[2])
        visit = event.pop("visit")
        if key in seen or (event["type"] == "CONSULT" and turned in seen and not (visit and seen[turned])):
            continue  # a meeting is coded once; a visit and its return are two
        seen[key] = visit
        yield event


def _find_triggers(tokens: pd.DataFrame, rows: list[dict[str, str]]) -> dict[int, list[tuple[int, dict[str, str]]]]:
    """For each row of the tokens table, the rows of the word list that begin there, and where they end."""
    by_id = {row["id"]: row for row in rows}
    found: dict[int, list[tuple[int, dict[str, str]]]] = {}
    if rows:
        hits = find_phrases(tokens, pd.DataFrame(rows)[["id", "term", "match"]])
        for id_, first, last in hits[["id", "first", "last"]].itertuples(index=False):
            found.setdefault(int(first), []).append((int(last), by_id[id_]))
    return found

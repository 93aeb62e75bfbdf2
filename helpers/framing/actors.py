"""States, bodies, offices and persons in a text: who is named, how, and for which party they stand.

hits = find_actors(tokens, documents)      # one row a mention: actor, kind, person, is_party

Names come from ``lexicons/actors.csv`` and, for every state, from babel's CLDR; adjectives and transliterations follow
by rule (`helpers.framing.gazetteer`). What a sentence alone does not say is taken from its document: a surname from the
full name, an office from its holder, an ambiguous word from the company it keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from helpers.framing.gazetteer import Gazetteer, load_gazetteer
from helpers.framing.mentions import Mention, Text, find_mentions, holds_office
from helpers.framing.namesakes import repeat_bodies
from helpers.framing.offices import attach_offices
from helpers.framing.places import is_mere_place
from helpers.tables import DOCUMENTS, Column, Table, check_table, make_table
from helpers.tokens import TOKENS

ACTORS = Table(
    "actors",
    {
        "doc_id": Column("text", "the document it stands in"),
        "sentence": Column("integer", "0 is the title, then the text's sentences from 1"),
        "start": Column("integer", "where the mention begins in the title (sentence 0) or the text, in characters"),
        "end": Column("integer", "where it ends (exclusive)"),
        "actor": Column("text", "the party: ISO alpha-3, or UN, EU, NATO, HAMAS …"),
        "kind": Column("text", "name, demonym, metonym, person, office, body or place"),
        "first": Column("integer", "row number of its first word in the tokens table"),
        "last": Column("integer", "row number of its last word"),
        "person": Column("text", "full name of the person meant, where known"),
    },
)
HEADS = ("president", "premier", "king", "secretary", "leader")  # before it, a minister was some other official
SLACK = 7  # days before taking and after leaving office in which a person still counts as its holder


def find_actors(tokens: pd.DataFrame, documents: pd.DataFrame, *, lexicon: str = "actors") -> pd.DataFrame:
    """Return every mention of a state, body, office or person that stands for a party, one row each, in order.

    Parameters
    ----------
    tokens, documents : DataFrame
        `TOKENS`, and the documents they were made of (text between the words, and the day of publication, which
        decides who held an office).
    lexicon : str
        Name of a list of actors, or path of your own CSV with the same columns.

    Returns
    -------
    DataFrame
        `ACTORS`, and `is_party`: False for a city or country that is only a place (kind ``place``). A word for
        several parties («الكوريتان») gives a row for each. Proclitics (و ب ل …) belong to the stretch.

    Notes
    -----
    Rules and lists, no model: a person whom neither the list nor the document introduces beside an office is not
    found; a pronoun is no mention; a country in «في …» is taken for a place only beside a verb or noun of motion or
    meeting. See ``validation/actors.py`` for what this reaches.

    Examples
    --------
    >>> from helpers.tokens import tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0, "text": "وصل الوزير إلى بكين. ودعت بكين واشنطن إلى الحوار."}
    >>> documents = make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)
    >>> find_actors(tokenise(documents), documents)[["sentence", "actor", "kind", "is_party"]].values.tolist()
    [[1, 'CHN', 'place', False], [2, 'CHN', 'metonym', True], [2, 'USA', 'metonym', True]]
    """
    check_table(tokens, TOKENS)
    check_table(documents, DOCUMENTS)
    gazetteer = load_gazetteer(lexicon)
    rows = [row for part in _cut(tokens, documents) for row in _find_in_document(*part, gazetteer)]
    table = make_table(rows, ACTORS)
    return table if rows else table.assign(is_party=pd.Series(dtype=bool))


def _cut(tokens: pd.DataFrame, documents: pd.DataFrame) -> Iterator[tuple[str, int, Text]]:
    """Each document's id, the row of its first token, and its text."""
    groups = tokens.groupby("doc_id", observed=True, sort=False).indices
    for doc_id, rows in groups.items():
        yield str(doc_id), int(rows[0]), Text(tokens.iloc[rows], documents.loc[[str(doc_id)]].iloc[0])


def _find_in_document(doc_id: str, offset: int, text: Text, gazetteer: Gazetteer) -> Iterator[dict]:
    mentions = attach_offices(text, gazetteer, repeat_bodies(text, find_mentions(text, gazetteer)))
    told: list[Mention] = []
    for mention in mentions:
        party = not is_mere_place(text, gazetteer, mention, told) and _is_in_office(gazetteer, mention, text.day)
        told.append(replace(mention, is_party=party))
    for mention in told:
        for actor in mention.entry.actors:
            yield {
                "doc_id": doc_id,
                "sentence": text.sentences[mention.first],
                "start": text.starts[mention.first],
                "end": text.ends[mention.last],
                "actor": actor,
                "kind": mention.kind if mention.is_party or mention.kind == "person" else "place",
                "first": offset + mention.first,
                "last": offset + mention.last,
                "person": mention.person,
                "is_party": mention.is_party,
            }


def _is_in_office(gazetteer: Gazetteer, mention: Mention, day: str) -> bool:
    """Whether a person stands for a party on that day: a former official, or a leader not yet elected, does not."""
    terms = gazetteer.dates.get(mention.entry.person, [])
    dated = [term for term in terms if term.since or term.until]
    if mention.kind != "person" or not dated or not day:
        return True
    ended = any(term.until and term.until < day for term in dated)  # between two offices
    began = [term if term.office in HEADS or ended else replace(term, since="") for term in dated]
    return any(holds_office(term, day, slack=SLACK) for term in began)

"""Events: who did what to whom, after PLOVER, by verbs and verbal nouns and the parties found round them.

    events = find_events(tokens, documents)    # one row an event: source, type, target, mood, evidence, rule

The list ``lexicons/events.csv`` says which word is which type of event and where its source and target stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from helpers.framing.actors import find_actors
from helpers.framing.clauses import Mention, fold_all, iter_sentences
from helpers.framing.nouns import Nouns
from helpers.framing.triggers import Reading, Trigger
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
KINDS = ("verb", "noun", "participle", "say", "none")  # of trigger; none: only keeps shorter terms from counting
MATCHES = ("", "lemma", "form", "exact")
DEEDS = ("ASSAULT", "COERCE", "SANCTION")  # told in the passive with «على يد»
WARNED = fold_all("أنه أنها أنهم")
TOURS = fold_all("جولة زيارة رحلة")
GATHERINGS = fold_all("مطار قمة مؤتمر مشاركة شارك حضور منتدى")  # many meet there


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
    gender and what a sentence before has named; no parse, no model. It misses what only the sense tells («رأى في
    اللقاء تحدياً»), ideas of several words that the list lacks, and most relative clauses; a pronoun may be read as
    the wrong party. On real articles it was tuned on, and on unseen ones, see ``validation/events.py``.
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
        reader = _Reader(sentence, triggers, before)
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


class _Reader(Nouns):
    """Reads the events of one sentence from its triggers, agents and targets."""

    def read(self) -> Iterator[dict]:
        """First the agents of all clauses, then the events in the order of their triggers."""
        subjects = self.find_agents()
        for trigger in self.triggers:
            if trigger.kind == "verb":
                yield from self._read_verb(trigger, subjects.get(trigger.first, []))
            elif trigger.kind == "participle":
                self.ask(trigger)
                agent = self.find_speaker(trigger.first)
                yield from self._emit(trigger, agent, self.find_targets(trigger, []), "participle")
            elif trigger.kind == "noun":
                yield from self._read_noun(trigger)
        if self.sentence.number == 0:
            yield from self._read_headline()

    def _read_headline(self) -> Iterator[dict]:
        """«كيم في بكين»: a headline without a verb tells of a visit."""
        mentions = self.sentence.mentions
        if len(mentions) < 2 or mentions[0].kind not in ("person", "office") or mentions[0].prep:
            return
        guests = self.sentence.group(mentions[0])
        later = mentions[len(guests) :]
        if not later:
            return
        guest, host = guests[-1], later[0]
        if host.kind not in ("place", "metonym") or host.prep not in ("fi", "bi") or host.first - guest.last > 4:
            return
        between = self.words[guest.last + 1 : host.first]
        if any(i in self.verbs for i in range(guest.last + 1, host.first)) or any(w.stops for w in between):
            return
        row = {"id": "headline", "type": "CONSULT", "flags": "place"}
        yield from self._emit(Trigger(guest.first, host.last, row), self.names(guests), host.actors, "headline")

    def _read_verb(self, trigger: Trigger, subject: list[Mention]) -> Iterator[dict]:
        row = trigger.row
        self.ask(trigger)
        if row["source"] in ("min", "by"):
            source = self.find_in_slot(trigger, row["source"], [])
            yield from self._emit(trigger, source, self.names(subject), row["source"])
            return
        doer = self.find_in_slot(trigger, "by", []) if row["type"] in DEEDS else ()
        if doer:
            yield from self._emit(trigger, doer, self.names(subject) or self.find_targets(trigger, []), "by")
            return
        if "itinerary" in row["flags"]:
            yield from self._emit(trigger, *self._read_itinerary(trigger), "itinerary")
            return
        targets = self.find_targets(trigger, subject)
        source = self.names(subject)
        if "arrival" in row["flags"] and self._is_for_gathering(trigger):
            return
        if self._announces(trigger, targets):
            trigger = Trigger(trigger.first, trigger.last, {**row, "type": "THREATEN"})
        yield from self._emit(trigger, source, targets, "verb")

    def _announces(self, trigger: Trigger, targets: tuple[str, ...]) -> bool:
        """«حذرت إيران من أنها ستواجه …»: a warning of what the warner will bring upon the one warned is a threat."""
        if trigger.row["term"] != "حذر" or not targets:
            return False
        for place in range(trigger.last + 1, len(self.words) - 2):
            if self.words[place].rest == "من" and self.words[place + 1].rest in WARNED:
                return self.words[place + 2].clitic == "س"
        return False

    def _read_itinerary(self, trigger: Trigger) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """«جولة كيري تشمل إسرائيل والأردن»: who travels, and all whom he visits."""
        tours = [t for t in self.triggers if t.kind == "noun" and self.words[t.first].lemma in TOURS]
        if not tours:
            return (), ()
        near = min(tours, key=lambda t: abs(t.first - trigger.first))
        guest = self.names(self.find_owners(near)) or self.agent_of_noun(near)
        end = self.find_scope(trigger.last)
        hosts = [m for m in self.sentence.mentions if max(trigger.last, near.last) < m.first <= end]
        return guest, tuple(a for a in self.names(hosts) if a not in guest)

    def _is_for_gathering(self, trigger: Trigger) -> bool:
        """«يصل … للمشاركة في القمة»: where many meet, the host is not who is visited."""
        later = [t.first for t in self.triggers if t.first > trigger.last and t.kind == "verb" and "place" in t.row["flags"]]
        end = min([len(self.words), *later])
        return any(word.lemma in GATHERINGS for word in self.words[trigger.last + 1 : end])

    def _read_noun(self, trigger: Trigger) -> Iterator[dict]:
        row = trigger.row
        owners = self.find_owners(trigger)
        owner, slots = self.names(owners), row["target"].split()
        if row["type"] == "REQUEST":
            self.ask(trigger)
        if "mutual" in row["flags"]:
            pair = self.read_pair(trigger, owners)
            if pair:
                yield from self._emit(trigger, pair[:1], pair[1:], "pair")
                return
        agent = self.agent_of_noun(trigger)
        if "visited" in row["source"] and self.read_visit(trigger):
            yield from self._emit(trigger, self.read_visit(trigger), owner or agent, "visited")
            return
        targets = self.find_noun_targets(trigger, owners)
        if not owner and {"ila", "li"} <= set(slots) and "place" in row["flags"]:
            guest, host = self.find_in_slot(trigger, "li", []), self.find_in_slot(trigger, "ila", [])
            if guest and not host:
                later = [
                    m
                    for m in self.sentence.mentions
                    if m.first > trigger.last and m.prep == "li" and m.kind != "person"
                ]
                host = self.names(m for m in later[:3] if not set(m.actors) & set(guest))[:1]
            if guest and host:  # «أول زيارة لكيم إلى الصين»
                owner, targets = guest, host
        if "received" in row["flags"] and self.is_received(trigger):
            yield from self._emit(trigger, self.find_in_slot(trigger, "min", []), agent, "received")
        elif row["type"] in DEEDS and owner and self.find_in_slot(trigger, "by", owners):
            yield from self._emit(trigger, self.find_in_slot(trigger, "by", owners), owner, "by")
        elif targets:
            yield from self._emit(trigger, owner or agent, targets, "owner" if owner else "agent")
        elif "mutual" in row["flags"] and not owner and self.is_joint(trigger, agent):
            yield from self._emit(trigger, agent, (), "agents")
        elif owner and row["type"] in ("ACCUSE", "REQUEST") and self.answers(trigger):
            yield from self._emit(trigger, owner, self.answers(trigger), "answered")
        elif owner and row["type"] == "REQUEST" and owners[0].prep == "min":
            yield from self._emit(trigger, owner, agent or self.find_current(trigger.first), "from")
        elif owner and self.undergoes(trigger):
            yield from self._emit(trigger, owner, agent, "undergone")
        elif self.is_done_to(owners, slots):
            yield from self._emit(trigger, agent, owner, "objective")

    def _emit(self, trigger: Trigger, source, targets, how: str) -> Iterator[dict]:
        mood = self.find_mood(trigger.first)
        source, targets = tuple(source), tuple(targets)
        if not targets and "mutual" in trigger.row["flags"] and len(source) > 1:
            source, targets = source[:1], source[1:]
        for a in source:
            for b in targets:
                if a != b:
                    if mood == "asserted":
                        self.acts.append((a, trigger.row["type"], b))
                    yield {
                        "source": a,
                        "type": trigger.row["type"],
                        "target": b,
                        "mood": mood,
                        "visit": "place" in trigger.row["flags"],
                        "rule": f"{trigger.row['id']}/{how}",
                        "place": (trigger.first, trigger.last),
                    }

"""What speaks for an event between two parties: signs by their names, to be weighed (`helpers.framing.weighing`).

A sign is a short text: «trigger: slot» (the word list's own places gave both parties), «ACCUSE: content negative»
(the source is quoted, and tone words against what he says of the target), «document: again» (the same event stands in
another sentence). Three kinds are gathered for each candidate: round the word that names the event, round the two
parties whatever names it, and in the rest of the document. No name of a party is ever part of a sign.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from helpers.framing.clauses import Mention, fold_all
from helpers.framing.reader import Reader
from helpers.framing.triggers import Trigger

DUTIES = fold_all("يجب ينبغي يتعين ضرورة على لابد يتوجب")
ANY_TIME = ("ACCUSE", "SUPPORT", "REQUEST", "CONSULT", "THREATEN", "REJECT")  # told without a word of the list, too
CARRIED, MAIN = 4, 2  # so many parties of the sentences before, and of the whole document, may be meant unnamed
NEAR = 8  # so many words between two parties are looked at
_DISTANCES = (1, 3, 6, 12)

Triple = tuple[str, str, str]


class Said(NamedTuple):
    """A quotation in a sentence: who speaks, with which stance, and its first and last word."""

    actor: str
    stance: str
    first: int
    last: int


class Candidate(NamedTuple):
    """An event that may be told, with what speaks for and against it."""

    source: str
    type: str
    target: str
    trigger: Trigger | None
    mood: str  # of the trigger that speaks best
    signs: list[str]


@dataclass
class Memory:
    """What the word list's own places tell in the sentences of one document, and how often each party is named."""

    told: dict[int, set[Triple]] = field(default_factory=dict)
    named: Counter[str] = field(default_factory=Counter)

    def learn(self, reader: Reader, triples: set[Triple]) -> None:
        self.told[reader.sentence.number] = triples
        self.named.update(a for m in reader.sentence.mentions if m.kind != "place" for a in m.actors)

    def finish(self) -> None:
        self._triples = Counter(triple for told in self.told.values() for triple in told)
        self._pairs = Counter((a, b) for told in self.told.values() for a, _, b in told)
        self.top = [party for party, _ in self.named.most_common(3)]

    def count(self, triple: Triple, here: int) -> int:
        """In how many other sentences the triple is told."""
        return self._triples[triple] - (triple in self.told[here])

    def count_pair(self, a: str, b: str, here: int) -> int:
        """How many events are told between the two in other sentences, in either direction."""
        own = sum({a, b} == {one, other} for one, _, other in self.told[here])
        return self._pairs[a, b] + self._pairs[b, a] - own


@dataclass
class Reach:
    """A trigger with what its clause shows: its mood, who may be its subject, who speaks, who acts, what it gives."""

    trigger: Trigger
    mood: str
    subjects: set[str]
    speakers: set[str]
    acting: set[str]
    told: list[tuple[Triple, str]]  # what its own places give, and how
    types: set[str]  # what it names; a warning may turn out to be a threat, a declined meeting a refusal


class Signs:
    """The candidates of one sentence."""

    def __init__(self, reader: Reader, quotes: list[Said], tone: list[tuple[int, float]], memory: Memory) -> None:
        self.reader, self.words, self.mentions = reader, reader.words, reader.sentence.mentions
        self.quotes, self.tone, self.memory = [q for q in quotes if q.actor], tone, memory
        self.quoted = bool(quotes)
        self.here = reader.sentence.number
        self.whole = self._split(0, len(self.words))
        self.in_names = {i for m in self.mentions for i in range(m.first, m.last + 1)}
        self.reaches = [self._reach(t) for t in reader.triggers if t.kind != "say" and t.row["type"]]
        self.told = memory.told[self.here]
        self.extra = self._list_extra()
        self.told_pairs = {(a, b) for a, _, b in self.told}
        self.by_party: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            for party in mention.actors:
                self.by_party.setdefault(party, []).append(mention)
        self.named = list(self.by_party)
        self.parties = {a for m in self.mentions if m.kind != "place" for a in m.actors}
        self.carried = self._list_carried()
        self.main = [a for a in memory.top[:MAIN] if a not in self.named and a not in self.carried]
        self.unnamed = {*self.carried, *self.main}
        self.sides: dict[tuple[int, str, str], list[str]] = {}  # what `_tell_side` found

    def _reach(self, trigger: Trigger) -> Reach:
        reader = self.reader
        owners = reader.find_owners(trigger) if trigger.kind == "noun" else reader.subjects.get(trigger.first, [])
        told = [
            ((event["source"], event["type"], event["target"]), event["rule"].split("/")[1])
            for event in reader.events
            if event["place"] == (trigger.first, trigger.last)
        ]
        return Reach(
            trigger,
            reader.find_mood(trigger.first),
            set(reader.names(owners)),
            set(reader.find_speaker(trigger.first)),
            set(reader.find_current(trigger.first)),
            told,
            {trigger.row["type"], *(triple[1] for triple, _ in told)},
        )

    def _list_carried(self) -> list[str]:
        """Parties that the sentence does not name and may mean: who speaks, who acts, who was named last."""
        before = self.reader.before
        acting = [a for reach in self.reaches for a in (*sorted(reach.speakers), *sorted(reach.acting))]
        order = [q.actor for q in self.quotes] + acting + [*before.agent, *reversed(before.parties[-3:])]
        return [a for a in dict.fromkeys(order) if a not in self.named][:CARRIED]

    # -------------------------------------------------------------- candidates

    def list_candidates(self) -> Iterator[Candidate]:
        """Every pair of parties with every type that may be told of it."""
        parties = [*self.named, *self.carried, *self.main]
        types = dict.fromkeys(
            [*ANY_TIME, *(r.trigger.row["type"] for r in self.reaches), *(k for _, k, _ in self.told)]
        )
        for source in parties:
            for target in parties:
                if source == target or not self._may_meet(source, target):
                    continue
                pair = [*self._tell_pair(source, target), *self._tell_document(source, target)]
                for kind in sorted(types):
                    yield self._make(source, kind, target, pair)

    def _may_meet(self, source: str, target: str) -> bool:
        """Two parties that are both unnamed are thought of only if the document tells of them elsewhere."""
        both = source in self.unnamed and target in self.unnamed
        return not both or self.memory.count_pair(source, target, self.here) > 0

    def _make(self, source: str, kind: str, target: str, pair: list[str]) -> Candidate:
        triple = (source, kind, target)
        signs = [kind, *(f"{kind}: {sign}" for sign in pair)]
        reaches = [reach for reach in self.reaches if kind in reach.types]
        told = [(self._tell_trigger(reach, triple), reach) for reach in reaches]
        best = max(told, key=lambda pair: (*_rank(pair[0]), -self._distance(pair[1], target)), default=None)
        if best:
            signs += [f"trigger: {sign}" for sign in best[0]] + [f"triggers {min(len(reaches), 3)}"]
        else:
            signs += ["no trigger", f"{kind}: no trigger"]
        signs += [f"told: {how}" for how in self.extra.get(triple, [])]
        signs += self._tell_others(triple)
        signs += self._tell_again(triple, bool(best))
        mood = best[1].mood if best and triple not in self.told else "asserted"
        return Candidate(source, kind, target, best[1].trigger if best else None, mood, signs)

    def _distance(self, reach: Reach, party: str) -> int:
        near = self._nearest(party, reach.trigger.last)
        return abs((near.first if near else 99) - reach.trigger.last)

    def _list_extra(self) -> dict[Triple, list[str]]:
        """What duties and headlines without a verb tell, which no trigger names."""
        extra: dict[Triple, list[str]] = {}
        for event in self.reader.events:
            if event["rule"].startswith(("duty/", "headline/")):
                triple = event["source"], event["type"], event["target"]
                extra.setdefault(triple, []).append(event["rule"].split("/")[1])
        return extra

    def _tell_others(self, triple: Triple) -> Iterator[str]:
        """Whether the word list's own places tell of the two otherwise."""
        source, kind, target = triple
        if (source, target) in self.told_pairs:
            yield "pair told"
            if triple not in self.told:
                yield "pair told as another type"
                yield f"{kind}: pair told as another type"
        if (target, source) in self.told_pairs:
            yield "pair told the other way"
            yield f"{kind}: pair told the other way"

    # -------------------------------------------------------------- the document

    def _tell_again(self, triple: Triple, named: bool) -> Iterator[str]:
        """Whether other sentences of the document tell the same."""
        source, kind, target = triple
        again = self.memory.count(triple, self.here)
        if again:
            yield f"document: again {min(again, 3)}"
            yield f"{kind}: document: again"
            if source in self.unnamed or target in self.unnamed:
                yield "document: again with a party unnamed"
            if named:
                yield "document: again with a trigger"
                yield f"{kind}: document: again with a trigger"
        if self.memory.count((target, kind, source), self.here):
            yield "document: the other way"
            yield f"{kind}: document: the other way"
        for name, number in (("sentence before", self.here - 1), ("title", 0 if self.here else -1)):
            if triple in self.memory.told.get(number, ()):
                yield f"document: in the {name}"
                yield f"{kind}: document: in the {name}"

    def _tell_document(self, source: str, target: str) -> Iterator[str]:
        for name, party in (("source", source), ("target", target)):
            if party in self.main:
                yield f"{name} of the document"
            if party in self.memory.top:
                yield f"{name} top {self.memory.top.index(party)}"
        pairs = self.memory.count_pair(source, target, self.here)
        if pairs:
            yield f"pair in the document {min(pairs, 3)}"

    # -------------------------------------------------------------- round the trigger

    def _tell_trigger(self, reach: Reach, triple: Triple) -> list[str]:
        source, kind, target = triple
        trigger = reach.trigger
        sides = self._tell_roles(reach, source, target)
        signs = [f"{kind} {trigger.kind}", trigger.kind, f"mood {reach.mood}", f"parties {min(len(self.parties), 5)}"]
        signs += self._tell_slots(reach, triple)
        signs += self._tell_order(trigger, source, target)
        signs += sides
        signs += [f"{sign} of {trigger.kind}" for sign in sides if " away " not in sign]
        signs += [f"{sign} of {kind}" for sign in sides if sign in _BY_TYPE]
        if "source subject" in sides and "target slot" in sides:
            signs.append("subject and slot")
        if ("source subject" in sides or "source acting" in sides) and "target governed" in sides:
            signs.append("subject and governed")
        return signs

    def _tell_slots(self, reach: Reach, triple: Triple) -> Iterator[str]:
        source, kind, target = triple
        how = next((how for told, how in reach.told if told == triple), None)
        if how:
            yield from ("slot", f"slot {how}", f"slot of {kind} {reach.trigger.kind}")
        elif reach.told:
            yield "slot gives others"
            told = [one for one, _ in reach.told]
            if any(one[0] == source for one in told):
                yield "slot same source"
            if any(one[2] == target for one in told):
                yield "slot same target"
            if any((one[0], one[2]) == (target, source) for one in told):
                yield "slot turned round"
        else:
            yield "slot gives none"
        if triple in self.told and not how:
            yield "slot of another trigger"

    def _tell_order(self, trigger: Trigger, source: str, target: str) -> Iterator[str]:
        one, other = self._nearest(source, trigger.last), self._nearest(target, trigger.last)
        if self.here == 0:
            yield "headline"
        if "mutual" in trigger.row["flags"]:
            yield "mutual"
        if one and other:
            if "mutual" in trigger.row["flags"]:
                yield "mutual in order" if one.first < other.first else "mutual turned"
            places = sorted([(one.first, "source"), (other.first, "target"), (trigger.first, trigger.kind)])
            yield "order " + " ".join(name for _, name in places)

    def _tell_roles(self, reach: Reach, source: str, target: str) -> list[str]:
        trigger, before = reach.trigger, self.reader.before
        found = [*self._tell_side(trigger, source, "source"), *self._tell_side(trigger, target, "target")]
        for name, party in (("source", source), ("target", target)):
            for role, parties in (("subject", reach.subjects), ("speaker", reach.speakers), ("acting", reach.acting)):
                if party in parties:
                    found.append(f"{name} {role}")
        if source in before.agent:
            found.append("source acted before")
        near, wanted = self._nearest(target, trigger.last), trigger.row["target"].split()
        if near and (near.prep or "object") in wanted:
            found.append("target slot")
        if near and near.outer in wanted:
            found.append("target outer slot")
        return found

    def _tell_side(self, trigger: Trigger, party: str, name: str) -> list[str]:
        """What `_tell_role` tells, told once for all the pairs that a party is in."""
        key = (trigger.first, party, name)
        if key not in self.sides:
            self.sides[key] = list(self._tell_role(trigger, party, name))
        return self.sides[key]

    def _tell_role(self, trigger: Trigger, party: str, name: str) -> Iterator[str]:
        """Where a party stands from the trigger, and what stands between."""
        near = self._nearest(party, trigger.last)
        if near is None:
            yield f"{name} unnamed"
            return
        yield f"{name} {near.kind}"
        yield f"{name} behind {near.prep or 'nothing'}"
        gap = near.first - trigger.last if near.first > trigger.last else near.last - trigger.first
        yield f"{name} away {_measure(gap)}"
        if near.governor in trigger.places:
            yield f"{name} governed"
        elif near.governor in self.reader.verbs:
            yield f"{name} governed by a verb"
        elif near.governor in self.reader.heads:
            yield f"{name} governed by a noun"
        low, high = sorted((trigger.first, near.first))
        between = self.words[low + 1 : high + 1]
        if any(word.stops for word in between):
            yield f"{name} behind a stop"
        elif any(word.parted for word in between):
            yield f"{name} behind a comma"
        triggers = sum(low < other.first < high for other in self.reader.triggers)
        if triggers:
            yield f"{name} behind triggers {min(triggers, 2)}"
        others = sum(low < m.first < high and party not in m.actors and m.kind != "place" for m in self.mentions)
        if others:
            yield f"{name} behind parties {min(others, 2)}"
        if len(self.by_party[party]) > 1:
            yield f"{name} named again"
        if party in self.mentions[0].actors:
            yield f"{name} first"

    # -------------------------------------------------------------- round the pair

    def _tell_pair(self, source: str, target: str) -> list[str]:
        one, other = self._pick_pair(source, target)
        signs = [f"parties {min(len(self.parties), 5)}"]
        if self.here == 0:
            signs.append("headline")
        if one and other:
            signs += self._tell_between(one, other)
        else:
            signs.append("target unnamed" if one else "source unnamed" if other else "both unnamed")
        if other:
            signs += self._tell_place(other, "target")
            signs.append(f"tone round target {_sign(self._hear(other.first - 5, other.last + 5))}")
        if one:
            signs += self._tell_place(one, "source")
            if one is self.mentions[0]:
                signs.append("source first")
        signs += self._tell_voices(source, target)
        positive, negative = self.whole
        signs += [f"tone {_sign(positive - negative)}", f"good {_cap(positive)}", f"bad {_cap(negative)}"]
        return signs

    def _pick_pair(self, source: str, target: str) -> tuple[Mention | None, Mention | None]:
        """The two mentions that stand nearest to each other, the source's first if there is one so."""
        ones, others = self.by_party.get(source, []), self.by_party.get(target, [])
        if ones and others:
            pairs = ((a, b) for a in ones for b in others)
            return min(pairs, key=lambda pair: (pair[1].first < pair[0].first, abs(pair[0].first - pair[1].first)))
        return (self._nearest(source, 0), None) if ones else (None, others[0] if others else None)

    def _tell_between(self, one: Mention, other: Mention) -> Iterator[str]:
        order = "to target" if one.first < other.first else "from target"
        low, high = (one.last + 1, other.first) if one.first < other.first else (other.last + 1, one.first)
        yield order
        yield f"{order} away {_measure(high - low + 1)}"
        yield f"verbs between {min(2, sum(low <= verb < high for verb in self.reader.verbs))}"
        if other.first == one.last + 1:
            yield "side by side"
        for lemma in self._list_lemmas(low, high)[:NEAR]:
            yield f"{order} over {lemma}"

    def _tell_place(self, mention: Mention, name: str) -> Iterator[str]:
        yield f"{name} {mention.kind}"
        yield f"{name} behind {mention.prep or 'nothing'}"
        if name == "target" and mention.governor >= 0:
            for lemma in self._list_lemmas(mention.governor, mention.governor + 1):
                yield f"target of {lemma}"
        for lemma in self._list_lemmas(mention.head - 3, mention.head):
            yield f"{name} after {lemma}"
        for lemma in self._list_lemmas(mention.last + 1, mention.last + 3):
            yield f"{name} before {lemma}"

    def _tell_voices(self, source: str, target: str) -> Iterator[str]:
        """Who is quoted, and what tone his words have where they name the target."""
        own = [quote for quote in self.quotes if quote.actor == source]
        if own:
            yield "source speaks"
        elif self.quoted:
            yield "another speaks"
        if any(quote.actor == target for quote in self.quotes):
            yield "target speaks"
        mentions = self.by_party.get(target, [])
        signs: dict[str, None] = {}
        for quote in own:
            inside = [m for m in mentions if quote.first <= m.first <= quote.last]
            if mentions and not inside:
                signs["content without target"] = None
                continue
            signs.update(dict.fromkeys(self._tell_content(quote, inside[0] if inside else None)))
        yield from signs

    def _tell_content(self, quote: Said, mention: Mention | None) -> Iterator[str]:
        name = "content" if mention else "content on the unnamed"
        positive, negative = self._split(quote.first, quote.last + 1)
        yield name
        yield f"{name} tone {_sign(positive - negative)}"
        yield f"{name} good {_cap(positive)}"
        yield f"{name} bad {_cap(negative)}"
        yield f"{name} {quote.stance}"
        if any(word.rest in DUTIES for word in self.words[quote.first : quote.last + 1]):
            yield f"{name} duty"
        if mention:
            yield f"content round target {_sign(self._hear(mention.first - 4, mention.last + 6))}"
            yield f"content away {_measure(mention.first - quote.first)}"

    # -------------------------------------------------------------- small things

    def _nearest(self, party: str, place: int) -> Mention | None:
        mentions = self.by_party.get(party, [])
        return min(mentions, key=lambda m: (m.kind == "place", abs(m.first - place)), default=None)

    def _list_lemmas(self, first: int, end: int) -> list[str]:
        """The lemmas between two words but for those of names, and numbers."""
        places = range(max(first, 0), min(end, len(self.words)))
        lemmas = [self.words[place].lemma for place in places if place not in self.in_names]
        return [lemma for lemma in lemmas if not any(letter.isdigit() for letter in lemma)]

    def _hear(self, first: int, last: int) -> float:
        return sum(weight for place, weight in self.tone if first <= place <= last)

    def _split(self, first: int, end: int) -> tuple[float, float]:
        """The tone words between two words: how much good, how much bad."""
        weights = [weight for place, weight in self.tone if first <= place < end]
        return sum(w for w in weights if w > 0), -sum(w for w in weights if w < 0)


_BY_TYPE = frozenset(
    ("source subject", "source speaker", "source acting", "source unnamed", "source governed", "source acted before",
     "target slot", "target unnamed", "target governed")
)  # fmt: skip


def _rank(signs: Iterable[str]) -> tuple[bool, ...]:
    """Which trigger of a type speaks best for a pair."""
    known = set(signs)
    one_side = bool(known & {"slot same source", "slot same target"})
    return ("slot" in known, one_side, "source subject" in known, "target slot" in known, "target governed" in known)


def _measure(gap: int) -> str:
    size = sum(abs(gap) > limit for limit in _DISTANCES)
    return f"{'+' if gap > 0 else '-'}{size}"


def _sign(value: float) -> str:
    return "positive" if value > 0 else "negative" if value < 0 else "none"


def _cap(value: float) -> int:
    """A sum of weights as 0, 1, 2 or 3: 3 is much."""
    return min(3, round(value + 0.25)) if value else 0

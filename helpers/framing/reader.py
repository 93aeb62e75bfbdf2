"""The events of one sentence: each trigger with its source and target, by the kind of word that it is."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.framing.clauses import THAT, Mention, fold_all
from helpers.framing.nouns import MEETINGS, Nouns
from helpers.framing.targets import SHOULD
from helpers.framing.triggers import Trigger

DEEDS = ("ASSAULT", "COERCE", "SANCTION")  # told in the passive with «على يد»
CONSEQUENCES = fold_all("عاقبة عواقب مغبة رد انتقام")
WARNED = fold_all("أنه أنها أنهم")
PREPOSITIONS_OF_VICTIMS = frozenset(("ala", "didd", "ila", "maa", "fi", "time"))  # against whom the conduct goes
TOURS = fold_all("جولة زيارة رحلة")


class Reader(Nouns):
    """Reads the events of one sentence from its triggers, agents and targets, each at its place by the word list."""

    subjects: dict[int, list[Mention]]
    events: list[dict]

    def read(self) -> list[dict]:
        """The events of the sentence in the order of their triggers; the agents of all clauses are found first."""
        self.subjects = self.find_agents()
        self.events = []
        for trigger in self.triggers:
            self.events += list(self._read_trigger(trigger)) or self._read_opposed(trigger)
        self.events += self._read_duties()
        if self.sentence.number == 0:
            self.events += self._read_headline()
        return self.events

    def _read_trigger(self, trigger: Trigger) -> Iterator[dict]:
        if trigger.kind == "verb":
            yield from self._read_verb(trigger, self.subjects.get(trigger.first, []))
        elif trigger.kind == "participle":
            self.ask(trigger)
            agent = self.find_speaker(trigger.first)
            targets = self.find_targets(trigger, self.as_mentions(agent, trigger.first))
            yield from self._emit(trigger, agent, targets, "participle")
        elif trigger.kind == "blame":
            yield from self._read_blame(trigger)
        elif trigger.kind == "noun":
            yield from self._read_noun(trigger)

    def _read_opposed(self, trigger: Trigger) -> Iterator[dict]:
        """«معارضة طهران لأي حوار مع واشنطن»: whom one will not meet is declined."""
        if trigger.row["type"] != "REJECT" or self.find_mood(trigger.first) not in ("asserted", "planned"):
            return
        after = [t for t in self.triggers if trigger.last < t.first <= trigger.last + 6]
        if after and after[0].row["type"] in MEETINGS:
            owners = self.find_owners(trigger) if trigger.kind == "noun" else self.subjects.get(trigger.first, [])
            source = self.names(owners) or self.find_speaker(trigger.first)
            yield from self._emit(trigger, source, self.find_targets(after[0], []), "opposed")

    def _read_blame(self, trigger: Trigger) -> Iterator[dict]:
        """«وصفت واشنطن التجربة الكورية بأنها استفزاز»: who calls another's conduct by such a name blames him."""
        spoken = [a for a in self.agents if a.place < trigger.first and a.speaks and a.mentions and not a.relative]
        if not spoken:
            return
        judge = spoken[-1]
        near = [m for m in self.sentence.mentions if judge.place < m.first < trigger.first]
        owned = [m for m in self.sentence.mentions if m.governor == trigger.last and not m.prep]
        for m in (*owned, *reversed(near)):
            if not set(m.actors) & set(judge.mentions) and PREPOSITIONS_OF_VICTIMS.isdisjoint({m.prep, m.outer}):
                yield from self._emit(trigger, judge.mentions, self.names(self.sentence.group(m)), "blame")
                return
        if self.words[judge.place].suffix:  # «واشنطن تعتبره استفزازاً»
            yield from self._emit(trigger, judge.mentions, self.find_other(set(judge.mentions), trigger.first), "blame")

    def _read_duties(self) -> Iterator[dict]:
        """«إن على إيران أن …»: who speaks demands it."""
        row = {"id": "duty", "type": "REQUEST", "flags": ""}
        for m in self.sentence.mentions:
            opens = m.prep == "ala" and (
                m.governor < 1 or self.words[m.governor].parted or self._opens_clause(m.governor)
            )
            if opens and m.last + 1 < len(self.words) and self.words[m.last + 1].rest in SHOULD:
                target = self.names(self.sentence.group(m))
                yield from self._emit(Trigger(m.governor, m.last, row), self.find_speaker(m.first), target, "duty")

    def _opens_clause(self, place: int) -> bool:
        if place < 1 or self.words[place].parted:
            return True
        return self.words[place - 1].rest in THAT or self.words[place - 1].lemma in ("وجب", "تعين", "انبغي")

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
        if self._announces(trigger, targets):
            trigger = Trigger(trigger.first, trigger.last, {**row, "type": "THREATEN"})
        yield from self._emit(trigger, source, targets, "verb")

    def _announces(self, trigger: Trigger, targets: tuple[str, ...]) -> bool:
        """«حذرت إيران من أنها ستواجه …»: a warning of what the warner will bring upon the one warned is a threat."""
        if trigger.row["term"] != "حذر" or not targets:
            return False
        for place in range(trigger.last + 1, len(self.words) - 2):
            after = self.words[place + 1]
            if self.words[place].rest == "من" and (after.rest in WARNED or after.lemma in CONSEQUENCES):
                return after.lemma in CONSEQUENCES or self.words[place + 2].clitic == "س"
        return False

    def _read_itinerary(self, trigger: Trigger) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """«جولة كيري تشمل إسرائيل والأردن»: who travels, and all whom he visits."""
        tours = [t for t in self.triggers if t.kind == "noun" and self.words[t.first].lemma in TOURS]
        if not tours:
            return (), ()
        near = min(tours, key=lambda t: abs(t.first - trigger.first))
        owners = [m for m in self.find_owners(near) if m.kind != "demonym"]  # «جولة أوروبية»
        guest = self.names(owners) or self.agent_of_noun(near)
        end = self.find_scope(trigger.last)
        behind = [m for m in self.sentence.mentions if max(trigger.last, near.last) < m.first <= end]
        first = next((m for m in behind if set(m.actors).isdisjoint(guest)), None)
        return guest, self.names(self.sentence.group(first)) if first else ()

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
        if "passive" in row["flags"] and not self.words[trigger.first].join:  # «المعارضة المدعومة من أنقرة»
            source = self.find_in_slot(trigger, row["source"], [])
            before = [m for m in self.sentence.mentions if m.last == trigger.first - 1]
            yield from self._emit(trigger, source, self.names(before[-1:]), "passive")
            return
        if "adjective" in row["flags"]:  # «وروسيا وإيران الداعمتين للنظام»
            before = [m for m in self.sentence.mentions if m.last == trigger.first - 1]
            agent = self.names(before) or (agent if not trigger.first or not self.words[trigger.first].suffix else ())
            yield from self._emit(trigger, agent, self.find_noun_targets(trigger, []), "adjective")
            return
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
        elif self.is_done_to(trigger, owners, slots):
            yield from self._emit(trigger, agent, owner, "objective")
        elif row["type"] == "AID" and (owner or agent):
            yield from self._emit(trigger, owner or agent, self._only_other(owner or agent), "only other")

    def _refuses(self, trigger: Trigger) -> bool:
        """«لن نجلس مع …», «لا حوار مع …»: who will not meet, agree or act together declines."""
        if trigger.row["type"] not in MEETINGS or not trigger.first:
            return False
        left = self.words[trigger.first - 1].rest
        return left in ("لن", "لا") and (trigger.kind == "noun" or self.words[trigger.first].tense == "ن")

    def _only_other(self, source: tuple[str, ...]) -> tuple[str, ...]:
        """The one other party of the sentence, where there is one: help has a receiver."""
        others = {a for m in self.sentence.mentions if m.kind != "place" for a in m.actors} - set(source)
        return tuple(others) if len(others) == 1 else ()

    def _emit(self, trigger: Trigger, source, targets, how: str) -> Iterator[dict]:
        mood = self.find_mood(trigger.first)
        source, targets = tuple(source), tuple(targets)
        if mood == "negated" and "unless" in trigger.row["flags"]:  # «لم يقبل العرض»
            mood = "asserted"
        if mood == "negated" and self._refuses(trigger):
            trigger, mood = Trigger(trigger.first, trigger.last, {**trigger.row, "type": "REJECT"}), "asserted"
        if not targets and "mutual" in trigger.row["flags"] and len(source) > 1:
            source, targets = source[:1], source[1:]
        for a in source:
            for b in targets:
                if a != b:
                    if mood == "asserted":
                        self.acts.append((a, trigger.row["type"], b))
                    yield self._tell(trigger, a, b, mood, how)
                    if "both" in trigger.row["flags"]:  # «تبادلت موسكو وكييف الاتهامات»
                        yield self._tell(trigger, b, a, mood, how)

    def _tell(self, trigger: Trigger, source: str, target: str, mood: str, how: str) -> dict:
        return {
            "source": source,
            "type": trigger.row["type"],
            "target": target,
            "mood": mood,
            "visit": "place" in trigger.row["flags"],
            "rule": f"{trigger.row['id']}/{how}",
            "place": (trigger.first, trigger.last),
        }

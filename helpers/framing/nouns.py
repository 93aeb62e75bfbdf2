"""The parties of a verbal noun: whose act it is («زيارة كيم»), who meets whom («مباحثات بين …»), who is meant."""

from __future__ import annotations

from helpers.framing.clauses import PAIRS, PREPOSITIONS, RELATIVES, THAT, Mention, fold_all
from helpers.framing.targets import Targets
from helpers.framing.triggers import BETWEEN, Trigger

DURING = fold_all("خلال لدى أثناء عقب بعد قبل")
RECEIVING = fold_all("تلقى تسلم استلم لقي")
UNDERGOING = fold_all("خضع واجه تعرض رزح عانى محاصر خاضع حصل نال حظي كسب لقي")


class Nouns(Targets):
    """The clauses of a sentence, with the search for the parties of a noun that names an event."""

    def is_done_to(self, trigger: Trigger, owners: list[Mention], slots: list[str]) -> bool:
        """«أكد دعم سوريا», «زار … زيارة موسكو»: the noun's own party is the target, not who acts."""
        if not owners or owners[0].governor != trigger.last or owners[0].prep or owners[0].kind == "demonym":
            return False
        if "land" in slots:
            return owners[0].kind in ("name", "metonym", "place", "body")
        return "objective" in slots

    def is_joint(self, trigger: Trigger, agent: tuple[str, ...]) -> bool:
        """«عقد كيري ولافروف اجتماعاً»: several act together, and the noun says what."""
        if len(agent) < 2 or trigger.row["type"] not in ("CONSULT", "AGREE") or self._is_definite(trigger):
            return False
        return not any(a.type for a in self.agents if a.place < trigger.first and a.mentions == agent)

    def _is_definite(self, trigger: Trigger) -> bool:
        return self.words[trigger.first].has_article

    def find_owners(self, trigger: Trigger) -> list[Mention]:
        """The party in the noun's own phrase («زيارة كيم»), or the subject of «رسالة وجهها …»."""
        owned = [
            m for m in self.sentence.mentions if m.governor == trigger.last and not m.prep and m.first > trigger.last
        ]
        if not owned and not self.is_received(trigger):  # «رسالة من كيم»
            owned = [m for m in self.sentence.mentions if m.prep == "min" and trigger.last < m.head <= trigger.last + 3]
        venue = bool(owned) and owned[0].kind == "place" and "place" not in trigger.row["flags"]
        if venue and len(self.sentence.group(owned[0])) == 1:
            owned = []
        if owned:
            return self.sentence.group(owned[0])
        for place in range(trigger.last + 1, min(trigger.last + 4, len(self.words))):
            word = self.words[place]
            if word.stops:
                break
            after = self.words[place + 1].rest if place + 1 < len(self.words) else ""
            if place in self.verbs and (word.suffix in ("ه", "ها") or after in ("بها", "به", "ها", "ه")):
                return self.find_subject_after(place, place)
        return []

    def find_noun_targets(self, trigger: Trigger, owners: list[Mention]) -> tuple[str, ...]:
        for slot in trigger.row["target"].split():
            if slot not in ("objective", "land"):
                found = self.find_in_slot(trigger, slot, owners)
                if found:
                    return found
        if not owners and "objective" in trigger.row["target"]:
            return self.find_in_slot(trigger, "objective", owners)
        return ()

    def is_received(self, trigger: Trigger) -> bool:
        near = self.words[max(0, trigger.first - 8) : trigger.first]
        return any(word.lemma in RECEIVING for word in near)

    def answers(self, trigger: Trigger) -> tuple[str, ...]:
        """«رفض الأسد دعوات الغرب»: who refuses has been asked."""
        earlier = [agent for agent in self.agents if trigger.first - 8 < agent.place < trigger.first]
        return earlier[-1].mentions if earlier and earlier[-1].type == "REJECT" else ()

    def undergoes(self, trigger: Trigger) -> bool:
        """«تخضع … لعقوبات أميركية»، «تحت عقوبات واشنطن»: the clause's subject is the target."""
        near = self.words[max(0, trigger.first - 4) : trigger.first]
        return any(word.lemma in UNDERGOING or word.rest == "تحت" for word in near)

    def read_visit(self, trigger: Trigger) -> tuple[str, ...]:
        """«دعوة … لزيارة موسكو»: who is to be visited invites."""
        visits = [t for t in self.triggers if t.row["type"] == "CONSULT" and t.first in self.asked]
        for visit in visits[:1]:
            return self.find_in_slot(visit, "land", [])
        return ()

    def agent_of_noun(self, trigger: Trigger) -> tuple[str, ...]:
        """The subject of the verb that the noun completes («أجرى … محادثات»); not across أن."""
        if self.words[trigger.last].suffix:
            left = self.words[trigger.first - 1].rest if trigger.first else ""
            first = next((agent for agent in self.agents if agent.place < trigger.first and agent.mentions), None)
            return first.mentions if first and left in DURING else self.find_current(trigger.first)
        for agent in reversed(self.agents):
            if agent.place < trigger.first:
                if agent.type == "REJECT" and self.is_denied(trigger.first):
                    return agent.mentions  # «نفت إيران إرسال أسلحة»
                if agent.type in ("ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"):
                    return ()
                between = self.words[agent.place + 1 : trigger.first]
                if any(w.rest in THAT or w.stops for w in between):
                    return ()
                return () if agent.place in self.verbs and self.find_mood(agent.place) == "negated" else agent.mentions
        if not any(word.stops for word in self.words[1 : trigger.first + 1]):
            return self.find_current(trigger.first) if trigger.first < 8 else ()
        return ()

    def read_pair(self, trigger: Trigger, owners: list[Mention]) -> tuple[str, ...]:
        """«مباحثات بين أ وب»، «المباحثات المصرية الروسية»، «لقاء كيري ولافروف»."""
        end = self.find_reach(trigger, wide=True)
        for m in self.sentence.mentions:
            if trigger.last < m.first <= end and m.prep == "bayna" and self._reaches(trigger, m):
                names = self.names(self.sentence.group(m))
                if len(names) > 1:
                    return names
        for place in range(trigger.last + 1, min(end, trigger.last + 6)):
            here, second = self.words[place].rest, self.words[place + 1]
            if here in BETWEEN and second.join and PREPOSITIONS.get(second.rest) == "bayna":
                party = next((m for m in self.sentence.mentions if m.first > place), None)
                one = [a for a in self.find_current(trigger.first) if party and a not in party.actors]
                return (one[0], *party.actors) if party and one else ()  # «بينه وبين نظيره البريطاني»
        if owners:
            pair = list(self.names(owners))
            after = [m for m in self.sentence.mentions if m.first == owners[-1].last + 1 and m.kind == "demonym"]
            if owners[0].kind == "demonym":
                pair += [a for m in after if not m.prep for a in m.actors]
            if len(pair) > 1:
                return tuple(pair)
        near = range(trigger.last + 1, min(end, trigger.last + 4) + 1)
        for place in near if trigger.row["type"] == "CONSULT" else ():
            word = self.words[place]
            if word.rest in PAIRS or word.suffix == "هما":
                return self.find_last_named(2, place, set())
        return ()

    def _reaches(self, trigger: Trigger, mention: Mention) -> bool:
        """Whether «بين …» belongs to the noun, not to a verb or another noun behind it."""
        for place in range(trigger.last + 1, mention.head):
            if self.words[place].lemma == "علاقه" or any(t.first == place and t.kind == "noun" for t in self.triggers):
                return False
            if place in self.verbs and self.words[place - 1].rest not in RELATIVES and place - trigger.last > 2:
                return False
        return True

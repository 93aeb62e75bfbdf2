"""The parties of a verbal noun: whose act it is («زيارة كيم»), who meets whom («مباحثات بين …»), who is meant."""

from __future__ import annotations

from helpers.framing.clauses import PAIRS, PREPOSITIONS, THAT, Mention, fold_all
from helpers.framing.targets import WITH_WHAT, Targets
from helpers.framing.triggers import BETWEEN, Trigger

MEETINGS = ("CONSULT", "AGREE", "COOPERATE")  # coded once for both parties
WAGING = fold_all("شن خاض نفذ واصل قاد فرض شدد رفع بدأ وجه أعلن أقر وسع جدد مدد")
WILLS = fold_all("رغبة استعداد عزم نية اعتزام حرص تعهد أمل قرار إعلان محاولة خطة اقتراح التزام")
DURING = fold_all("خلال لدى أثناء عقب بعد قبل")
RECEIVING = fold_all("تلقى تسلم استلم لقي")
UNDERGOING = fold_all("تلقى تسلم استلم خضع واجه تعرض رزح عانى محاصر خاضع حصل نال حظي كسب لقي")


class Nouns(Targets):
    """The clauses of a sentence, with the search for the parties of a noun that names an event."""

    def is_done_to(self, trigger: Trigger, owners: list[Mention], slots: list[str]) -> bool:
        """«أكد دعم سوريا», «زار … زيارة موسكو»: the noun's own party is the target, not who acts."""
        if not owners or owners[0].governor != trigger.last or owners[0].prep:
            return False
        if owners[0].kind == "demonym" and owners[0].head == owners[0].first:
            return False  # «القصف الإسرائيلي», but «قصف مواقع إسرائيلية»
        last = self.sentence.group(owners[0])[-1].last
        if trigger.row["type"] == "REQUEST" and owners[0].kind in ("person", "office"):
            return False  # «دعوة الرئيس الأسد إلى الحوار»: his
        if trigger.row["type"] == "THREATEN" and self._says_with_what(last):
            return False  # «تهديد موسكو بقطع الغاز»: who threatens
        if "land" in slots:
            return owners[0].kind in ("name", "metonym", "place", "body")
        return "objective" in slots

    def _says_with_what(self, last: int) -> bool:
        after = self.words[last + 1] if last + 1 < len(self.words) else None
        return after is not None and (after.clitic == "bi" or after.rest in WITH_WHAT)

    def is_joint(self, trigger: Trigger, agent: tuple[str, ...]) -> bool:
        """«عقد كيري ولافروف اجتماعاً»: several act together, and the noun says what."""
        definite = any(self.words[place].has_article for place in (trigger.first, trigger.last))
        if len(agent) < 2 or trigger.row["type"] not in MEETINGS or definite:
            return False
        return not any(a.type for a in self.agents if a.place < trigger.first and a.mentions == agent)

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
            if after in ("بها", "به") or (place in self.verbs and word.suffix in ("ه", "ها")):
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
        if any(word.lemma == "رد" for word in self.words[max(0, trigger.first - 3) : trigger.first]):
            return self._find_answerer(trigger)
        earlier = [agent for agent in self.agents if trigger.first - 8 < agent.place < trigger.first]
        return earlier[-1].mentions if earlier and earlier[-1].type == "REJECT" else ()

    def _find_answerer(self, trigger: Trigger) -> tuple[str, ...]:
        """«قال لافروف، رداً على انتقادات واشنطن، …»: whom the reproach was meant for."""
        before = self.find_current(trigger.first)
        later = [agent for agent in self.agents if agent.place > trigger.last and agent.speaks and agent.mentions]
        return before or (later[0].mentions if later else ())

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

    def _has_own_agent(self, trigger: Trigger) -> bool:
        """«الحرب على أوكرانيا», «العقوبات المفروضة على إيران»: well known, whoever acts in the clause."""
        word = self.words[trigger.first]
        if trigger.row["type"] not in ("ASSAULT", "SANCTION") or not word.has_article or word.suffix:
            return False
        return not any(near.lemma in WAGING for near in self.words[max(0, trigger.first - 12) : trigger.first])

    def _find_blamed(self, trigger: Trigger) -> tuple[str, ...]:
        """«اتهمت واشنطن طهران بدعمها …», «شكر قطر على دعمها …»: the pronoun means who is blamed or thanked."""
        word, left = self.words[trigger.first], self.words[trigger.first - 1] if trigger.first else None
        if word.clitic != "bi" and (left is None or PREPOSITIONS.get(left.rest) != "ala"):
            return ()
        agent = next((a for a in reversed(self.agents) if a.place < trigger.first), None)
        if agent is None or agent.type not in ("ACCUSE", "SUPPORT") or trigger.first - agent.place > 12:
            return ()
        return next((act[2:] for act in reversed(self.acts) if act[0] in agent.mentions and act[1] == agent.type), ())

    def _find_willing(self, trigger: Trigger) -> tuple[str, ...]:
        """«إعلان الرئيس الروسي استعداده للقاء …»: whose will it is, named right before."""
        for place in range(max(1, trigger.first - 3), trigger.first):
            if self.words[place].suffix and self.words[place].lemma in WILLS:
                return self.names([m for m in self.sentence.mentions if m.last == place - 1][:1])
        before = [m for m in self.sentence.mentions if m.last == trigger.first - 1 and m.governor >= 0 and not m.prep]
        if before and self.words[before[-1].governor].lemma in WILLS:  # «رحبت بقرار واشنطن رفع العقوبات»
            return self.names(before[-1:])
        return ()

    def agent_of_noun(self, trigger: Trigger) -> tuple[str, ...]:
        """The subject of the verb that the noun completes («أجرى … محادثات»); not across أن."""
        if self._has_own_agent(trigger):
            return ()
        if self.words[trigger.last].suffix:
            blamed = self._find_blamed(trigger)
            if blamed:
                return blamed
            left = self.words[trigger.first - 1].rest if trigger.first else ""
            first = next((agent for agent in self.agents if agent.place < trigger.first and agent.mentions), None)
            return first.mentions if first and left in DURING else self.find_current(trigger.first)
        willing = self._find_willing(trigger)
        if willing:
            return willing
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
            if trigger.last < m.first <= end and m.prep == "bayna" and self.reaches(trigger, m):
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

"""Whom an event is done to: the places round its trigger that the word list names, pronouns and «نظيره»."""

from __future__ import annotations

from helpers.framing.agents import Clauses
from helpers.framing.clauses import OTHERS, PREPOSITIONS, RELATIVES, THREES, Mention, fold_all
from helpers.framing.triggers import Trigger

DELEGATES = fold_all("ممثل مسؤول مسئول مندوب قائد قيادي زعيم عضو دبلوماسي وفد مبعوث خبير نائب وزير")
SHOULD = fold_all("أن ألا")
WHAT = fold_all("ما بما مما لما عما فيما")


class Targets(Clauses):
    """The clauses of a sentence, with the search for a trigger's target."""

    def find_targets(self, trigger: Trigger, subject: list[Mention]) -> tuple[str, ...]:
        for slot in trigger.row["target"].split():
            found = self.find_in_slot(trigger, slot, subject)
            if found:
                return found
        return ()

    def find_in_slot(self, trigger: Trigger, slot: str, subject: list[Mention]) -> tuple[str, ...]:
        own = set(self.names(subject))
        word = self.words[trigger.last]
        end = self.find_reach(trigger, wide=trigger.kind == "verb")
        begin = trigger.first if "…" in trigger.row["term"] else trigger.last
        inside = [m for m in self.sentence.mentions if begin < m.first <= end and m not in subject]
        if slot == "back":
            acts = [*self.before.acts, *self.acts]
            near = self.before.recent | {a for m in self.sentence.mentions for a in m.actors}
            kinds = ("ACCUSE", "REQUEST")
            return tuple(a for a, kind, b in reversed(acts) if b in own and kind in kinds and a in near)[:1]
        if slot == "other":
            return self.find_other(own, trigger.first) if own else ()
        if slot == "doer":
            return self._doer(trigger)
        if slot == "any":
            for m in self.sentence.mentions:
                if m.first > trigger.last and m not in subject and not set(m.actors) & own and m.kind != "place":
                    parted = any(self.words[i].parted for i in range(trigger.last + 1, m.first + 1))
                    return () if parted else self.names(self.sentence.group(m))
            return ()
        if slot == "object":
            if word.suffix and trigger.kind == "verb":
                if trigger.first and self.words[trigger.first - 1].rest in RELATIVES:
                    return self.names(m for m in self.find_antecedent(trigger.first - 1) if m not in subject)
                return self.find_other(own, trigger.first)
            for m in inside:
                if not m.prep and not set(m.actors) & own and (m.kind != "place" or "place" in trigger.row["flags"]):
                    if (self.is_parted(trigger.last, m.head) and not m.joined) or self._governs_other(trigger, m):
                        break
                    if trigger.row["type"] == "REQUEST" and self._is_content(trigger, m):
                        break
                    return self.names(self.sentence.group(m))
            return self._anaphor(trigger, "", own) or self._by_relative(trigger, "", end)
        if slot in ("objective", "owner", "land"):
            for m in inside:
                if m.governor == trigger.last and not m.prep:
                    if m.kind == "place" and slot != "land" and "place" not in trigger.row["flags"]:
                        break
                    if slot == "land" and m.kind not in ("name", "metonym", "place"):
                        return ()
                    return self.names(self.sentence.group(m))
            return self._behind_venue(trigger, inside) if slot == "objective" else ()
        for m in inside:
            own_prep = m.prep or (m.outer if trigger.kind != "noun" else "")
            if slot in (own_prep, self._through_delegate(m)) and self._may_be_target(trigger, m, slot):
                return self.names(self.sentence.group(m))
        return self._anaphor(trigger, slot, own) or self._by_relative(trigger, slot, end)

    def _doer(self, trigger: Trigger) -> tuple[str, ...]:
        """«يجب أن تعمل الولايات المتحدة»: who should do it."""
        near = range(trigger.last + 1, min(trigger.last + 4, len(self.words) - 1))
        that = next((place for place in near if self.words[place].rest in SHOULD), None)
        if that is None or that + 1 not in self.verbs:
            return ()
        return self.names(self.find_subject_after(that + 1, that + 1))

    def find_reach(self, trigger: Trigger, *, wide: bool) -> int:
        """The last word that may be the trigger's: of its clause, and of a noun's own relative clause."""
        end = self.find_scope(trigger.last, wide=wide)
        near = trigger.kind == "noun" and end - trigger.last <= 3 and end + 2 in self.verbs
        if near and self.words[end + 1].rest in RELATIVES:  # «المفاوضات التي أجرتها إيران مع …»
            return self.find_scope(end + 2, wide=True)
        return end

    def _by_relative(self, trigger: Trigger, slot: str, end: int) -> tuple[str, ...]:
        """«… دعمها للمبادرة التي أطلقها الخطيب»: whose the thing is."""
        span = self.words[trigger.last + 1 : end + 1]
        if end + 2 >= len(self.words) or self.words[end + 1].rest not in RELATIVES or len(span) > (5 if slot else 8):
            return ()
        if slot and not any(word.clitic == slot or PREPOSITIONS.get(word.rest) == slot for word in span):
            return ()
        verb = end + 2
        return self.names(self.find_subject_after(verb, verb)) if verb in self.verbs and self.words[verb].suffix else ()

    def _governs_other(self, trigger: Trigger, mention: Mention) -> bool:
        """Whether the party belongs to another verb or noun; «رفض اتهام دمشق» answers the one who accuses."""
        if mention.governor not in self.heads or mention.governor in trigger.places:
            return False
        if trigger.row["type"] == "REQUEST":
            return True
        if "denies" in trigger.row["flags"]:  # «نفت إيران تسليح سوريا», but «نفت إيران اتهام سوريا لها»
            kinds = {t.row["type"] for t in self.triggers if mention.governor in t.places}
            return kinds.isdisjoint(("ACCUSE", "REQUEST"))
        if mention.governor in self.verbs:
            verb = self.words[mention.governor]
            return not (verb.suffix or self.words[mention.governor - 1].rest in WHAT)  # «ما قاله ترامب»
        return mention.governor - trigger.last > 4

    def _through_delegate(self, mention: Mention) -> str:
        """«مع ممثلين للنظام», «مع مسؤولين في الخارجية الأميركية»: the preposition of those who stand for the party."""
        place = mention.governor + (0 if mention.prep == "li" else -1)
        if mention.prep not in ("li", "fi", "min") or place < 1 or self.words[place].lemma not in DELEGATES:
            return ""
        return self.words[place].clitic or PREPOSITIONS.get(self.words[place - 1].rest, "")

    def _behind_venue(self, trigger: Trigger, inside: list[Mention]) -> tuple[str, ...]:
        """«لقائه في باريس الرئيس …»: the object may follow place and time, if a pronoun is on the noun."""
        if not self.words[trigger.last].suffix or not inside or inside[0].prep != "fi":
            return ()
        for before, m in zip(inside, inside[1:], strict=False):
            if not m.prep and m.head == before.last + 1:
                return self.names(self.sentence.group(m))
        return ()

    def _is_content(self, trigger: Trigger, mention: Mention) -> bool:
        """«دعا إلى حل القضية الفلسطينية»: what is behind «إلى» is asked for, nobody is asked."""
        between = self.words[trigger.last + 1 : mention.first]
        return any(PREPOSITIONS.get(word.rest) in ("ila", "ala") for word in between)

    def _may_be_target(self, trigger: Trigger, mention: Mention, slot: str) -> bool:
        if mention.kind == "place" and "place" not in trigger.row["flags"]:
            return False
        if trigger.kind != "noun":
            return True
        if slot == "bi" and mention.kind not in ("person", "office"):
            return False  # «اجتماع بالقاهرة» names the place
        between = range(trigger.last + 1, mention.first)
        if any(t.kind == "noun" and t.first in between for t in self.triggers):
            return False
        return slot != "li" or not any(self.words[i].clitic == "li" for i in between if i != mention.head)

    def _anaphor(self, trigger: Trigger, slot: str, own: set[str]) -> tuple[str, ...]:
        """«معه»، «ضيفه»، «نظيره»: the other party named before."""
        left = trigger.first - 4 if slot and trigger.kind == "noun" else trigger.last + 1
        for place in range(max(left, 0), min(trigger.last + 8, self.find_scope(trigger.last) + 1)):
            word = self.words[place]
            if place <= trigger.last and place >= trigger.first:
                continue
            if word.rest in THREES and not slot:
                return self.find_last_named(3, place, own)
            before = PREPOSITIONS.get(self.words[place - 1].rest) or word.clitic
            if word.rest in OTHERS and before == slot and not self.sentence.mention_at(place):
                return self.find_other(own, place)
            if slot and word.suffix and PREPOSITIONS.get(word.rest[: -len(word.suffix)]) == slot:
                return self.find_other(own, place)
        return ()

    def find_other(self, own: set[str], place: int) -> tuple[str, ...]:
        """The party that is not `own`: its partner in the last act, else the one named last."""
        near = self.before.recent | {a for m in self.sentence.mentions for a in m.actors}
        for a, _, b in reversed([*self.before.acts, *self.acts]):
            if a in own and b in near:
                return (b,)
            if b in own and a in near:
                return (a,)
        kinds = ("place", "demonym")
        named = [
            a for m in self.sentence.mentions if m.last < place and m.kind not in kinds for a in reversed(m.actors)
        ]
        for actor in reversed([*self.before.parties[-4:], *named]):
            if actor not in own:
                return (actor,)
        return ()

"""Whom an event is done to: the places round its trigger that the word list names, pronouns and «نظيره»."""

from __future__ import annotations

from helpers.framing.agents import Clauses
from helpers.framing.clauses import OTHERS, PREPOSITIONS, RELATIVES, THREES, Mention, fold_all, is_given_name
from helpers.framing.triggers import Trigger

DELEGATES = fold_all("ممثل مسؤول مسئول مندوب قائد قيادي زعيم عضو دبلوماسي وفد مبعوث خبير نائب وزير")
OBJECT_PRONOUNS = fold_all("إياه إياها إياهم إياهما")
SHOULD = fold_all("أن ألا")
LEAVING = fold_all("رحيل تنحي تنحية تنح استقالة انسحاب مغادرة سحب وقف إنهاء")
STATES = fold_all("علاقة صراع نزاع خلاف توتر أزمة سلام حدود مواجهة تقارب")  # they too are «بين» two
WITH_WHAT = fold_all("بأن بأنه بأنها بأنهم")
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
        if slot == "threat":  # «وهددت بالرد»: the other party of the story, where it is said what will be done
            told = any(w.clitic == "bi" or w.rest in WITH_WHAT for w in self.words[trigger.last + 1 : end + 3])
            return self.find_other(own, trigger.first) if own and told else ()
        if slot == "doer":
            return self._doer(trigger)
        if slot == "deed":
            return self._find_leaver(trigger, end)
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
                bare = not m.prep or self.find_delegate(m) > trigger.last  # «الأمين العام للأمم المتحدة»
                if bare and not set(m.actors) & own and (m.kind != "place" or "place" in trigger.row["flags"]):
                    if (self.is_parted(trigger.last, m.head) and not m.joined) or self._governs_other(trigger, m):
                        break
                    if trigger.row["type"] == "REQUEST" and self._is_content(trigger, m):
                        break
                    return self.names(self.sentence.group(m))
            after = self.words[trigger.last + 1].rest if trigger.last + 1 < len(self.words) else ""
            if after in OBJECT_PRONOUNS:  # «محذراً إياها من …»
                return self.find_other(own, trigger.first)
            return self._anaphor(trigger, "", own) or self._by_relative(trigger, "", end)
        if slot in ("objective", "owner", "land"):
            for m in inside:
                if slot == "objective" and self.find_delegate(m) == trigger.last + 1:
                    return self.names(self.sentence.group(m))  # «اغتيال قائد في الحرس الثوري»
                if m.governor == trigger.last and not m.prep:
                    if m.kind == "place" and slot != "land" and "place" not in trigger.row["flags"]:
                        break
                    if slot == "land" and m.kind not in ("name", "metonym", "place"):
                        return ()
                    return self.names(self.sentence.group(m))
            return self._behind_venue(trigger, inside) if slot == "objective" else ()
        if trigger.kind == "verb" and self._is_resumed(trigger, slot):
            return self.names(self.find_antecedent(trigger.first - 1))
        for m in inside:
            reaches = trigger.kind != "noun" or "promised" in trigger.row["flags"] or self._is_attitude(trigger, m)
            own_prep = m.prep or (m.outer if reaches else "")  # «بالهجوم الروسي»
            if slot in (own_prep, self._through_delegate(m)) and self._may_be_target(trigger, m, slot):
                return self.names(self.sentence.group(m))
        return self._anaphor(trigger, slot, own) or self._by_relative(trigger, slot, end)

    def _is_resumed(self, trigger: Trigger, slot: str) -> bool:
        """«الوزير الذي اجتمع معه لافروف»: the pronoun means what the relative clause is about."""
        if not trigger.first or trigger.last + 1 >= len(self.words):
            return False
        after = self.words[trigger.last + 1]
        stem = after.rest[: -len(after.suffix)] if after.suffix else ""
        return self.words[trigger.first - 1].rest in RELATIVES and PREPOSITIONS.get(stem) == slot

    def _doer(self, trigger: Trigger) -> tuple[str, ...]:
        """«يجب أن تعمل الولايات المتحدة»: who should do it."""
        near = range(trigger.last + 1, min(trigger.last + 4, len(self.words) - 1))
        that = next((place for place in near if self.words[place].rest in SHOULD), None)
        if that is None or that + 1 not in self.verbs:
            return ()
        return self.names(self.find_subject_after(that + 1, that + 1))

    def _find_leaver(self, trigger: Trigger, end: int) -> tuple[str, ...]:
        """«دعا إلى رحيل الأسد», «أصروا على انسحاب روسيا»: who should go is asked."""
        for m in self.sentence.mentions:
            inside = trigger.last < m.first <= end and m.governor > trigger.last
            if inside and {self.words[m.head].lemma, self.words[m.governor].lemma} & LEAVING:
                return self.names(self.sentence.group(m))
        return ()

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
        between = range(trigger.last + 1, mention.first)
        leading = (i for i in between if PREPOSITIONS.get(self.words[i].rest) in ("ila", "ala"))
        return any(not is_given_name(self.words, i) for i in leading)

    def _is_attitude(self, trigger: Trigger, mention: Mention) -> bool:
        """«إدانته للهجوم الإسرائيلي», «رفضها للقرار الأميركي»: whose act or word is meant."""
        near = 0 < mention.governor - trigger.last <= 2 and mention.governor in self.heads
        return trigger.row["type"] in ("ACCUSE", "REJECT", "SUPPORT") and near and mention.kind == "demonym"

    def _may_be_target(self, trigger: Trigger, mention: Mention, slot: str) -> bool:
        if mention.kind == "place" and "place" not in trigger.row["flags"]:
            return False
        if trigger.kind != "noun" or "promised" in trigger.row["flags"] or self._is_attitude(trigger, mention):
            return True
        if slot == "bi" and trigger.row["type"] == "CONSULT" and mention.kind not in ("person", "office"):
            return False  # «اجتماع بالقاهرة» names the place
        if slot == "bayna" and not self.reaches(trigger, mention):
            return False
        between = range(trigger.last + 1, mention.first)
        if any(t.kind == "noun" and t.first in between for t in self.triggers):
            return False
        return slot != "li" or not any(self.words[i].clitic == "li" for i in between if i != mention.head)

    def reaches(self, trigger: Trigger, mention: Mention) -> bool:
        """Whether «بين …» belongs to the noun, not to a verb or another noun behind it."""
        for place in range(trigger.last + 1, mention.head):
            if self.words[place].lemma in STATES or any(t.first == place and t.kind == "noun" for t in self.triggers):
                return False
            if place in self.verbs and self.words[place - 1].rest not in RELATIVES and place - trigger.last > 2:
                return False
        return True

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

"""The words of a sentence that name events, and whether what they name happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from helpers.framing.clauses import (
    JOINERS,
    MASCULINE,
    NEGATIONS,
    PARTICLES,
    PREPOSITIONS,
    RELATIVES,
    THAT,
    TIMES,
    Mention,
    Sentence,
    Word,
    fold_all,
    govern,
    read_word,
)
from helpers.framing.gazetteer import fold

POSSIBLE = fold_all("أي إمكانية احتمال احتمالات استئناف إحياء ضرورة أهمية إذا لو فرصة فكرة")
CONDITIONS = fold_all("إذا لو احتمال استأنف متى")
NEEDED = fold_all("حاجة احتاج مزيد")
BETWEEN = fold_all("بينه بينها بينهم")
CALLED_OFF = fold_all("عدم تأجيل إلغاء تعليق إرجاء")
REFUSED = fold_all("رفض علق ألغى أرجأ أجل")
POSSIBLE_AFTER = fold_all("محتمل محتملة المحتمل المحتملة مستقبلية محتملا")
NOUNLIKE = fold_all("تعاون تبادل تفاوض تشاور تحاور تواصل تضامن تحادث تباحث طالب عارض حاصر تنازل تعاطف تقاسم")


@dataclass
class Trigger:
    """Words `first` to `last` of a sentence that a `row` of the word list fits."""

    first: int
    last: int
    row: dict[str, str]

    @property
    def kind(self) -> str:
        return self.row["kind"]

    @property
    def places(self) -> set[int]:
        """The words that are the trigger's own; what a «…» leaves open belongs to the sentence."""
        return {self.first, self.last} if "…" in self.row["term"] else set(range(self.first, self.last + 1))


@dataclass
class Agent:
    """Who acts from word `place` on: the subject of the verb there."""

    place: int
    mentions: tuple[str, ...]
    type: str = ""  # of the event that the verb is, if it is one
    speaks: bool = False


@dataclass
class Reading:
    """What one sentence hands to the next: the last agent, the parties named, who accused or asked whom."""

    agent: tuple[str, ...] = ()
    parties: list[str] = field(default_factory=list)
    recent: set[str] = field(default_factory=set)  # named in the sentence before
    acts: list[tuple[str, str, str]] = field(default_factory=list)  # of the document so far


class Triggers:
    """One sentence and its triggers, each with its mood."""

    def __init__(
        self, sentence: Sentence, triggers: dict[int, list[tuple[int, dict[str, str]]]], before: Reading
    ) -> None:
        self.sentence, self.words, self.before = sentence, sentence.words, before
        self.triggers = self._choose(triggers)
        heads = {place for t in self.triggers for place in t.places}
        verbs = {i for i, word in enumerate(self.words) if word.tense and not sentence.mention_at(i)}
        self.heads = heads | verbs
        govern(sentence, self.heads)
        self.verbs = sorted(verbs | {t.first for t in self.triggers if t.kind in ("verb", "say")})
        self.openers = {i for i, word in enumerate(self.words) if word.rest in THAT or word.lemma == "كان"}
        self.agents: list[Agent] = []
        self.asked = range(0)  # the words that say what someone is asked to do
        self.acts: list[tuple[str, str, str]] = []

    # -------------------------------------------------------------- triggers

    def _choose(self, triggers: dict) -> list[Trigger]:
        found = []
        for place, word in enumerate(self.words):
            fits = [Trigger(place, last - self.words[0].row, row) for last, row in triggers.get(word.row, [])]
            found += [t for t in fits if self._fits(t)]
        found.sort(key=lambda t: (t.first - t.last, t.kind != "none", t.first))
        kept: list[Trigger] = []
        taken: set[int] = set()
        for trigger in found:
            places = trigger.places
            if self._in_name(places) or places & taken:
                continue
            taken |= places
            kept.append(trigger)
        return sorted((t for t in kept if t.kind != "none"), key=lambda t: t.first)

    def _in_name(self, places: set[int]) -> bool:
        return any(m.first <= min(places) and max(places) <= m.last for m in self.sentence.mentions)

    def _fits(self, trigger: Trigger) -> bool:
        word = self.words[trigger.first]
        if trigger.kind in ("none", "participle"):
            return True
        term = fold(trigger.row["term"].split()[0])
        if word.lemma != term and term in word.form and trigger.row["match"] == "lemma":
            word.lemma = term  # «فاتهم» is ف + اتهم, whatever lemma the bare word may have
            word.join, word.clitic, word.rest = read_word(word.form, term)
        if term == "بين" and not self._is_verb_bayyana(trigger.first):
            return False
        if trigger.kind in ("verb", "say"):
            return bool(word.tense) or self._may_be_verb(trigger.first)
        return not word.tense and word.clitic != "س"

    def _is_verb_bayyana(self, place: int) -> bool:
        """«بيّن أن …», not «بينه وبين نظيره»."""
        if place and self.words[place - 1].rest in BETWEEN:
            return False
        return any(word.rest in THAT for word in self.words[place + 1 : place + 6])

    def _may_be_verb(self, place: int) -> bool:
        """A bare perfect («دعم») is told from the verbal noun by what stands before it."""
        word = self.words[place]
        rest = word.rest[: -len(word.suffix)] if word.suffix else word.rest
        if word.clitic in ("bi", "ka", "li") or word.has_article or rest.endswith(("ه", "ات")):
            return False
        if rest.endswith("ا") and not word.lemma.endswith(("ا", "ي")) and word.lemma in ("دعم", "بحث", "اتفاق"):
            return False
        after = self.words[place + 1] if place + 1 < len(self.words) else None
        if word.suffix and after and after.has_article and not self.sentence.mention_at(place + 1):
            return False  # «شكره العميق»
        if not word.tense and after and word.lemma in NOUNLIKE | {"دعم", "بحث"} and self._is_feminine(place + 1):
            return False  # «دعم أنقرة للشعب»: the verb would be «دعمت»
        if place == 0 or word.join or word.parted:
            return True
        left = self.words[place - 1]
        if len(word.lemma) > 3 and word.lemma not in NOUNLIKE and left.rest not in PREPOSITIONS:
            return True  # the verb's own shape («استقبل»): no verbal noun is spelled so
        if left.rest in PREPOSITIONS or left.rest in NEGATIONS:
            return left.rest in ("ما", "لا")
        if left.rest in PARTICLES | RELATIVES | JOINERS | THAT | TIMES:
            return True
        return self.sentence.mention_at(place - 1) is not None and not word.suffix

    def is_function_word(self, word: Word) -> bool:
        closed = (THAT, TIMES, PARTICLES, RELATIVES, JOINERS, NEGATIONS, PREPOSITIONS)
        return bool(word.clitic or word.stops) or any(word.rest in words for words in closed)

    def is_parted(self, last: int, place: int) -> bool:
        """Whether a comma parts `place` from what is before it; two commas only enclose an apposition."""
        marks = [i for i in range(last + 1, place + 1) if self.words[i].parted]
        enclosed = len(marks) == 2 and not any(i in self.verbs for i in range(last + 1, place))
        return self.words[place].parted and not enclosed

    def names(self, mentions: Iterable[Mention]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(actor for m in mentions for actor in m.actors))

    def _is_feminine(self, place: int) -> bool:
        mention = next((m for m in self.sentence.mentions if m.first == place), None)
        if mention is None or mention.kind not in ("name", "metonym"):
            return False
        return not set(mention.actors) & MASCULINE

    # -------------------------------------------------------------- whether it happened

    def ask(self, trigger: Trigger) -> None:
        """What follows a request up to the next comma or verb has been asked for, not done."""
        if trigger.row["type"] == "REQUEST":
            begin = end = len(self.words)
            for place in range(trigger.last + 1, len(self.words)):
                word = self.words[place]
                if (
                    word.clitic in ("bi", "li")
                    or PREPOSITIONS.get(word.rest) in ("ila", "ala", "bi", "li")
                    or word.rest in THAT
                ):
                    begin = end = place
                    break
            for place in range(trigger.last + 1, len(self.words)):
                if self.words[place].parted or (place in self.verbs and self.words[place].join):
                    break
                end = place + 1
            self.asked = range(begin, end)

    def is_denied(self, place: int) -> bool:
        """Behind «نفى»: what is said not to be so; who accuses is told all the same."""
        for trigger in self.triggers:
            if trigger.last < place and trigger.row["flags"] == "denies":
                between = range(trigger.last + 1, place + 1)
                return not any(self.words[i].stops or (self.words[i].join and i in self.verbs) for i in between)
        return False

    def _is_opposed(self, place: int) -> bool:
        """«معارضة طهران لأي حوار مع …»: talks that someone rejects are not held."""
        meets = any(t.first == place and t.row["type"] == "CONSULT" and t.kind == "noun" for t in self.triggers)
        near = [t for t in self.triggers if t.row["type"] == "REJECT" and t.last < place <= t.last + 6]
        return meets and any(not any(w.parted for w in self.words[t.last + 1 : place + 1]) for t in near)

    def find_mood(self, place: int) -> str:
        words = self.words
        near = [w.rest for w in words[max(0, place - 3) : place]]
        before = {key for w in words[max(0, place - 5) : place] for key in (w.rest, w.lemma)}
        after = {w.rest for w in words[place + 1 : place + 3]}
        accuses = any(t.first == place and t.row["type"] in ("ACCUSE", "REQUEST") for t in self.triggers)
        if not accuses and self.is_denied(place):
            return "denied"
        needed = any(word.lemma in NEEDED for word in words[max(0, place - 3) : place])
        if set(near) & POSSIBLE or needed or before & CONDITIONS or after & POSSIBLE_AFTER or place in self.asked:
            return "possible"
        refused = not accuses and any(word.lemma in REFUSED for word in words[max(0, place - 2) : place])
        refused = refused or self._is_opposed(place)
        if any(rest in NEGATIONS for rest in near[-1:]) or set(near) & CALLED_OFF or refused:
            return "negated"
        if words[place].clitic == "س" or "سوف" in near:
            return "planned"
        return "asserted"

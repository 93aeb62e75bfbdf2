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
    bears_pronoun,
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
WHEN = fold_all("حينما عندما بينما فيما حين حيث")
VOWING = fold_all("تعهد توعد أقسم لوح هدد وعد")
SPECIAL = frozenset(("future", "unless", "promised"))  # rows that fit only some readings of a word: they go first
FORBIDDEN = fold_all("حظر منع")
REFUSED = fold_all("رفض علق ألغى أرجأ أجل تراجع تخلى امتنع")
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
    relative: bool = False  # in a clause behind «الذي»


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
        found.sort(key=self._rank)
        kept: list[Trigger] = []
        taken: set[int] = set()
        for trigger in found:
            places = trigger.places
            if self._in_name(places) or places & taken:
                continue
            taken |= places
            kept.append(trigger)
        return sorted((t for t in kept if t.kind != "none"), key=lambda t: t.first)

    def _rank(self, trigger: Trigger) -> tuple[int, bool, bool, int]:
        """Which trigger takes the words first: the longest, what only keeps others off, what fits one reading."""
        special = bool(SPECIAL & set(trigger.row["flags"].split()))
        return trigger.first - trigger.last, trigger.kind != "none", not special, trigger.first

    def _in_name(self, places: set[int]) -> bool:
        within = any(m.first <= min(places) and max(places) <= m.last for m in self.sentence.mentions)
        named = (m for m in self.sentence.mentions if m.kind == "name")  # «لدعم مالي»: the country
        return within or any(min(places) < m.first <= max(places) and m.first in places for m in named)

    def _fits(self, trigger: Trigger) -> bool:
        word = self.words[trigger.first]
        if trigger.kind in ("none", "participle"):
            return True
        term = fold(trigger.row["term"].split()[0])
        if term[0] == "ت" and "ت" not in word.rest.removeprefix("ال")[:2]:
            return False  # «يواصل» is no form of تواصل, «حفظ» none of تحفظ
        if word.lemma != term and term in word.form and trigger.row["match"] == "lemma":
            word.lemma = term  # «فاتهم» is ف + اتهم, whatever lemma the bare word may have
            word.join, word.clitic, word.rest = read_word(word.form, term)
        if not self._fits_flags(trigger):
            return False
        if word.rest in PREPOSITIONS and trigger.first == trigger.last and term != "بين":
            return False  # «قبل»: the preposition, if nothing behind it shows the verb
        if term == "بين" and not self._is_verb_bayyana(trigger.first):
            return False
        if trigger.kind in ("verb", "say"):
            return bool(word.tense) or self._may_be_verb(trigger.first)
        return trigger.kind == "blame" or (not word.tense and word.clitic != "س")

    def _is_promised(self, place: int) -> bool:
        """«تعهد الرئيس الأوكراني … بالرد على …»: retaliation that someone vows."""
        for left in range(place - 1, max(place - 12, -1), -1):
            if self.words[left].lemma in VOWING:
                return True
            if self.words[left].parted:
                return False
        return False

    def _is_negated(self, place: int) -> bool:
        return place > 0 and self.words[place - 1].rest in ("لم", "لا", "لن")

    def _fits_flags(self, trigger: Trigger) -> bool:
        """Of the rows for one reading of a word (`SPECIAL`): told of what is to come, vowed, negated."""
        flags, place = trigger.row["flags"], trigger.first
        if "future" in flags:
            return self._is_future(place)
        if "promised" in flags:
            return self._is_promised(place)
        return "unless" not in flags or self._is_negated(place)

    def _is_future(self, place: int) -> bool:
        """«سترد على», «لن تمر دون رد», «سوف يندم»: threats are told of what is to come."""
        return self.words[place].clitic == "س" or (place > 0 and self.words[place - 1].rest == "سوف")

    def _is_verb_bayyana(self, place: int) -> bool:
        """«بيّن أن …», not «بينه وبين نظيره»."""
        if place and self.words[place - 1].rest in BETWEEN:
            return False
        return any(word.rest in THAT for word in self.words[place + 1 : place + 6])

    def _may_be_verb(self, place: int) -> bool:
        """A bare perfect («دعم») is told from the verbal noun by what stands before it."""
        word = self.words[place]
        rest = word.rest[: -len(word.suffix)] if word.suffix else word.rest
        nominal = word.token.endswith("ة") or rest.endswith("ات")
        if word.clitic in ("bi", "ka", "li") or word.has_article or nominal:
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
        subject = self.sentence.mention_at(place - 1)
        if subject is None or word.suffix:
            return False
        behind = self.sentence.mention_at(place + 1)  # «فإلى روسيا ذهب كيم», but «قرار واشنطن رفع العقوبات»
        return not self._is_feminine(subject.first) or (behind is not None and behind.kind in ("person", "office"))

    def is_function_word(self, word: Word) -> bool:
        closed = (THAT, TIMES, PARTICLES, RELATIVES, JOINERS, NEGATIONS, PREPOSITIONS)
        if word.clitic or word.stops or bears_pronoun(word):
            return True
        return any(word.rest in words for words in closed)

    def is_parted(self, last: int, place: int) -> bool:
        """Whether a comma parts `place` from what is before it; two commas only enclose an apposition."""
        marks = [i for i in range(last + 1, place + 1) if self.words[i].parted]
        if marks == [place] and self._is_behind_subject(last, place):
            return False  # «هنأ وزير الخارجية المصري، الشعب التونسي», «استقبل الملك في عمان، الرئيس …»
        enclosed = len(marks) == 2 and not any(i in self.verbs for i in range(last + 1, place))
        return self.words[place].parted and not enclosed

    def _is_behind_subject(self, last: int, place: int) -> bool:
        between = [m for m in self.sentence.mentions if last < m.first and m.last < place]
        if self.words[place].stops or self.words[place].join or not between or between[-1].last != place - 1:
            return False
        return between[0].governor == last and not between[0].prep and all(m.prep == "fi" for m in between[1:])

    def names(self, mentions: Iterable[Mention]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(actor for m in mentions for actor in m.actors))

    def _is_feminine(self, place: int) -> bool:
        mention = next((m for m in self.sentence.mentions if m.first == place), None)
        if mention is None or mention.kind not in ("name", "metonym"):
            return False
        if mention.kind == "metonym":  # «دعم بغداد», «دعم الكرملين»
            return mention.first == mention.last and not self.words[place].has_article
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
                word = self.words[place]
                if word.parted or word.rest in WHEN or (place in self.verbs and word.join):
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

    def _is_forbidden(self, place: int) -> bool:
        """«الحظر على تصدير الأسلحة إلى سوريا»: help that is forbidden is not given."""
        helps = any(t.first == place and t.row["type"] == "AID" for t in self.triggers)
        return helps and any(word.lemma in FORBIDDEN for word in self.words[max(0, place - 3) : place])

    def find_mood(self, place: int) -> str:
        words = self.words
        near = [w.rest for w in words[max(0, place - 3) : place]]
        before = {key for w in words[max(0, place - 5) : place] for key in (w.rest, w.lemma)}
        after = {w.rest for w in words[place + 1 : place + 3]}
        accuses = any(t.first == place and t.row["type"] in ("ACCUSE", "REQUEST") for t in self.triggers)
        if not accuses and not words[place].has_article and self.is_denied(place):
            return "denied"
        needed = any(word.lemma in NEEDED for word in words[max(0, place - 3) : place])
        may = near[-1:] == ["قد"] and words[place].tense in ("ي", "ت", "ن")  # «قد تتهم», but «قد اتهمت»
        if (
            may
            or set(near) & POSSIBLE
            or needed
            or before & CONDITIONS
            or after & POSSIBLE_AFTER
            or place in self.asked
        ):
            return "possible"
        refused = not accuses and any(word.lemma in REFUSED for word in words[max(0, place - 3) : place])
        refused = refused or self._is_opposed(place) or self._is_forbidden(place)
        if any(rest in NEGATIONS for rest in near[-1:]) or set(near) & CALLED_OFF or refused:
            return "negated"
        if words[place].clitic == "س" or "سوف" in near:
            return "planned"
        return "asserted"

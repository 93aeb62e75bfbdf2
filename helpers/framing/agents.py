"""Who acts in each clause of a sentence: the subjects of its verbs, pronouns and dual nouns included."""

from __future__ import annotations

from helpers.framing.clauses import (
    ANAPHORIC,
    JOINERS,
    OFFICES,
    OTHERS,
    PAIRS,
    PARTICLES,
    PREPOSITIONS,
    RELATIVES,
    SELVES,
    THAT,
    TIMES,
    Mention,
    bears_pronoun,
    fold_all,
)
from helpers.framing.triggers import Agent, Reading, Trigger, Triggers

OPENING = frozenset('"«“:')
SENT = fold_all("وفد مبعوث مسؤول عضو قيادي")
COPULAS = fold_all("هو هي")
RANKS = fold_all("الأول الأولى الثاني الثانية الثالث الثالثة الرابع الرابعة الخامس الخامسة الأهم الأكبر الأخير الأخيرة")
DUALS = fold_all("اللذين اللذان اللتين اللتان الذين")


class Clauses(Triggers):
    """One sentence, its triggers, and the agents of its clauses in their order."""

    def find_agents(self) -> dict[int, list[Mention]]:
        """Set the agents of all clauses in their order; return the subject of each verb, by its place."""
        by_place = {t.first: t for t in self.triggers}
        subjects: dict[int, list[Mention]] = {}
        for place in sorted({*self.verbs, *self.openers}):
            trigger = by_place.get(place)
            if place in self.openers:
                self._open_clause(place)
                continue
            subjects[place] = self._find_subject(place, trigger)
            names, says = self.names(subjects[place]), trigger is not None and trigger.kind == "say"
            if names or says:
                relative = place > 0 and self.words[place - 1].rest in RELATIVES
                self.agents.append(Agent(place, names, trigger.row["type"] if trigger else "", says, relative))
        return subjects

    def _open_clause(self, place: int) -> None:
        """«أن واشنطن مستعدة لـ…»: who the clause after أن, or كان, is about."""
        word = self.words[place]
        after = self.words[place + 1] if place + 1 < len(self.words) else None
        governed = [m for m in self.sentence.mentions if m.governor == place and not m.prep]
        if governed and self.words[governed[0].head].rest not in OTHERS:
            self.agents.append(Agent(place, self.names(self.sentence.group(governed[0]))))
        elif word.rest in THAT and (len(word.rest) > 3 or (after is not None and after.rest in SELVES)):
            return
        elif after is not None and after.rest.removesuffix("ا") in OFFICES and self._find_office(place):
            self.agents.append(Agent(place, self.names(self._find_office(place))))
        elif after is not None and after.rest in ANAPHORIC and place + 1 not in self.verbs:
            self.agents.append(Agent(place, self.before.agent))
        elif after is not None and place + 1 not in self.verbs and not self.is_function_word(after):
            self.agents.append(Agent(place, ()))

    def _find_office(self, place: int) -> list[Mention]:
        """«أن مسؤولاً في البيت الأبيض»: for whom the official stands."""
        near = [m for m in self.sentence.mentions if place < m.first <= place + 6 and m.prep in ("fi", "li", "")]
        return near[:1]

    def _topic(self) -> tuple[str, ...]:
        """Whom the sentence is about: the subject of its first verb, else its first party without a preposition."""
        spoken = [agent for agent in self.agents if agent.place in self.verbs]
        if spoken:
            return spoken[0].mentions
        bare = [m for m in self.sentence.mentions if not m.prep and m.kind not in ("place", "demonym")]
        return self.names(self.sentence.group(bare[0])) if bare else self.before.agent

    def leave(self) -> Reading:
        topic = self._topic()
        parties = [*self.before.parties, *(a for m in self.sentence.mentions if m.kind != "place" for a in m.actors)]
        recent = {a for m in self.sentence.mentions for a in m.actors} | set(topic)
        return Reading(topic, parties[-12:], recent, [*self.before.acts, *self.acts][-12:])

    def find_current(self, place: int) -> tuple[str, ...]:
        earlier = [agent for agent in self.agents if agent.place < place]
        if earlier and self.words[place].join and any(not agent.relative for agent in earlier):
            earlier = [agent for agent in earlier if not agent.relative]  # «أدان الهجوم الذي شنته إسرائيل ودعا …»
        if earlier:
            return earlier[-1].mentions
        later = [agent for agent in self.agents if agent.place > place and self.words[agent.place].parted]
        if later and place + 12 > later[0].place and later[0].place in self.verbs:
            return later[0].mentions  # «وخلال لقائه …، قال لافروف»
        bare = [
            m for m in self.sentence.mentions if not m.prep and m.last < place and m.kind not in ("place", "demonym")
        ]
        if bare and not any(word.stops for word in self.words[bare[0].last + 1 : place + 1]):  # «دبي (CNN) - …»
            return self.names(self.sentence.group(bare[0]))
        return self.before.agent

    def find_speaker(self, place: int) -> tuple[str, ...]:
        """Whom «أنه» and «مشيراً» mean: who spoke last, else who acted last."""
        spoken = [agent for agent in self.agents if agent.place < place and agent.speaks]
        if self.words[place].tense == "ن" and not any(agent.mentions for agent in spoken):
            return self.before.agent
        return spoken[-1].mentions if spoken else self.find_current(place)

    def _find_subject(self, place: int, trigger: Trigger | None) -> list[Mention]:
        word, last = self.words[place], trigger.last if trigger else place
        left = place - 1
        while left >= 0 and self.words[left].rest in PARTICLES and not self.words[left].join and not word.join:
            left -= 1
        ended = left >= 0 and not word.join
        if ended and self.words[left].rest in RELATIVES:
            after = self.find_subject_after(place, last) if self.resumes(last) else []
            return after or self.find_antecedent(left)
        if ended and self.words[left].rest in THAT and len(self.words[left].rest) > 3:
            return self.as_mentions(self.find_speaker(place), place)
        if word.tense == "ن":
            return self.as_mentions(self.find_speaker(place), place)
        flags = trigger.row["flags"] if trigger else ""
        if "impersonal" in flags or ("gathers" in flags and self.words[last].suffix):
            return self.as_mentions(self.find_current(place), place)
        if ended:
            subject = self._find_described(place, left) or self._subject_before(place, left)
            if subject:
                return subject
            if self._follows_stranger(place):
                return []
            opened = self.agents[-1] if self.agents and self.agents[-1].place in self.openers else None
            if self.words[left].rest in JOINERS - PARTICLES:
                opened = None  # «قال إن الصين قادرة، فيما طالب …»: another clause
            between = range(opened.place + 1, place) if opened else range(0)
            if opened and opened.mentions and not any(i in self.verbs or self.words[i].join for i in between):
                return self.as_mentions(opened.mentions, place)
        near = [i for i in (left, last + 1) if 0 <= i < len(self.words) and not (i > last and self.words[i].stops)]
        pair = next((i for i in near if self.words[i].rest in PAIRS and not self.words[i].clitic), None)
        named = pair is not None and any(m.first == pair + 1 for m in self.sentence.mentions)
        if pair is not None and not named and not self.sentence.mention_at(pair):
            return self.as_mentions(self.find_last_named(2, place, set()), place)
        after = self.find_subject_after(place, last)
        if after and not (trigger and self._is_object(trigger, after)):
            return after
        if self._is_unknown(last, trigger):
            return []
        return self.as_mentions(self.find_current(place), place)

    def _is_object(self, trigger: Trigger, party: list[Mention]) -> bool:
        """«وكان قد التقى لافروف»، «… وشكرت موسكو»: the only party behind the verb is its object, if someone acts."""
        if not trigger.row["target"].startswith("object") or not self.find_current(trigger.first):
            return False
        feminine = self.words[trigger.first].tense in ("ت", "f") and self.words[trigger.first].join
        if feminine and all(m.kind == "person" for m in party) and trigger.row["target"] == "object":
            return True  # «روسيا … وتستقبل لافروف وكيري»
        if len(party) != 1:
            return False
        after = self.words[trigger.last + 1]
        if after.suffix and PREPOSITIONS.get(after.rest[: -len(after.suffix)]) in ("time", "fi"):
            return True  # «زيارة … التقى خلالها بوتين»
        words = self.words
        acting = any(agent.place < trigger.first for agent in self.agents)
        follows = words[trigger.first].join and acting and trigger.row["target"] == "object"
        resumes = any(word.lemma == "كان" for word in words[max(0, trigger.first - 2) : trigger.first])
        if party[0].head != trigger.last + 1 or not (follows or resumes):
            return False
        end = self.find_scope(trigger.last, wide=True)
        rest = [m for m in self.sentence.mentions if trigger.last < m.first <= end and m is not party[0] and not m.prep]
        if rest or any(words[i].rest in OTHERS for i in range(trigger.last + 1, end + 1)):
            return False
        behind = party[0].last + 1
        return behind >= len(words) or words[behind].parted or self.is_function_word(words[behind])

    def _is_unknown(self, last: int, trigger: Trigger | None) -> bool:
        """Whether a subject follows that is no party («قال المحلل …»); a noun after «دعا» may as well be its object."""
        if last + 1 >= len(self.words):
            return False
        word = self.words[last + 1]
        if word.stops or word.clitic or word.tense:
            return False
        if self.is_function_word(word) or word.rest in ANAPHORIC or word.rest in SELVES | OTHERS | PAIRS:
            return False
        if word.rest in OFFICES:
            return True
        if self.words[last].tense in ("", "ي") and word.token.endswith("ة"):
            return False  # «أوضح أهمية …»: an object, by its gender
        return trigger is not None and (
            trigger.kind == "say" or bool(self.words[last].suffix) or "object" not in trigger.row["target"]
        )

    def _follows_stranger(self, place: int) -> bool:
        """«كان شيخ الأزهر طالب …»: the clause opened with a noun phrase that is no party."""
        opener = max((i for i in self.openers if i < place), default=None)
        if opener is None or not self.agents or self.agents[-1].place != opener or self.agents[-1].mentions:
            return False
        return not any(i in self.verbs or w.stops for i, w in enumerate(self.words[opener + 1 : place], opener + 1))

    def as_mentions(self, actors: tuple[str, ...], place: int) -> list[Mention]:
        return [Mention(place, place, (actor,), "pronoun", place) for actor in actors]

    def find_antecedent(self, relative: int) -> list[Mention]:
        place = relative - 1
        while place > 0 and self.words[place].rest in TIMES:
            place -= 1
        nearest = [m for m in self.sentence.mentions if m.last == place]
        if nearest and nearest[-1].joined and self.words[relative].rest in DUALS:
            return self.sentence.group(self.sentence.mentions[self.sentence.mentions.index(nearest[-1]) - 1])
        return nearest[-1:]

    def _subject_before(self, place: int, left: int) -> list[Mention]:
        if self.words[place].stops:
            return []
        for mention in reversed(self.sentence.mentions):
            if mention.last > left:
                continue
            if self._is_once(mention) and left - mention.last < 3:
                return self.sentence.group(mention)
            delegate = self.is_delegate(mention) and not self.words[place].parted
            if left - mention.last > 6 or (mention.prep and not delegate):
                return []
            between = self.words[mention.last + 1 : place]
            if any(w.stops or w.tense or w.rest in THAT or w.rest in JOINERS - PARTICLES for w in between):
                return []
            if (
                mention.governor >= 0
                and mention.governor in self.verbs
                and not set(self.words[mention.head].gap + self.words[mention.first].gap) & OPENING
                and self.words[mention.governor].rest not in PARTICLES
            ):
                return []
            word, gender = self.words[place], "" if mention.prep else self.sentence.gender(mention)
            if mention.kind == "demonym" and mention.head == mention.first:
                return []
            if (
                gender
                and not mention.joined
                and self._disagrees(word, gender)
                and len(self.sentence.group(mention)) == 1
            ):
                return []
            first = mention
            while first.joined:
                first = self.sentence.mentions[self.sentence.mentions.index(first) - 1]
            return self.sentence.group(first)
        return []

    def _find_described(self, place: int, left: int) -> list[Mention]:
        """«غارة إسرائيلية استهدفت …», «مسؤولة أميركية تزور …»: a clause that describes an indefinite noun."""
        word = self.words[place]
        if left != place - 1 or word.parted or word.suffix or not (word.tense or len(word.lemma) > 3):
            return []
        mention = next((m for m in self.sentence.mentions if m.last == left), None)
        if mention is None or mention.kind != "demonym" or mention.prep == "bi":
            return []
        if mention.head == left and not any(t.kind == "noun" and t.last == left - 1 for t in self.triggers):
            return []
        return [] if self.words[left].rest.startswith("ال") else [mention]

    def _is_once(self, mention: Mention) -> bool:
        """«سبق لشي أن زار …»: the subject stands behind «لـ»."""
        return mention.prep == "li" and mention.head > 0 and self.words[mention.head - 1].lemma == "سبق"

    def is_delegate(self, mention: Mention) -> bool:
        """«مسؤول بالبيت الأبيض», «مصادر في الخارجية»: whether someone stands for the party of «في», «بـ» or «لـ»."""
        return self.find_delegate(mention) >= 0

    def find_delegate(self, mention: Mention) -> int:
        """The place of «الأمين» in «الأمين العام للأمم المتحدة», of «رئيس» in «رئيس المكتب السياسي لحماس», or -1."""
        place = mention.governor - (0 if self.words[mention.head].clitic else 1)
        sent = mention.prep == "min" and place >= 0 and self.words[place].lemma in SENT  # «وفد من حماس»
        if mention.prep not in ("fi", "bi", "li") and not sent:
            return -1
        for left in range(place, max(place - 3, -1), -1):
            word = self.words[left]
            if word.rest.removeprefix("ال") in OFFICES or word.lemma in SENT:
                return -1 if word.clitic or (left and self.words[left - 1].rest in PREPOSITIONS) else left
            if word.clitic or word.join or word.parted or self.is_function_word(word) or self.sentence.mention_at(left):
                return -1
        return -1

    def resumes(self, last: int) -> bool:
        """«التي تطالب بها الصين», «الذي استقبله أمير قطر»: a pronoun stands for what the relative clause is about."""
        if self.words[last].suffix:
            return True
        after = self.words[last + 1] if last + 1 < len(self.words) else None
        return after is not None and not after.stops and bears_pronoun(after)

    def _disagrees(self, word, gender: str) -> bool:
        tense = word.tense
        if tense in ("ت", "f"):
            return gender == "m"
        if tense == "ي":
            return gender == "f"
        return tense == "" and gender == "f"

    def find_subject_after(self, place: int, last: int) -> list[Mention]:
        end = self.find_scope(last)
        for mention in self.sentence.mentions:
            if mention.first <= place or mention.first > end:
                continue
            if mention.prep:
                if self._is_of_office(mention, last):
                    return [mention]
                continue
            if mention.kind == "place":
                continue
            if any(self.words[i].parted for i in range(place + 1, mention.head + 1)) and mention.head - last > 4:
                return []
            if any(t.kind == "noun" and place < t.first < mention.first for t in self.triggers):
                return []
            head = self.words[mention.head].rest
            if head in OTHERS or (mention.kind == "demonym" and head.endswith("ين")):
                return []
            gender = self.sentence.gender(mention)
            if gender and self._disagrees(self.words[place], gender):
                return []
            return self.sentence.group(mention)
        return []

    def _is_of_office(self, mention: Mention, last: int) -> bool:
        """«قال المتحدث الرسمي باسم الخارجية في موسكو»: of whom the office behind the verb is."""
        office = self.words[last + 1].rest.removeprefix("ال") in OFFICES
        if self.find_delegate(mention) == last + 1:
            return True
        if not office or mention.prep not in ("fi", "li", "bi") or mention.first - last > 8:
            return False
        end = mention.head if self.words[mention.head].clitic else mention.governor
        return not any(i in self.heads or self.words[i].clitic for i in range(last + 2, end))

    def find_scope(self, last: int, *, wide: bool = False) -> int:
        """The last word that belongs to the trigger's clause."""
        for place in range(last + 1, len(self.words)):
            word = self.words[place]
            if word.stops:
                return place - 1
            if word.rest in COPULAS and place + 1 < len(self.words) and self.words[place + 1].rest in RANKS:
                continue  # «اجتماعاً هو الأول له مع …»
            if word.rest in THAT or word.rest in RELATIVES or (word.rest in JOINERS and word.rest not in PARTICLES):
                return place - 1
            if place in self.verbs and (word.join or word.parted or not (wide or word.suffix)):
                return place - 1
        return len(self.words) - 1

    def find_last_named(self, count: int, place: int, own: set[str]) -> tuple[str, ...]:
        """The `count` parties named last before `place`, in the order of naming."""
        mentions = [m for m in self.sentence.mentions if m.last < place and m.kind != "place"]
        named = [*self.before.parties, *(a for m in mentions for a in m.actors)]
        last: list[str] = []
        for actor in reversed(named):
            if actor not in last and actor not in own:
                last.append(actor)
            if len(last) == count:
                acted = any((a, b) == tuple(last) for a, _, b in [*self.before.acts, *self.acts])
                return tuple(last if acted else reversed(last))  # as they were told of before
        return ()

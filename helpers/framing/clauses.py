"""A sentence as its clauses show it: words with their clitics, the parties named in it, and what governs each of them.

A shallow reading, no parse: prepositions, conjunctions and the forms of verbs are told from closed lists and from
word and lemma; a party's noun phrase is followed leftwards to the word that governs it («في مواجهة سياسات روسيا»: في).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import pandas as pd

from helpers.framing.gazetteer import fold, list_readings, load_gazetteer


def fold_all(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


# Prepositions and what stands like one, with the name under which the word list asks for them.
PREPOSITIONS = {
    fold(word): code
    for code, words in {
        "maa": "مع", "ila": "إلى نحو صوب", "min": "من", "ala": "على", "didd": "ضد", "an": "عن",
        "fi": "في داخل قرب قبالة", "bayna": "بين", "by": "جانب قبل يد",
        "hawl": "حول بشأن تجاه إزاء حيال بخصوص لدى عند أمام حيث",
        "time": "بعد قبيل عقب منذ خلال أثناء وسط رغم بسبب نتيجة بحسب وفق وفقا حسب طبقا سوى مثل غير دون بدون حتى لصالح "
                "ضمن عبر بعيدا خارج برغم بينها منها منهم بينهم فوق تحت وراء خلف باستثناء مقابل بدلا فضلا عدا إثر لدن",
    }.items()
    for word in words.split()
} | {"ب": "bi", "ل": "li", "ك": "ka"}  # fmt: skip
BY = (("من", "قبل"), ("من", "جانب"), ("علي", "يد"), ("من", "طرف"), ("علي", "ايدي"))
WITH_PRONOUN = fold_all("به بها بهم بهما له لها لهم لهما فيه فيها إليه إليها إليهم عليه عليها عليهم منه منها منهم")
CLITICS = {"ب": "bi", "ل": "li", "ك": "ka"}
RELATIVES = fold_all("الذي التي الذين اللذين اللذان اللتين اللتان اللواتي")
THAT = fold_all(
    "أن إن بأن لأن أنه أنها أنهم أنهما إنه إنها إنهم إنهما إنني إننا أننا بأنه بأنها بأنهم لكن لكنه لكنها "
    "لأنه لأنها كأن وإن كي لكي"
)
JOINERS = fold_all(
    "ثم أو أم بل إذ إذا لو كما بينما فيما حين حينما عندما لما ما ماذا هل كيف لماذا حيث لن لم لا ليس ليست "
    "هو هي هم هما هذا هذه ذلك تلك هؤلاء أما إما إلا لولا كيفما مهما متى أين كلما إنما وإنما علما"
)
ADVERBS = fold_all("صورة شكل عمق قوة شدة وضوح")  # «بصورة ثابتة» governs nothing
OFFICES = fold_all(
    "رئيس رئيسة وزير وزيرة مسؤول مسؤولة متحدث متحدثة ناطق ناطقة سفير سفيرة مندوب نائب مساعد مدير قائد "
    "مصدر مصادر مستشار عضو أمين مبعوث ممثل سلطات حكومة المتحدث الناطق المتحدثة الناطقة مسئول"
    " عدد بعض خبراء ناشطون ناشطين متظاهرون محللون مراقبون"
)
ANAPHORIC = fold_all(
    "الوزير الرئيس المتحدث الناطق المسؤول المسئول السفير الزعيم الأمين المتحدثة الناطقة الوزيرة البيان المصدر"
)
THREES = fold_all("الثلاثة الثلاث")
PARTICLES = fold_all(
    "قد لقد سوف لم لن لا ما كان كانت كانا كانوا وكان وكانت يكون تكون سبق أن ليس ليست أيضا كذلك بدوره "
    "بدورها حاليا اليوم أمس غدا الآن"
)
TIMES = fold_all(
    "اليوم أمس غدا الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت صباح مساء ظهر فجر ليل عصر "
    "صباحا ظهرا يوم يومها حينها وقتها آنذاك يومئذ الماضي المقبل القادم الجاري الحالي حاليا مؤخرا هاتفيا "
    "أيضا كذلك بشدة"
)
NEGATIONS = fold_all("لم لن لا ليس ليست دون بدون عدم غير ولم ولن ولا")
THROUGH = fold_all("كل كلا كلتا عدد باسم جانب الجانب طرف")
SHARES = fold_all("كل كلا كلتا عدد أي واحد أكثر أقل")  # «كل من روسيا والصين»: من governs nothing here
PAIRS = fold_all(
    "البلدين البلدان الجانبين الجانبان الطرفين الطرفان الزعيمين الزعيمان الوزيرين الوزيران الرئيسين "
    "الرئيسان الرجلين الرجلان الشعبين الشعبان الدولتين الدولتان الجارين الجاران الحليفين الحليفان بلديهما "
    "بلديهم للبلدين بينهما بعضهما العاصمتين العاصمتان"
)
SELVES = fold_all("بلاده بلادها بلادنا بلادهم بلده بلدها بلدنا حكومته حكومتها دولته")
OTHERS = fold_all("ضيفه ضيفها مضيفه مضيفها نظيره نظيرته مضيفيه ضيوفه جاره جارته جارتها مضيفهم")
GATHERINGS = fold_all("مؤتمر قمة منتدى اجتماع")
MASCULINE = {"LBN", "IRQ", "YEM", "SDN", "MAR", "JOR", "EU", "NATO", "GCC", "VAT"}
_PRONOUNS = ("هما", "ها", "هم", "نا", "ه")
_STOP = re.compile(r"[.؛;:!؟?…\n]|\)\s*[-–—]|--")  # «دمشق (ا ف ب) - اتهم …»: a dateline stands apart
_COMMA = re.compile(r"[،,]")


@lru_cache(maxsize=200_000)
def read_word(form: str, lemma: str) -> tuple[str, str, str]:
    """(conjunction, preposition or future, rest) of a folded word: «وللصين» -> و, li, الصين.

    >>> read_word("وسيزور", "زار"), read_word("لروسيا", "روسيا")
    (('و', 'س', 'يزور'), ('', 'li', 'روسيا'))
    """
    known = load_gazetteer().beginnings
    for before, rest in sorted(list_readings(form), key=lambda pair: len(pair[0])):
        if rest in known and rest not in PREPOSITIONS:
            return _split_before(before, rest)
    join = ""
    if form.removeprefix("و") in ("بكل", "لكل"):
        return form[: len(form) - 3], CLITICS[form[-3]], "كل"
    if form[:1] in ("و", "ف") and len(form) > 2 and (lemma[:1] != form[0] or _is_verb_joined(form, lemma)):
        join, form = form[0], form[1:]
    if form[:1] == "س" and lemma[:1] != "س" and form[1:2] in ("ي", "ت", "ن", "ا"):
        return join, "س", form[1:]
    if form.startswith("لل") and not lemma.startswith("لل"):
        return join, "li", "ال" + form[2:]
    if form[:1] in CLITICS and lemma[:1] != form[0] and len(form) > 3:
        return join, CLITICS[form[0]], form[1:]
    return join, "", form


def _is_verb_joined(form: str, lemma: str) -> bool:
    """«ويصل», «ووصل», «وستواصل»: the و of a verb that begins with و itself stands behind another."""
    if len(lemma) < 3:
        return False
    rest = form[1:] if lemma[1:2] == "س" else form[1:].removeprefix("س")
    imperfect = rest[:1] in ("ي", "ت", "ن") and rest[1:].startswith((lemma[:2], lemma[1:3]))
    return imperfect or rest.startswith(lemma[:3])


def _split_before(before: str, rest: str) -> tuple[str, str, str]:
    join = before[:1] if before[:1] in ("و", "ف") else ""
    return join, CLITICS.get(before[len(join) :], ""), rest


@dataclass
class Word:
    """A word: folded form and lemma, conjunction, clitic preposition, what is left, and the marks printed before it."""

    row: int
    form: str
    lemma: str
    gap: str
    token: str
    join: str = ""
    clitic: str = ""
    rest: str = ""

    @property
    def stops(self) -> bool:
        return bool(_STOP.search(self.gap))

    @property
    def parted(self) -> bool:
        return bool(_COMMA.search(self.gap)) or self.stops

    @property
    def has_article(self) -> bool:
        return self.rest.startswith("ال") and not self.lemma.startswith("ال")

    @property
    def suffix(self) -> str:
        """The pronoun on the word, if the lemma does not end so itself."""
        if self.token.endswith("ة"):
            return ""
        for pronoun in _PRONOUNS:
            if self.rest.endswith(pronoun) and len(self.rest) > len(pronoun) + 1:
                own = self.lemma.endswith(pronoun) and not (pronoun == "ه" and self.rest.endswith("ته"))
                return "" if own or self.rest == self.lemma else pronoun
        return ""

    @property
    def tense(self) -> str:
        """«ي», «ت», «ن» (imperfect), «m», «f» (perfect, where its ending shows it), or nothing: perhaps no verb."""
        rest = self.rest[: -len(self.suffix)] if self.suffix else self.rest
        if self.clitic in ("bi", "ka") or self.has_article or self.rest in OTHERS | SELVES:
            return ""
        nominal = rest.endswith("ات") or (rest.endswith("ه") and not self.lemma.endswith("ه"))
        doubled = rest[:2] == self.lemma[:1] * 2 != self.lemma[:2]  # «تتعاون», «ننسق»
        if len(rest) > 2 and rest[0] in "يتن" and (self.lemma[:1] != rest[0] or doubled) and not nominal:
            return rest[0]
        if (
            rest.endswith("ت")
            and not self.lemma.endswith(("ت", "ه"))
            and (not rest.endswith("ات") or self.lemma + "ت" == rest)
        ):
            return "f"
        return ""


@dataclass
class Mention:
    """A party named at words `first` … `last` (numbers in the sentence); `head` begins its noun phrase."""

    first: int
    last: int
    actors: tuple[str, ...]
    kind: str
    head: int = 0
    prep: str = ""
    governor: int = -1  # number of the word that governs the noun phrase
    joined: bool = False  # coordinated with the mention before it
    outer: str = ""  # the preposition of the noun that governs it


@dataclass
class Sentence:
    """The words and the parties of one sentence."""

    doc_id: str
    number: int
    words: list[Word]
    mentions: list[Mention] = field(default_factory=list)

    def mention_at(self, place: int) -> Mention | None:
        return next((m for m in self.mentions if m.first <= place <= m.last), None)

    def gender(self, mention: Mention) -> str:
        """Of the noun phrase: «m», «f», or nothing where it cannot be told (a person)."""
        if mention.head == mention.first and (
            mention.kind == "person" or (mention.kind == "metonym" and mention.last > mention.first)
        ):
            return ""  # «حذر البيت الأبيض»
        if mention.kind == "metonym" and mention.head == mention.first:
            return "" if self.words[mention.first].has_article else "f"  # «الكرملين», «بغداد»
        if mention.kind in ("name", "place") and mention.head == mention.first:
            return "m" if set(mention.actors) & MASCULINE else "f"
        if self.words[mention.head].rest.endswith(("ه", "ات")):
            return "f"
        return "m" if mention.kind == "office" else ""

    def group(self, mention: Mention) -> list[Mention]:
        """`mention` and those coordinated with it («روسيا والصين»)."""
        found = [mention]
        for other in self.mentions[self.mentions.index(mention) + 1 :]:
            if not other.joined:
                break
            found.append(other)
        return found


def iter_sentences(tokens: pd.DataFrame, documents: pd.DataFrame, actors: pd.DataFrame) -> Iterator[Sentence]:
    """Yield every sentence with its words and the parties that `actors` (hits of `find_actors`) found in it."""
    columns = [tokens[name].tolist() for name in ("doc_id", "sentence", "start", "end", "token", "form", "lemma")]
    by_row: dict[int, list[tuple[int, str, str]]] = {}
    for first, last, actor, kind in actors[["first", "last", "actor", "kind"]].itertuples(index=False):
        by_row.setdefault(int(first), []).append((int(last), str(actor), str(kind)))
    keys = list(zip(columns[0], columns[1], strict=True))
    begin = 0
    for end in range(1, len(keys) + 1):
        if end < len(keys) and keys[end] == keys[begin]:
            continue
        doc_id, number = keys[begin]
        text = documents.at[doc_id, "title" if number == 0 else "text"]
        sentence = Sentence(doc_id, int(number), list(_list_words(columns, begin, end, str(text))))
        _place_mentions(sentence, by_row, begin, end)
        yield sentence
        begin = end


def _list_words(columns: list[list], begin: int, end: int, text: str) -> Iterator[Word]:
    _, _, starts, ends, tokens, forms, lemmas = columns
    for row in range(begin, end):
        gap = text[ends[row - 1] : starts[row]] if row > begin else "."
        form, lemma = fold(forms[row]), fold(lemmas[row])
        yield Word(row, form, lemma, gap, tokens[row], *read_word(form, lemma))


def _place_mentions(sentence: Sentence, by_row: dict[int, list[tuple[int, str, str]]], begin: int, end: int) -> None:
    found: list[Mention] = []
    for row in range(begin, end):
        hits = by_row.get(row, [])
        if not hits:
            continue
        last = max(hit[0] for hit in hits) - begin
        names = tuple(dict.fromkeys(hit[1] for hit in hits))
        kind = "place" if _is_venue(sentence, row - begin, last, hits[0][2]) else hits[0][2]
        mention = Mention(row - begin, last, names, kind)
        before = found[-1] if found else None
        if before and before.actors == names and _is_apposition(sentence, before, mention):
            kind = mention.kind if before.kind == "demonym" else before.kind
            found[-1] = Mention(before.first, last, names, kind)
        elif not before or mention.first > before.last:
            found.append(mention)
    sentence.mentions = found


def _is_venue(sentence: Sentence, first: int, last: int, kind: str) -> bool:
    """«مؤتمر لندن», «اجتماع روما»: where many met, no party."""
    if not first or kind not in ("name", "metonym") or sentence.words[first].join or sentence.words[first].clitic:
        return False
    if sentence.words[first - 1].has_article or sentence.words[first - 1].lemma not in GATHERINGS:
        return False
    after = sentence.words[last + 1].rest if last + 1 < len(sentence.words) else ""
    return PREPOSITIONS.get(after) not in ("maa", "bi")


def _is_apposition(sentence: Sentence, before: Mention, after: Mention) -> bool:
    """«الرئيس الصيني شي جين بينغ»، «كيم، زعيم كوريا الشمالية»: one noun phrase, though two mentions."""
    between = sentence.words[before.last + 1 : after.first + 1]
    if before.kind == "place" and after.kind in ("office", "person"):
        return False  # «لقائه في باريس الرئيس …»
    if len(between) > 3 or any(word.stops or word.join for word in between):
        return False
    closed = (PREPOSITIONS, THAT, JOINERS, RELATIVES, TIMES)
    return not any(
        word.clitic in ("bi", "li", "ka") or word.tense or any(word.rest in words for words in closed)
        for word in between
    )


def govern(sentence: Sentence, heads: set[int]) -> None:
    """Set head, preposition and governor of every mention; `heads` are the words (triggers, verbs) that may govern."""
    ends = {m.last: m for m in sentence.mentions}
    for mention in sentence.mentions:
        _follow_left(sentence.words, mention, heads, ends)
        before = ends.get(mention.governor)
        if before and mention.joined:
            mention.prep = mention.prep or before.prep
        else:
            mention.joined = False


def _follow_left(words: list[Word], mention: Mention, heads: set[int], ends: dict[int, Mention]) -> None:
    """Walk from the mention to the left over the nouns of its phrase («وزير خارجية» روسيا)."""
    place, steps = mention.first, 0
    while True:
        word = words[place]
        mention.head = place
        if word.clitic in ("bi", "li", "ka"):
            mention.prep, mention.governor = word.clitic, place - 1
            if word.rest == "اتجاه":  # «صواريخ باتجاه اليابان»
                mention.prep = "ila"
            if word.rest in ADVERBS:
                mention.prep = ""
            return
        left = place - 1
        if place == 0 or word.stops or steps > 6 or (word.join and (left in ends or not mention.joined)):
            if word.join and left not in ends and not mention.joined and not word.parted and not _opens(words, mention):
                mention.joined = True  # «مع الحكومة والمعارضة»: go on to the preposition of what it is joined to
            else:
                mention.joined, mention.governor = mention.joined or bool(word.join), left
                return
        if left in ends or left in heads:
            mention.governor = left
            if left in heads:  # «بالهجوم الإسرائيلي», «على قصف روسيا»: the noun has a preposition of its own
                mention.outer = words[left].clitic or PREPOSITIONS.get(words[left - 1].rest, "") if left else ""
            return
        rest = words[left].rest
        if bears_pronoun(words[left]) and not words[left].stops:
            mention.governor = left - 1  # «التقى معه الرئيس», «أبلغ فيه …»
            return
        if is_given_name(words, left) and place < mention.first:
            place, steps = left, steps + 1
            continue
        if rest == "من" and left and words[left - 1].rest in SHARES:
            place, steps = left, steps + 1
            continue
        if rest in PREPOSITIONS or rest in THROUGH:
            code = PREPOSITIONS.get(rest, "")
            if (rest, words[place].rest) in BY or (left and (words[left - 1].rest, rest) in BY):
                mention.prep, mention.governor = "by", left
                return
            if rest not in THROUGH:
                mention.prep, mention.governor = code, left
                return
        elif rest in THAT or rest in RELATIVES or rest in JOINERS or rest in TIMES or words[left].tense:
            mention.governor = left
            return
        place, steps = left, steps + 1


def bears_pronoun(word: Word) -> bool:
    """Whether the word is a preposition with a pronoun: «خلالها», «معه», «به», «فيه»."""
    return word.rest in WITH_PRONOUN or (bool(word.suffix) and word.rest[: -len(word.suffix)] in PREPOSITIONS)


def is_given_name(words: list[Word], place: int) -> bool:
    """«العقيد محمد علي سالم»: no preposition, though some papers print «على» so too."""
    if words[place].rest != "علي" or not words[place].token.endswith("ي") or not 0 < place < len(words) - 1:
        return False
    return not words[place + 1].has_article and not words[place - 1].tense


def _opens(words: list[Word], mention: Mention) -> bool:
    """Whether a verb follows: «وروسيا تدعم …» begins a clause and is joined to nothing."""
    return mention.last + 1 < len(words) and bool(words[mention.last + 1].tense)

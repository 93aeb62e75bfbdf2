"""Who says it: the words after the verb, before it («بوتين يشكر»، «وكان لافروف قد ذكر»), or nobody named here."""

from __future__ import annotations

import re
from dataclasses import replace

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.cues import Form
from helpers.framing.quotations.gender import EITHER, FEMININE, MASCULINE, clashes, tell_gender
from helpers.framing.quotations.report import ASIDES, RELATIVES, WAS, WHEREIN, Report, breaks
from helpers.framing.quotations.sentence import Sentence
from helpers.framing.quotations.spans import end_phrase, end_subject

_WHOSE_OBJECT = frozenset(
    "دول الدول القوي المجتمع جميع كل كافة الاطراف العالم ضيفه ضيفته مضيفه نظيره نظيرته شركاءه حلفاءه طرفي الطرفين"
    " كلا الجميع الشعب المسلمين العرب المواطنين".split()
)


def follows_subject(sentence: Sentence, report: Report) -> bool:
    """«بوتين يشكر كيم»: a present tense right after a name."""
    before = sentence.actor_at(report.cue - 1) if report.cue else None
    if report.joined or before is None or before.last != report.cue - 1 or sentence.gap(report.cue).strip():
        return False
    return sentence.words[report.cue][:1] in ("ي", "ت", "س") and before.kind != "place"


def find_subject(sentence: Sentence, report: Report, form: Form, names: frozenset[str]) -> Report:
    """Who says it: the words after the verb, or before it, or nobody named here."""
    for place in range(report.cue_end, report.first - 2):
        if sentence.words[place : place + 2] == ["نقلا", "عن"]:  # «وقالت الصحيفة نقلا عن مسؤولين إن»
            end = end_phrase(sentence, place + 2, report.first)
            return replace(report, subject=(place + 2, end), how="relay") if end > place + 2 else report
    if report.rule == "marks before":
        end = end_phrase(sentence, report.cue_end, len(sentence))
        return replace(report, subject=(report.cue_end, end), how="after") if end > report.cue_end else report
    limit = report.first
    leading = {"علي", "الي", "عن", "من", "في", "ب"}
    while limit > report.cue_end and (sentence.is_that(limit - 1) or sentence.words[limit - 1] in leading):
        limit -= 1
    first = report.cue_end
    if first + 1 < limit and sentence.words[first] in WHEREIN and may_speak(sentence, first + 1, names):
        first += 1  # «في الوقت الذي يؤكد فيه خبراء أن»
    if form.plural or (sentence.words[0] in WAS and not report.joined and report.cue < 14):
        ahead = _find_before(sentence, report, names)
        if ahead.subject is not None or form.plural:
            return ahead
    if follows_subject(sentence, report):
        ahead = _find_before(sentence, report, names)
        near = sentence.actor_at(report.cue - 1)
        alone = near is not None and near.first > 0 and sentence.words[near.first].startswith("و") and not form.plural
        if ahead.subject is not None and not alone:
            return ahead
        if near is not None and near.kind != "demonym":
            return replace(report, subject=(near.first, report.cue), how="before", begins=near.first)
    if not form.pronoun or form.shape == "past" or _names_party(sentence, first, form):
        end = end_phrase(sentence, first, limit)
        owned = sentence.actor_at(first + 1) if end > first + 1 else None  # «مساعدة وزير الخارجية»: a woman, no help
        aide = owned is not None and owned.kind == "office" and owned.first == first + 1
        if end > first and sentence.words[first] in lists.OBJECTS and not aide:
            return _find_before(sentence, report, names)  # «روسيا رأت أهمية الحوار»
        if end > first and not _is_addressee(sentence, report, form, first):
            unknown = sentence.words[first] not in names and end_subject(sentence, first, names) == first
            if report.rule == "object" and unknown and not _is_plain_subject(sentence, report, form, first, limit):
                return _find_before(sentence, report, names)
            return replace(report, subject=(first, limit), how="after")
        late = _find_late(sentence, first, limit)
        if late is not None and end == first and not _is_addressee(sentence, report, form, late):
            return replace(report, subject=(late, limit), how="after")
    wherein = WHEREIN.intersection(sentence.words[report.cue_end : report.cue_end + 1])
    if wherein and not report.joined:
        stated = _find_stating(sentence, report)
        if stated is not None:
            return replace(report, subject=stated, how="source")
        return report  # «عقد لقاءات، أكد خلالها أن», «أصدر بيانا أعلن فيه أن»: whoever the sentence is about
    return _find_before(sentence, report, names)


def _names_party(sentence: Sentence, first: int, form: Form) -> bool:
    """«وتتهمه طهران بـ»: a party right after a verb whose object is a pronoun."""
    actor = sentence.actor_at(first) if first < len(sentence) else None
    known = actor is not None and actor.first == first and actor.kind in ("name", "metonym", "body", "office", "person")
    return known and not clashes(sentence, first, feminine=form.feminine, plural=form.plural)


_STATEMENTS = frozenset("تصريح تصريحات بيان كلمة خطاب رسالة مقابلة حديث".split())


def _find_stating(sentence: Sentence, report: Report) -> tuple[int, int] | None:
    """«بعد تصريح لوزير الخارجية قال فيه إن»: whose statement it is."""
    for place in range(report.cue - 2, max(-1, report.cue - 12), -1):
        if sentence.words[place] in _STATEMENTS:
            named = sentence.actor_at(place + 1)
            return (place + 1, report.cue) if named is not None and named.first == place + 1 else None
    return None


def _is_plain_subject(sentence: Sentence, report: Report, form: Form, first: int, limit: int) -> bool:
    """«وطالب الخاطفون بفدية»، «وندد العلماء بـ»: before a preposition, an unknown noun is the subject."""
    governed = limit < report.first or report.start > sentence.starts[report.first]
    word = sentence.words[first]
    if not governed or form.pronoun or not word.startswith("ال"):
        return False
    if form.feminine and tell_gender(sentence, first) == FEMININE and word not in _WHOSE_OBJECT:
        return True
    return word.endswith(("ون", "ان")) or report.row.stance not in ("directive", "negative") or form.shape == "present"


def _is_addressee(sentence: Sentence, report: Report, form: Form, first: int) -> bool:
    """«ودعا دول العالم إلى»: whom he addresses, not who speaks."""
    if report.row.id in ("verb-describe", "verb-name", "verb-address") and sentence.actor_at(first) is None:
        return sentence.words[first] not in lists.TITLES | lists.GROUPS | lists.MEDIA
    word = sentence.words[first]
    if word.endswith("ين") and word[:-2] + "ون" in lists.GROUPS:
        return True  # «نبه المسؤولين إلى»: no nominative
    actor = sentence.actor_at(first)
    if word.startswith("ال") and word.endswith("ين") and actor is not None and actor.kind == "demonym":
        return True  # «ذكّر الإسرائيليين بـ»
    if clashes(sentence, first, feminine=form.feminine, plural=form.plural):
        return True  # «وطالب الحكومة بأن»: a man asks her
    if report.row.id in _NEED_OBJECT and report.joined and not form.pronoun and _is_sole(sentence, first, report.first):
        return True  # «واتهم المجلس بـ»: without an object the verb would say nothing
    if report.row.id in _EXPLAIN and not report.joined and _names_nobody(sentence, first):
        return True  # «علل سبب الاستقالة بأن»
    if report.row.id.startswith("verb-close") and word.endswith(("ه", "ها")):
        return True  # «واختتم رسالته بالقول»
    if report.row.stance != "directive" and report.row.id not in (
        "verb-accuse",
        "verb-warn",
        "verb-remind",
        "verb-tell",
    ):
        return False
    if report.row.id == "verb-tell" and (word in lists.MEDIA or word.removeprefix("ال") in lists.MEDIA):
        return True  # «أبلغ رويترز»
    if form.feminine and actor is not None and actor.kind == "body":
        return False  # «تطالب القوى الست إيران بـ»
    return word in _WHOSE_OBJECT or (word.startswith("ال") and word.endswith("ين") and not form.plural)


_EXPLAIN = frozenset("verb-justify verb-justify-2 verb-interpret".split())
_NEED_OBJECT = frozenset("verb-accuse verb-urge verb-tell verb-describe verb-let-know verb-congratulate".split())


def _is_sole(sentence: Sentence, first: int, content: int) -> bool:
    """Whether one noun with the article, or one party, is all that stands between a verb and its content."""
    place = first + 1
    actor = sentence.actor_at(first)
    if actor is not None:
        if actor.first != first or actor.person:
            return False
        place = actor.last + 1
    elif not sentence.words[first].startswith("ال"):
        return False
    following = sentence.actor_at(place) if place < content else None
    if following is not None and following.kind == "demonym":
        place += 1  # «الحكومة اللبنانية»
    led = place == content - 1 and sentence.words[place] in ("ب", "بان", "علي", "الي", "ان")
    return place >= content or led


def _names_nobody(sentence: Sentence, place: int) -> bool:
    """Whether a word neither names a party nor opens with a title."""
    return sentence.actor_at(place) is None and sentence.words[place] not in lists.TITLES | lists.GROUPS | lists.MEDIA


def _find_late(sentence: Sentence, first: int, limit: int) -> int | None:
    """A subject after an adverb: «وقال أمس الرئيس …»."""
    for place in range(first + 1, min(limit, first + 3)):
        actor = sentence.actor_at(place)
        if sentence.words[place - 1] in ASIDES and actor and actor.first == place and actor.kind != "place":
            return place
    for place in range(first, min(limit, first + 8)):
        if (
            place > first
            and sentence.words[place] in lists.TITLES | lists.GROUPS
            and sentence.words[place - 1] not in ("في", "من", "عن", "مع", "الي", "بين", "علي")
        ):
            before = sentence.words[place - 1]
            if before in lists.TIME or before.startswith(("الماضي", "الجاري")) or breaks(sentence, place):
                return place
    return None


def _find_before(sentence: Sentence, report: Report, names: frozenset[str]) -> Report:
    """A subject before the verb («بوتين يشكر»، «وكان لافروف قد ذكر»، «أما فلان … فأكد»); else it is carried over."""
    words = sentence.words
    if words[0] in ("اما", "واما") and report.cue > 1 and words[report.cue].startswith("ف"):
        return replace(report, subject=(1, report.cue), how="before")
    if report.joined:
        return _find_shared(sentence, report)
    if words[0] in WAS and report.cue <= 20 and not any(word in lists.THAT for word in words[1 : report.cue]):
        end = end_phrase(sentence, 1, report.cue)
        known = may_speak(sentence, 1, names) or words[report.cue - 1] == "قد"  # «وكانت تقارير قد أفادت»
        if end > 1 and words[report.cue - 1] not in RELATIVES and known:
            return replace(report, subject=(1, report.cue), how="before", begins=0)
    if report.cue > 2 and sentence.is_that(report.cue - 1):
        for place in range(report.cue - 2, max(-1, report.cue - 8), -1):
            if words[place] in ("سبق", "وسبق") and words[place + 1].startswith("ل"):
                return replace(report, subject=(place + 1, report.cue - 1), how="before")
    place = report.cue - 1
    while place >= 0 and words[place] in ({"قد", "وقد", "فقد", "لم", "لا", "سوف", "لن"} | lists.TIME):
        place -= 1
    if place < 0:
        return report
    if words[place] in WAS:
        return report
    if words[place] in RELATIVES:
        return _find_antecedent(sentence, report, place)
    if words[place] in lists.BEFORE_VERB or sentence.is_that(place):
        return report
    heard = _find_hearsay(sentence, report)
    if heard is not None:
        return replace(report, subject=heard, how="before")
    start = _begin_phrase(sentence, place)
    if start < place and words[start] in ("فان", "فقد"):
        start += 1  # «رغم …، فإن الصحيفة قالت»
    if start <= place and (
        may_speak(sentence, start, names) or (start == 0 and words[0].startswith("ال") and place < 14)
    ):
        return replace(report, subject=(start, place + 1), how="before", begins=min(report.begins, start))
    return report


_HEARSAY = frozenset("تقارير انباء معلومات صحف".split())


def _find_hearsay(sentence: Sentence, report: Report) -> tuple[int, int] | None:
    """«ردا على تقارير إعلامية ذكرت أن»: what was heard, right before its verb."""
    near = range(report.cue - 1, max(-1, report.cue - 4), -1)
    place = next((place for place in near if sentence.words[place] in _HEARSAY), None)
    if place is None or not report.feminine or not _joins(sentence, place, report.cue):
        return None
    return place, report.cue


def _joins(sentence: Sentence, first: int, end: int) -> bool:
    """Whether nothing but spaces stands between words."""
    return not any(sentence.gap(place).strip() for place in range(first + 1, end + 1))


def _find_shared(sentence: Sentence, report: Report) -> Report:
    """«… تنفيه طهران وتصر على أن»: the subject of the verb before «and», surely where a pronoun is its object."""
    named = sentence.actor_at(report.cue - 1) if report.cue > 1 else None
    if named is None or named.first < 1 or report.shape != "present" or named.kind not in ("name", "metonym", "body"):
        return report
    verb = sentence.words[named.first - 1]
    governs = verb[0] in "يت" and verb.endswith(("ه", "ها", "هم")) and _is_plain_verb(sentence, named.first - 1)
    agrees = not clashes(sentence, named.first, feminine=report.feminine, plural=report.plural)
    return replace(report, subject=(named.first, report.cue)) if governs and agrees else report


def find_opening(sentence: Sentence, report: Report) -> tuple[int, int] | None:
    """The subject of the verb that opens the sentence («وختمت الجريدة الموضوع موضحة»), if it goes with the cue."""
    words = sentence.words
    near = sentence.actor_at(report.cue - 1) if report.cue > 1 else None
    beside = near is not None and near.kind in ("person", "office") and not sentence.gap(report.cue).strip()
    if near is not None and beside and near.first > 0 and _is_plain_verb(sentence, near.first - 1):
        return near.first, report.cue  # «ويستطرد فلان قائلا»
    place = 1 if lists.drop_and(words[0]) in ("قد", "كما", "ثم", "فيما", "بينما") else 0
    if report.cue < place + 2 or not _is_plain_verb(sentence, place):
        place = _find_inner_verb(sentence, report)
    if place < 0:
        return None
    first = place + 1
    end = end_phrase(sentence, first, report.cue)
    verb = FEMININE if _ends_feminine(sentence, place) else MASCULINE
    told = tell_gender(sentence, first)
    wanted = FEMININE if report.feminine else MASCULINE
    if end <= first or report.plural or wanted != verb or told not in (EITHER, wanted):
        return None
    surely = verb == FEMININE == told or words[first] in lists.MEDIA
    return (first, end) if surely or words[first] in lists.TITLES else None


def _find_inner_verb(sentence: Sentence, report: Report) -> int:
    """A verb further on whose feminine subject goes with the participle: «بهذا العنوان تناولت الصحيفة …، قائلة»."""
    for place in range(report.cue - 2, 0, -1):
        word, lemma = sentence.words[place], sentence.lemmas[place]
        if report.feminine and word == lemma + "ت" and tell_gender(sentence, place + 1) == FEMININE:
            return place
    return -1


def _ends_feminine(sentence: Sentence, place: int) -> bool:
    word = sentence.words[place]
    return word.endswith("ت") or lists.drop_and(word).startswith("ت")


def _is_plain_verb(sentence: Sentence, place: int) -> bool:
    """Whether a word is surely a verb: «تناولت», «يستطرد»; verbal nouns («استقبال») have an alif near their end."""
    word, lemma = lists.drop_and(sentence.words[place]), sentence.lemmas[place]
    if len(word) < 3 or sentence.actor_at(place) or word in lists.STOPS or word.startswith("ال"):
        return False
    if word == lemma + "ت" or word[0] == "ت" or (word[0] == "ي" and not lemma.startswith("ي")):
        return True  # a verbal noun («تأكيد الحكومة … مشيرة») has the same subject
    return word == lemma and word[0] == "ا" and len(word) > 4 and word[-2] != "ا"


_SAME_AS = {"الذي": "ه", "التي": "ها", "الذين": "هم"}


def _find_antecedent(sentence: Sentence, report: Report, relative: int) -> Report:
    """«التقى بوزير الخارجية فلان الذي أكد بدوره»: the noun phrase right before the relative speaks."""
    pronoun = sentence.words[relative].removeprefix("و")
    agrees = report.plural if pronoun == "الذين" else not report.plural and report.feminine == (pronoun == "التي")
    object_too = sentence.words[report.cue].endswith(_SAME_AS.get(pronoun, "ه")) and sentence.words[report.cue] not in (
        "نوه", "وجه", "نبه"
    )  # fmt: skip
    if not agrees or object_too:
        return report  # «التصريحات التي أدلى بها»، «المسلحون الذين تعتبرهم»: about whom, not who
    named = next((actor for actor in sentence.actors if actor.last == relative - 1), None)
    if named is None or WHEREIN.intersection(sentence.words[report.cue_end : report.cue_end + 1]):
        return report
    first = named.first
    while first > 0 and sentence.words[first][0] not in "بل" and _goes_with(sentence, first - 1):
        first -= 1
    return replace(report, subject=(first, relative), how="before", begins=min(report.begins, relative))


def _goes_with(sentence: Sentence, place: int) -> bool:
    """Whether a word belongs to the titles before a name: «نائب وزير الخارجية الروسي»."""
    actor = sentence.actor_at(place)
    word = sentence.words[place]
    titled = word in lists.TITLES | lists.BODIES or word[1:] in lists.TITLES or word.startswith("ال")
    within = actor is not None and actor.kind in ("office", "body", "demonym", "person")
    return (titled or within) and word not in RELATIVES


def _begin_phrase(sentence: Sentence, place: int) -> int:
    """Where the clause before a verb begins."""
    start = place
    while start > 0:
        if start == sentence.opens or re.search("[.؛:]|\\.\\.", sentence.gap(start)):
            break
        if "،" in sentence.gap(start) and sentence.words[start] not in lists.TITLES and not sentence.actor_at(start):
            break
        before = sentence.words[start - 1]
        if before in WAS or before in lists.LINKS or before in lists.THAT or before in lists.BEFORE_VERB:
            break
        start -= 1
    return start


def may_speak(sentence: Sentence, place: int, names: frozenset[str]) -> bool:
    word = sentence.words[place]
    actor = sentence.actor_at(place)
    known = lists.TITLES | lists.GROUPS | lists.MEDIA | lists.BODIES
    bare = lists.drop_and(word).removesuffix("ا")
    return actor is not None or word in known or bare in known or word in names

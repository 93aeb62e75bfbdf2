"""The party that a noun phrase speaks for: a mention in it or beside it, else the state named before."""

from __future__ import annotations

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.naming import bare
from helpers.framing.quotations.sentence import Actor, Sentence

_STATE_VOICES = frozenset(
    "مصادر مصدر مسؤول مسئول مسؤولون مسئولون وزير الوزير وزارة الوزارة السفير السفيرة سفير مساعد نائب المتحدث متحدث"
    " الناطق ناطق السلطات الشرطة الجيش الحكومة الرئاسة الداخلية الخارجية احصاءات رئيس الرئيس قائد مندوب وكيل"
    " حاكم محافظ عمدة المحافظ العمدة النيابة الادعاء المدعي هيئة خفر البرلمان".split()
)


_STATE_WORDS = frozenset(
    "امني امنية الامني الامنية رسمي رسمية عسكري عسكرية حكومي حكومية قضائية قضائي بالشرطة الشرطة"
    " الخارجية وزير الوزير الداخلية رئاسي رئاسية برلماني برلمانية"
    " الدفاع الجمهورية السفير الوزراء الرئاسة بالرئاسة بوزارة الوزارة الامن الجيش السلطات الحكومة الزراعة"
    " الاركان حاكم محافظ عمدة المحافظ العمدة النيابة الادعاء السواحل البرلمان"
    " شرطة السفيرة المالية البترول الصحة ملاحية جمركية".split()
)


def find_home(sentence: Sentence, first: int, limit: int) -> str:
    """The state of «مصادر أمنية»، «وزير الخارجية» without a country: the one named last before them."""
    words = sentence.words[first:limit]
    if lists.drop_and(sentence.words[first]).removeprefix("ال") == "سيناتور":
        return "USA"
    if not _STATE_WORDS.intersection(words) or not (_STATE_VOICES.intersection(words)):
        return ""
    return sentence.home


def choose_actor(sentence: Sentence, first: int, end: int, limit: int | None = None) -> str:
    """The party that a noun phrase speaks for: the first mention in it, else in what stands beside it."""
    official = bare(sentence.words[first]) in _OFFICIALS or lists.drop_and(sentence.words[first]) in lists.TITLES
    for low, high in ((first, end), (end, limit or end)):
        found = sentence.actors_in(low, high)
        ranked = _rank_mentions(sentence, found, within=low == first, official=official)
        if low == end:
            ranked = [
                actor
                for actor in ranked
                if not sentence.words[actor.first].startswith("ل") and not is_occasion(sentence, end, actor.first)
            ]
        if ranked:
            return ranked[0].actor
    return ""


_OFFICIALS = frozenset(
    "هيئة رئاسة برلمان محكمة نيابة ادعاء خفر مكتب حكومة سلطات مسؤولون مسؤولين مسئولون مسئولين وزارة نظام قيادة"
    " جيش شرطة دبلوماسيون دبلوماسيين مصادر معارضة".split()
)


def _rank_mentions(sentence: Sentence, found: list[Actor], *, within: bool, official: bool) -> list[Actor]:
    """Persons and offices first, then adjectives and bodies, then names; «في» with a place tells whose official."""
    for kinds in (("person", "office"), ("demonym", "body")):
        ranked = [actor for actor in found if actor.kind in kinds]
        if ranked:  # «رئيس لجنة الخارجية بمجلس النواب الأميركي»: the fuller office says whose it is
            return ranked if ranked[0].person else sorted(ranked, key=lambda actor: actor.first - actor.last)
    return [a for a in found if a.kind != "place" or (official if sentence.words[a.first - 1] == "في" else within)]


def is_occasion(sentence: Sentence, first: int, place: int) -> bool:
    """Whether words of time and place («في تصريح»، «خلال لقائه») stand before a mention."""
    return any(
        word
        in ("خلال", "عقب", "لدي", "اثناء", "امام", "بعد", "قبل", "لوكالة", "لصحيفة", "لقناة", "مع", "الي", "عن", "علي")
        or word in lists.PLACES_OF_SPEECH
        for word in sentence.words[first:place]
    )

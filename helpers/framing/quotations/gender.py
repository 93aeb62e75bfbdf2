"""Whether a noun and a verb or participle can go together: what the gender of Arabic words says about who speaks."""

from __future__ import annotations

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.sentence import Sentence

FEMININE, MASCULINE, EITHER = "feminine", "masculine", ""

# the names of states and cities are feminine, but for these
_MASCULINE_STATES = frozenset("IRQ LBN JOR YEM SDN SSD MAR VAT EU NATO".split())
_MASCULINE_SEATS = frozenset(
    "البيت الكرملين البنتاغون البنتاجون الاليزيه قصر الكونغرس الكونجرس الكنيست الاتحاد الناتو حلف مجلس حزب".split()
)
_MASCULINE_HEADS = frozenset(
    "مجلس حزب جيش اتحاد بيان تقرير تحالف ائتلاف مكتب مركز جهاز حلف بنك صندوق معهد نظام برلمان فريق وفد موقع راديو"
    " تلفزيون تليفزيون مصدر مسؤول مسئول رئيس وزير متحدث ناطق سفير نائب مندوب مبعوث ممثل امين مدير مستشار عضو قائد"
    " زعيم ملك امير مرشد مفوض شعب قرار اقتراح اتفاق".split()
)
_FEMININE_HEADS = frozenset(
    "قوات سلطات مصادر دول تقارير صحف وكالات وسائل فصائل احزاب منظمات حركات جهات اوساط شخصيات اطراف مخابرات استخبارات"
    " هيئات بيانات احصائيات احصاءات تقديرات قيادات ميليشيات كتائب شركات".split()
)
_PEOPLE = frozenset(
    "سنة شيعة قادة ساسة سادة طلبة اساتذة ائمة خليفة علامة اساقفة بطاركة دعاة قضاة مارة ولاة عمدة داعية طاغية"
    " حاخامات وزراء زعماء رؤساء ملوك امراء سفراء خبراء نواب عرب".split()
)


def tell_gender(sentence: Sentence, place: int) -> str:
    """The gender with which the noun phrase that begins at `place` goes, if its first word tells it."""
    word = lists.drop_and(sentence.words[place])
    head = word.removeprefix("ال")
    actor = sentence.actor_at(place)
    if actor is not None and actor.first == place and actor.kind == "person":
        return EITHER
    if head in _PEOPLE:
        return EITHER
    if head in _MASCULINE_HEADS or word in _MASCULINE_SEATS:
        return MASCULINE
    if head in _FEMININE_HEADS or (word.endswith("ة") and len(word) > 3):
        return FEMININE
    if actor is not None and actor.first == place and actor.kind in ("name", "metonym"):
        return MASCULINE if actor.actor in _MASCULINE_STATES else FEMININE
    return EITHER


def clashes(sentence: Sentence, place: int, *, feminine: bool, plural: bool = False) -> bool:
    """Whether the noun phrase at `place` cannot be the subject of a verb or participle of that gender."""
    told = tell_gender(sentence, place)
    return not plural and told == (MASCULINE if feminine else FEMININE)

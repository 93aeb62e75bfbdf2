"""Offices and organs in one document: whose they are, and who holds them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from helpers.framing.gazetteer import Entry, Gazetteer, Key, fold
from helpers.framing.mentions import Mention, Text, holds_office, match_office
from helpers.framing.namesakes import learn_names

NEAR = 3  # sentences back in which a bare title (الوزير) looks for its holder
_BARE = (
    "president",
    "premier",
    "foreign",
    "defence",
    "king",
    "leader",
    "spokesman",
    "envoy",
    "minister",
    "secretary",
)  # offices that a bare title may stand for
_OWN = tuple(map(fold, ("الجمهورية", "الدولة", "الرئاسة")))
_MINISTRIES = tuple(map(fold, ("الخارجية", "الداخلية", "الدفاع")))
_POLICIES = frozenset(
    map(fold, "السياسة للسياسة والسياسة بالسياسة السياسات الشؤون الشئون للشؤون العلاقات للعلاقات التجارة".split())
)
_FELLOWS = tuple(map(fold, ("نظيره", "نظيرته", "نظيرها", "نظيرتها", "نظيرهم")))  # not the one who meets him
_MATTERS = tuple(map(fold, ("لشؤون", "لشئون")))
_SERVANTS = ("spokesman", "envoy")
_OF_HOME = ("president", "premier", "foreign", "defence", "minister")  # whose country an outlet need not name


@dataclass(frozen=True)
class Office:
    """An office or organ as printed; without `actors` where no country stands beside it."""

    first: int
    last: int
    before: str
    role: str
    spelling: Key
    actors: Key = ()
    person: str = ""


def attach_offices(text: Text, gazetteer: Gazetteer, mentions: list[Mention]) -> list[Mention]:
    """`mentions` with the offices beside them grown together, bare offices resolved, unknown holders learned."""
    offices, rest = _grow(text, gazetteer, mentions)
    named = [one for one in offices if one.actors and (one.role != "organ" or _serves(text, one, offices))]
    taught = learn_names(text, gazetteer, [*offices, *rest], named)
    rest = _merge(rest, taught)
    found = [
        Mention(one.first, one.last, one.before, Entry(one.actors, "office", office=one.role), one.person)
        for one in _resolve(text, gazetteer, offices, rest)
        if one.actors
    ]
    return _merge(rest, found)


def _grow(text: Text, gazetteer: Gazetteer, mentions: list[Mention]) -> tuple[list[Office], list[Mention]]:
    """Offices, each with the country that stands right after it, and the mentions that are left."""
    begins = {mention.first: mention for mention in mentions}
    taken = {place for mention in mentions for place in range(mention.first, mention.last + 1)}
    offices, eaten, role, place = [], set(), "", 0
    while place < len(text.keys):
        found = None if place in taken or _is_foreign_policy(text, place) else match_office(text, gazetteer, place)
        if not found:
            place += 1
            continue
        last, before, kind, spelling = found
        kind = role if kind == "same" and role else kind
        owner = _find_owner(text, gazetteer, last, begins)
        if owner:
            eaten.add(owner.first)
        actors = owner.entry.actors if owner else ()
        offices.append(Office(place, owner.last if owner else last, before, kind, spelling, actors))
        role = kind if kind not in ("organ", "same") else role
        place = offices[-1].last + 1
    return offices, [mention for mention in mentions if mention.first not in eaten]


def _is_foreign_policy(text: Text, place: int) -> bool:
    """«السياسة الخارجية»، «لجنة الشؤون الخارجية»: an adjective of another noun, no ministry."""
    return text.keys[place] in _MINISTRIES and text.word(place - 1, beside=place) in _POLICIES


def _serves(text: Text, office: Office, offices: list[Office]) -> bool:
    """Whether a spokesman or envoy stands right before a ministry, whose name then follows it."""
    return any(
        one.role in _SERVANTS and 0 < office.first - one.last <= 3 and text.joins(one.last, office.first)
        for one in offices
    )


def _find_owner(text: Text, gazetteer: Gazetteer, last: int, begins: dict[int, Mention]) -> Mention | None:
    """The country after an office: its adjective or its name, with «في» or a qualifying word between at most."""
    for skip in range(3):
        place = last + 1 + skip
        if not text.joins(last, min(place, len(text.keys) - 1)) or place >= len(text.keys):
            return None
        mention = begins.get(place)
        if mention and not mention.before:
            if skip and text.keys[place - 1] in _MATTERS:
                return None  # «وزير الخارجية لشؤون الأمم المتحدة»: what he deals with
            return mention if mention.kind in ("demonym", "name", "metonym", "body") else None
        word = text.keys[place]
        if not (word in gazetteer.words["title"] or word in gazetteer.words["link"] or word.startswith("وال")):
            return None
    return None


# ------------------------------------------------------------------ whose office, and who


def _resolve(text: Text, gazetteer: Gazetteer, offices: list[Office], mentions: list[Mention]) -> list[Office]:
    """`offices` with party and holder, as far as the document tells them."""
    beside = [_find_beside(text, gazetteer, office, mentions) for office in offices]
    home = _find_home(text, gazetteer, offices, beside)
    resolved: list[Office] = []
    for number, (office, person) in enumerate(zip(offices, beside, strict=True)):
        former = text.word(office.last + 1, beside=office.last) in gazetteer.words["former"]
        actors = office.actors or (person.entry.actors if person and not former else ())
        if not actors and not former and _is_definite(text, gazetteer, office):
            actors = _find_chief(text, office, offices[number + 1 :]) or _find_opponent(text, office, mentions)
            actors = actors or (home if _is_own(office) else ())
            at_home = home if office.role in _OF_HOME else ()
            actors = actors or (at_home if _names_home(office, home, [*mentions, *offices]) else ())
            actors = actors or _find_antecedent(text, office, resolved, offices, mentions)
            actors = actors or at_home
            if not actors and office.role == "organ" and office.spelling[-1] in _MINISTRIES:
                actors = home if _names_home(office, home, [*mentions, *offices], bare=True) else ()
        name = "" if _is_another(text, gazetteer, office) else _find_holder(text, gazetteer, office, actors, mentions)
        fits = person and (_suits(person, office) or office.spelling[0] in _FELLOWS)
        if person and fits and set(person.entry.actors) & set(actors):
            name = person.person
        resolved.append(replace(office, actors=actors, person=name))
    return resolved


def _find_home(text: Text, gazetteer: Gazetteer, offices: list[Office], beside: list[Mention | None]) -> Key:
    """The country that the text need not name: whose officials stand without it (الرئيس مرسي), else the outlet's."""
    own = Counter(
        person.entry.actors[0] for office, person in zip(offices, beside, strict=True) if person and not office.actors
    )
    listed = gazetteer.homes.get(text.outlet, "")
    if listed and (not own or own[listed]):
        return (listed,)
    return (own.most_common(1)[0][0],) if own else ()


def _names_home(office: Office, home: Key, named: list[Mention | Office], *, bare: bool = False) -> bool:
    """«وزير الخارجية» in full: one's own, if the document is about one's own country too."""
    actors = [one.entry.actors if isinstance(one, Mention) else one.actors for one in named]
    return (bare or len(office.spelling) > 1) and bool(home) and home in actors


def _is_own(office: Office) -> bool:
    """«رئيس الجمهورية», «مجلس الوزراء»: said without a country only of one's own."""
    return office.spelling[-1] in _OWN and office.spelling != (fold("الدولة"),)


def _is_definite(text: Text, gazetteer: Gazetteer, office: Office) -> bool:
    """Whether it is a known one: «الوزير», but neither «وزير» nor «الرئيس المقبل»."""
    following = text.word(office.last + 1, beside=office.last)
    if any(word.startswith("ال") for word in office.spelling):
        return following not in gazetteer.words["next"] and not _is_of_another(text, gazetteer, office, following)
    return False


def _is_of_another(text: Text, gazetteer: Gazetteer, office: Office, following: str) -> bool:
    """«رئيس الحكومة الاسكتلندية»: an adjective of a country or place that no list has."""
    known = gazetteer.words["title"] | gazetteer.words["link"] | gazetteer.words["common"]
    ending = len(following) > 6 and following.startswith("ال") and following.endswith(("ي", "يه"))
    joined = text.gap(office.last) == " "
    return len(office.spelling) > 1 and ending and joined and following not in known


def _find_beside(text: Text, gazetteer: Gazetteer, office: Office, mentions: list[Mention]) -> Mention | None:
    """The person named right after an office, titles aside, or right before it."""
    place = office.last + 1
    while place < len(text.keys) and text.joins(office.last, place) and text.keys[place] in gazetteer.words["title"]:
        place += 1
    for mention in mentions:
        if mention.kind != "person":
            continue
        after = mention.first == place and not mention.before and text.joins(office.last, place)
        ahead = mention.last == office.first - 1 and not office.before and text.joins(mention.last, office.first)
        if after and (_suits(mention, office) or len(office.spelling) > 1):
            return mention
        if ahead and (set(mention.entry.actors) & set(office.actors) or not office.actors and _suits(mention, office)):
            return mention
    return None


def _is_another(text: Text, gazetteer: Gazetteer, office: Office) -> bool:
    """«مساعد وزير الخارجية», «الرئيس الروسي السابق»: somebody else than who holds the office that day."""
    before, after = text.word(office.first - 1, beside=office.first), text.word(office.last + 1, beside=office.last)
    return before in gazetteer.words["deputy"] or after in gazetteer.words["former"]


def _suits(person: Mention, office: Office) -> bool:
    """Whether a person may hold an office: one of his own kind of office, where the list tells it."""
    return not person.entry.office or office.role not in _BARE or _group(person.entry.office) == _group(office.role)


def _group(role: str) -> str:
    return "minister" if role in ("foreign", "defence") else role


def _find_chief(text: Text, office: Office, later: list[Office]) -> Key:
    """The party of the ministry that a spokesman speaks for: «المتحدث الأمني بوزارة الداخلية السعودية»."""
    for one in later[:1]:
        if office.role in _SERVANTS and one.first - office.last <= 3 and text.joins(office.last, one.first):
            return one.actors
    return ()


def _find_opponent(text: Text, office: Office, mentions: list[Mention]) -> Key:
    """«الحكومة والمعارضة»: the state whose opposition stands beside."""
    for mention in mentions:
        beside = mention.first == office.last + 1 or mention.last == office.first - 1
        if beside and office.role == "organ" and mention.entry.actors == ("SYR-OPP",):
            return ("SYR",)
    return ()


def _find_antecedent(
    text: Text, office: Office, resolved: list[Office], offices: list[Office], mentions: list[Mention]
) -> Key:
    """The party of the nearest earlier office of the same kind; else of the only one in the document."""
    group = _group(office.role)
    alike = [one for one in (*offices, *resolved) if _group(one.role) == group and one.actors]
    if office.role == "organ":
        alike = [one for one in alike if one.spelling[-1].removeprefix("ال") == office.spelling[-1].removeprefix("ال")]
    fellows = {one.actors for one in offices if one.spelling[0] in _FELLOWS and _share(text, one, office)}
    earlier = [one for one in resolved if one in alike and one.actors not in fellows]
    if office.role in _BARE and earlier:
        near = earlier[-1]
        if text.sentences[office.first] - text.sentences[near.first] <= NEAR:
            return near.actors
    parties = {one.actors for one in alike}
    if office.role in _BARE:
        parties |= {m.entry.actors for m in mentions if m.entry.office and _group(m.entry.office) == group}
    return parties.pop() if len(parties) == 1 else ()


def _share(text: Text, one: Office, other: Office) -> bool:
    return text.sentences[one.first] == text.sentences[other.first]


def _find_holder(text: Text, gazetteer: Gazetteer, office: Office, actors: Key, mentions: list[Mention]) -> str:
    """The full name of who holds an office: named in the document, else by the list's dates."""
    if office.role not in _BARE or len(actors) != 1:
        return ""
    inside = {m.person for m in mentions if m.person and m.entry.office == office.role and m.entry.actors == actors}
    if len(inside) == 1:
        return inside.pop()
    if inside or not text.day:
        return ""
    dated = [one for one in gazetteer.terms.get((actors[0], office.role), []) if holds_office(one, text.day)]
    return gazetteer.persons[dated[0].person] if len(dated) == 1 and dated[0].since else ""


def _merge(some: list[Mention], more: list[Mention]) -> list[Mention]:
    return sorted([*some, *more], key=lambda mention: (mention.first, mention.last))

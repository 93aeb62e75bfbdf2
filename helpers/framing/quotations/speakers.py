"""Who speaks: a noun phrase to a name and a party, and the memory of one document."""

from __future__ import annotations

from helpers.framing.quotations import words as lists
from helpers.framing.quotations.carried import carry, replace_gender
from helpers.framing.quotations.gender import FEMININE, tell_gender
from helpers.framing.quotations.groups import find_rebels, find_region, is_assembly, is_region
from helpers.framing.quotations.media import find_owner, is_press
from helpers.framing.quotations.memory import BODIES_AGAIN, ONCE_MORE, Memory, Speaker, find_paper, list_named
from helpers.framing.quotations.naming import bare, cut_name, is_plain_name, print_party, print_words
from helpers.framing.quotations.parties import choose_actor, find_home, is_occasion
from helpers.framing.quotations.report import RELATIVES, Report
from helpers.framing.quotations.sentence import Actor, Sentence
from helpers.framing.quotations.spans import end_phrase
from helpers.framing.quotations.subjects import find_opening
from helpers.text import STANDARD, normalise_text


def name_speakers(sentence: Sentence, report: Report, memory: Memory) -> list[Speaker]:
    """The speakers of a report: named in its subject, or carried over from what came before."""
    if report.subject is None:
        opening = find_opening(sentence, report) if report.shape == "participle" and not sentence.heard else None
        acting = read_speakers(sentence, *opening, memory) if opening else []
        return [replace_gender(one, report) for one in acting] or carry(sentence, report, memory)
    first, limit = report.subject
    speakers = read_speakers(
        sentence, first, limit, memory, together=report.how == "joint", governed=report.how == "source"
    )
    if not speakers:
        return carry(sentence, report, memory)
    if report.how == "source":
        speakers = [_strip_preposition(sentence, first, speaker) for speaker in speakers]
    female = report.feminine or (report.shape == "phrase" and tell_gender(sentence, first) == FEMININE)
    told = [speaker._replace(feminine=female, plural=report.plural) for speaker in speakers]
    return sorted(told, key=lambda speaker: speaker.name)


def _strip_clitics(sentence: Sentence, place: int) -> str:
    """«لبيان» to «بيان», «للوزارة» to «الوزارة»; a name that begins with ل keeps it."""
    word = lists.drop_and(sentence.words[place])
    if not word.startswith("ل") or len(word) < 4 or sentence.lemmas[place].startswith("ل"):
        return word
    return "ال" + word[2:] if word.startswith("لل") else word[1:]


def _strip_preposition(sentence: Sentence, first: int, speaker: Speaker) -> Speaker:
    """«وفقا لوزارة الدفاع»: the ministry's name without «to»."""
    printed = sentence.text(first, first + 1)
    if not printed.startswith("ل") or sentence.lemmas[first].startswith("ل") or not speaker.name.startswith(printed):
        return speaker
    return speaker._replace(name="ال" + speaker.name[2:] if printed.startswith("لل") else speaker.name[1:])


def read_speakers(
    sentence: Sentence,
    first: int,
    limit: int,
    memory: Memory,
    *,
    together: bool = False,
    governed: bool = False,
) -> list[Speaker]:
    """The speaker named between two words; two where a second name follows with و."""
    end = min(end_phrase(sentence, first, limit, governed=governed), _find_second(sentence, first, limit, memory))
    if end <= first:
        return []
    if end < limit and "،" not in sentence.gap(end) and sentence.actor_at(end):
        limit = end
    if together:
        persons = {
            actor.person: actor.actor
            for actor in sentence.actors_in(first, limit)
            if actor.kind == "person" and actor.person
        }
        if persons:
            return [Speaker(name, actor) for name, actor in persons.items()]
    two = _find_two(sentence, first, end, memory)
    if two:
        return two
    paper = lists.drop_and(sentence.words[first]) in lists.MEDIA and sentence.actor_at(first) is None
    joint = [] if paper else _split_joint(sentence, first, end)
    if joint:
        found = [_read_one(sentence, a, b, b, memory) for a, b in joint]
        return [speaker for speaker in found if speaker is not None]
    one = _read_one(sentence, first, end, limit, memory)
    return [one._replace(head=bare(sentence.words[first]))] if one else []


_TWO_PERSONS = frozenset("الرجلان الوزيران الرئيسان الزعيمان".split())
_TWO_PARTIES = frozenset("الجانبان الطرفان البلدان الدولتان العاصمتان الحكومتان".split())


def _find_two(sentence: Sentence, first: int, end: int, memory: Memory) -> list[Speaker]:
    """«الرجلان»، «الجانبان»: the two persons or parties named last, if nothing beside it says who."""
    word = lists.drop_and(sentence.words[first])
    if word not in _TWO_PERSONS | _TWO_PARTIES:
        return []
    persons = word in _TWO_PERSONS
    found: dict[str, Speaker] = {}
    for speaker, is_person in [*reversed(list_named(sentence, first)), *reversed(memory.named)]:
        if is_person or not persons:
            found.setdefault(speaker.name if persons else speaker.actor, speaker)
        if len(found) == 2:
            return sorted(found.values(), key=lambda one: one.name)
    return []


_FELLOWS = frozenset("نظيره نظيرته نظيرها سلفه سلفها خلفه ضيفه ضيفها مضيفه زميله شريكه حليفه خصمه منافسه".split())


def _find_second(sentence: Sentence, first: int, limit: int, memory: Memory) -> int:
    """«حذر لافروف النظام السوري»: where a second party begins right after the first one, without و."""
    mentions = [actor for actor in sentence.actors_in(first, limit) if actor.kind not in ("demonym", "place")]
    surname = tuple(sentence.words[first : mentions[0].first]) if mentions else ()
    if 1 <= len(surname) <= 3 and mentions[0].kind != "person" and memory.find_person(surname) is not None:
        return mentions[0].first  # «حث جعفري سوريا على»
    met = [place for place in range(first + 1, limit) if sentence.words[place] in _FELLOWS]
    if met:
        return met[0]  # «شكر الوزير سلفه فلانا»
    for one, other in zip(mentions, mentions[1:], strict=False):
        beside = other.first == one.last + 1 and not sentence.words[other.first].startswith("و")
        holds = other.person and not other.actor  # out of office, but named right after what he leads
        if beside and other.actor != one.actor and not holds and "،" not in sentence.gap(other.first):
            return other.first
    return limit


def _split_joint(sentence: Sentence, first: int, end: int) -> list[tuple[int, int]]:
    """«الامم المتحدة وامريكا»: parts that each begin with a mention, the later ones with و."""
    cuts = []
    for actor in sentence.actors_in(first + 1, end):
        word = sentence.words[actor.first]
        known = actor.kind in ("person", "name", "metonym", "office", "body")
        if word.startswith("و") and known and not _is_body_word(word) and actor.first > first:
            cuts.append(actor.first)
    if not cuts or not sentence.actors_in(first, cuts[0]):
        return []
    persons = [actor.first for actor in sentence.actors_in(first, end) if actor.kind == "person"]
    cuts = [cut for cut in cuts if not persons or cut > persons[0] or cut > persons[-1]]
    if not cuts:
        return []
    edges = [first, *dict.fromkeys(cuts), end]
    return list(zip(edges, edges[1:], strict=False))


def _is_body_word(word: str) -> bool:
    return word in lists.TITLES or word in lists.BODIES


_NOBODY = lists.STOPS | frozenset("و ما هو هي هم كما ثم قد لا ان انه انها".split())  # words that name no speaker


def _read_one(sentence: Sentence, first: int, end: int, limit: int, memory: Memory) -> Speaker | None:
    words = sentence.words
    while first < end and words[first] in ("كل", "كلا", "من", "ان"):
        first += 1
    if first >= end or _NOBODY.issuperset(words[first:end]):
        return None
    named = sentence.actor_at(first)
    if named is not None and named.first == first and named.kind in ("name", "metonym") and named.last < end:
        limit = end = named.last + 1
    head = _strip_clitics(sentence, first)
    statement = bare(head) in ("بيان", "تقرير", "تصريح", "تصريحات", "دراسة")
    if statement and (head in lists.PLACES_OF_SPEECH or head.startswith("ال")):
        return _read_statement(sentence, first, limit, memory)
    paper = memory.papers.get(find_paper(head))
    if paper is not None and not sentence.actors_in(first, end):
        return paper
    core = words[first:end]
    group = find_region(core) or find_rebels(core, memory.opposition)
    actor = choose_actor(sentence, first, end) or group or choose_actor(sentence, first, end, limit)
    if _is_private_group(core):
        return Speaker(print_words(sentence, first, end), "")
    again = _repeat(head, memory, alone=end == first + 1 or words[first + 1] in ("نفسه", "نفسها", "ذاته", "ذاتها"))
    if again is not None:
        return again
    if bare(head) == "موقع" and lists.OFFICIAL.intersection(core) and actor:
        return Speaker(print_words(sentence, first, end), actor)  # «الموقع الرسمي للأمم المتحدة»
    if bare(head) == "مؤتمر":
        return Speaker(print_words(sentence, first, min(end, first + 2)), "")
    if is_press([head, *words[first + 1 : end]]):
        end = min(end, first + 5)
        owner = find_owner(words[first : max(end, limit)], actor, sentence.home)
        if head.startswith("ال"):  # «تناولت الصحيفة زيارة …»: only the adjectives go with it
            end = next((place for place in range(first + 1, end) if not words[place].startswith("ال")), end)
        return Speaker(print_words(sentence, first, end), owner)
    person = _find_mention(sentence, first, end) or _find_beside(sentence, end, limit)
    private = bool(lists.PRIVATE.intersection(core)) or _is_former(sentence, end, limit)
    if person is None and actor and any(word.removeprefix("ال").startswith("تابع") for word in core):
        return memory.learn(Speaker(print_words(sentence, first, end), actor))  # «خبراء تابعون للأمم المتحدة»
    if person is not None:
        near = words[first : min(limit, person.last + 4)]  # not «عشية اختفاء العميل السابق» further on
        former = private and not lists.FORMER.isdisjoint(near)
        return Speaker(person.person, "" if former or memory.is_private(person.person) else person.actor)
    if private and words[end : end + 1] == ["من"] and end + 1 < limit and head in lists.GROUPS:
        state = sentence.actor_at(end + 1)
        if state is not None and state.kind == "name":  # «خبراء من كوريا الجنوبية»
            return Speaker(print_words(sentence, first, state.last + 1), state.actor)
    keys = tuple(_clean(word) for word in core)
    home = actor or _find_own(sentence, first, limit, memory) or find_home(sentence, first, limit)
    if not home and head in _COMMISSIONS:
        before = memory.last[-1].actor if memory.last else sentence.home
        home = before if len(before) == 3 or before == "UN" else ""
    known = memory.find_person(keys)
    if known is not None:
        return memory.learn(Speaker(known.name, "" if private or known.private else known.actor or home))
    if bare(head) in ("مصدر", "مصادر"):
        return memory.learn(Speaker(print_words(sentence, first, end), home))
    name, at, stop = cut_name(sentence, first, end)
    if name and (at > first or stop - first <= 4):
        known = memory.find_person(tuple(_clean(word) for word in words[at:stop]))
        if known is not None:
            return memory.learn(Speaker(known.name, "" if private or known.private else known.actor or home))
        if private:
            return Speaker(name, "")
        if at > first:
            person_named = is_plain_name(sentence, at, stop) and (at > first + 1 or head not in lists.BODIES)
            return memory.learn(Speaker(name if person_named else print_words(sentence, first, end), home))
        return memory.learn(Speaker(name, home))
    beside = _read_beside(sentence, end, limit)
    if beside:
        return memory.learn(Speaker(beside, "" if private else home))
    if private:
        return Speaker(print_words(sentence, first, min(end, first + 6)), "")
    return _resolve_title(sentence, first, end, home if head in _COMMISSIONS else actor, memory)


_ONLINE = frozenset("الالكتروني الالكترونية".split())


def _is_private_group(core: list[str]) -> bool:
    """«الجيش الإلكتروني»: a group of that name, no army."""
    return bare(core[0]) in ("جيش", "لواء", "مجموعة") and bool(_ONLINE.intersection(core))


_COMMISSIONS = ("لجنة", "هيئة", "جهاز", "الجهاز")  # of the state that spoke before, where none is named


def _repeat(head: str, memory: Memory, *, alone: bool) -> Speaker | None:
    """«الوكالة»، «الصحيفة»، «المصدر»: the speaker last named by that word."""
    if alone and is_assembly(head):
        met = next((speaker for speaker in reversed(memory.last) if is_region(speaker.actor)), None)
        if met is not None:
            return met
    if not head.startswith("ال") or bare(head) not in (ONCE_MORE | BODIES_AGAIN if alone else ONCE_MORE):
        return None
    for speaker in reversed(memory.last):
        if speaker.head == bare(head):
            return speaker
    return memory.heads.get(bare(head))


def _read_beside(sentence: Sentence, end: int, limit: int) -> str:
    """The name after a comma: «مندوب مصر لدى الجامعة، السفير عمرو أبو العطا»."""
    for place in range(end, min(limit, end + 8)):
        if "،" in sentence.gap(place) and sentence.words[place] not in lists.STOPS:
            stop = end_phrase(sentence, place, limit)
            name, first, last = cut_name(sentence, place, stop)
            titled = first > place or sentence.words[place] in lists.TITLES
            return name if name and titled and is_plain_name(sentence, first, last) else ""
    return ""


_PERSONS_AGAIN = frozenset(
    "النائب الوزير السفير المسؤول المسئول المتحدث الناطق الباحثة الباحث المحلل الخبير المبعوث".split()
)


def _find_own(sentence: Sentence, first: int, end: int, memory: Memory) -> str:
    """«متحدث باسم الوزارة»، «المتحدث باسمهم»: the party of the ministry, or of those, named before."""
    if memory.last and not {"باسمه", "باسمها", "باسمهم"}.isdisjoint(sentence.words[first:end]):
        return memory.last[-1].actor
    for place in range(first + 1, end):
        known = memory.find_person((sentence.words[place],)) if sentence.words[place - 1] == "باسم" else None
        if known is not None:
            return known.actor
    for word in sentence.words[first:end]:
        if word.startswith(("ال", "لل")) and lists.find_head(word) in memory.heads:
            return memory.heads[lists.find_head(word)].actor
    return ""


def _clean(word: str) -> str:
    return word.strip("«»\"'")


def _find_mention(sentence: Sentence, first: int, end: int) -> Actor | None:
    head = sentence.actor_at(first)
    if head and head.first == first and head.kind in ("name", "metonym", "body"):
        return None
    found = [actor for actor in sentence.actors_in(first, end) if actor.person and actor.kind == "person"]
    if not found:
        found = [actor for actor in sentence.actors_in(first, min(end, first + 1)) if actor.person]
    for actor in found:
        if sentence.words[actor.first - 1] in lists.PLACES_OF_SPEECH | lists.OBJECTS and actor.first > first:
            continue  # «وصف المتحدث فلان تصريح الوزير بأنه»
        if any(map(_is_whose, sentence.words[first : actor.first])):
            continue  # «المستشار السياسي للرئيس محمود عباس»
        if not sentence.words[actor.first].startswith(("ل", "ب")) or actor.first == first:
            return actor
    return None


def _is_whose(word: str) -> bool:
    """«للرئيس»: somebody who serves him speaks."""
    return word.startswith("لل") and "ال" + word[2:] in lists.TITLES


def _find_beside(sentence: Sentence, end: int, limit: int) -> Actor | None:
    """The person named in what stands beside the phrase, but not in words of time and place, nor in a relative."""
    limit = next((place for place in range(end, limit) if sentence.words[place] in RELATIVES), limit)
    person = _find_mention(sentence, end, limit)
    return None if person is None or is_occasion(sentence, end, person.first) else person


_PRIVATE_BESIDE = lists.FORMER | {"الباحثة", "الباحث", "المحلل", "مرصد", "المرصد"}


def _is_former(sentence: Sentence, end: int, limit: int) -> bool:
    """«جين كيننمونت الباحثة في …»: what stands beside the name makes it a private voice."""
    return not _PRIVATE_BESIDE.isdisjoint(sentence.words[end : min(limit, end + 4)])


def _end_issuer(sentence: Sentence, first: int, limit: int) -> int:
    """Where the issuer of a known statement may be named: «التقرير الأميركي»، «البيان الصادر عن …»."""
    issued = sentence.words[first + 1 : first + 2] in (["الصادر"], ["المشترك"])
    return limit if issued else end_phrase(sentence, first, limit)


def _read_statement(sentence: Sentence, first: int, limit: int, memory: Memory) -> Speaker | None:
    """«بيان صادر عن …»، «البيان»: the party that issued it."""
    definite = sentence.words[first].startswith("ال")
    for actor in sentence.actors_in(first + 1, _end_issuer(sentence, first, limit) if definite else limit):
        if actor.kind != "place":
            issuer = actor.person or print_party(sentence, actor)
            return Speaker(issuer, actor.actor)
    if sentence.words[first].startswith("ال"):
        return memory.last[-1] if memory.last else None
    known = [memory.heads.get(lists.find_head(word)) for word in sentence.words[first + 1 : limit][:4]]
    body = next((one for one in known if one is not None), None)
    if body is not None:
        return body  # «بيان اللجنة»
    for place in range(first + 1, min(limit, first + 5)):
        if sentence.words[place] in ("عن", "عنه"):
            end = end_phrase(sentence, place + 1, limit)
            return Speaker(print_words(sentence, place + 1, end), "") if end > place + 1 else None
    return Speaker(print_words(sentence, first, end_phrase(sentence, first, limit)), "")


def _resolve_title(sentence: Sentence, first: int, end: int, actor: str, memory: Memory) -> Speaker:
    """A title or office alone («الوزير»، «المتحدث باسم …»): the person it was given to before."""
    words = sentence.words[first:end]
    titles = {bare(word) for word in words}
    if len(words) == 1 and memory.last and memory.last[-1].head == bare(words[0]):
        return memory.last[-1]  # «المتحدث», after «متحدث باسم الأمين العام»
    if lists.drop_and(words[0]) in lists.TITLES:
        person = memory.find_titled(titles, actor)
        if person is not None:
            home = actor or _find_own(sentence, first, end, memory) or find_home(sentence, first, end)
            return Speaker(person.name, "" if person.private else person.actor or home)
    named = sentence.actor_at(first)
    itself = named is not None and named.kind in ("name", "metonym", "body") and named.last > named.first == first
    for speaker in [] if itself else reversed(memory.last):  # «الأمم المتحدة» is not its mission
        told = {bare(word) for word in normalise_text(speaker.name, steps=STANDARD).split()}
        if (
            titles <= told
            and words[0].startswith("ال")
            or (words[0] in ("المصدر", "المصادر") and told & {"مصدر", "مصادر"})
        ):
            return speaker
    actors = [a for a in sentence.actors_in(first, end) if a.first == first]
    whole = [a for a in actors if a.last == end - 1 and a.kind in ("name", "metonym", "body", "office")]
    text = print_words(sentence, first, end)
    if whole and words[0].startswith("و") and not sentence.lemmas[first].startswith("و"):
        text = text.removeprefix("و")
    actor = actor or _find_own(sentence, first, end, memory) or find_home(sentence, first, end)
    if len(words) == 1 and words[0] in _PERSONS_AGAIN and memory.last:
        return memory.last[-1]
    if (
        not actor
        and words[0].startswith("ال")
        and memory.last
        and words[0] in ("المكتب", "الوزارة", "المصدر", "البيان")
    ):
        return memory.last[-1]
    return Speaker(text, actor)

"""The quotations table: reports and marked stretches of every sentence, put together with their speakers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

import pandas as pd

from helpers.framing.actors import find_actors
from helpers.framing.quotations import words as lists
from helpers.framing.quotations.carried import find_state, find_topic
from helpers.framing.quotations.cues import Lexicon, load_cues
from helpers.framing.quotations.groups import find_opposition
from helpers.framing.quotations.memory import Memory, Speaker, gather_heads, gather_papers, gather_people, list_named
from helpers.framing.quotations.report import Report
from helpers.framing.quotations.reports import find_reports
from helpers.framing.quotations.rows import (
    emit,
    emit_attributed,
    find_loose,
    is_mere_source,
    make_row,
    name_rule,
    split_row,
)
from helpers.framing.quotations.sentence import Actor, Sentence, place_marks
from helpers.framing.quotations.spans import end_phrase
from helpers.framing.quotations.speakers import name_speakers, read_speakers
from helpers.tables import DOCUMENTS, Column, Table, check_table, make_table
from helpers.text import QuoteSpan, find_quotes
from helpers.tokens import TOKENS

QUOTATIONS = Table(
    "quotations",
    {
        "doc_id": Column("text", "the document it stands in"),
        "sentence": Column("integer", "0 is the title, then the text's sentences from 1"),
        "start": Column("integer", "where the reported words begin in the title (sentence 0) or the text"),
        "end": Column("integer", "where they end (exclusive); neither marks nor cue belong to them"),
        "kind": Column("text", "direct (in quotation marks) or indirect"),
        "cue": Column(
            "text", "the reporting word or phrase as printed; missing in a headline «X: …» and where speech runs on"
        ),
        "cue_start": Column("integer", "where the cue begins; -1 without one"),
        "cue_end": Column("integer", "where it ends (exclusive); -1 without one"),
        "speaker": Column("text", "whose words they are, as fully as the document names him"),
        "actor": Column("text", "the party spoken for; missing for a private voice"),
        "stance": Column("text", "of the cue: neutral, assertive, positive, negative, denying, directive …"),
        "words": Column("integer", "how many words it has"),
        "rule": Column("text", "which rule found it: shape of the cue, what follows it, how the speaker was found"),
    },
)


def find_quotations(
    tokens: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    actors: pd.DataFrame | None = None,
    lexicon: str = "reporting_verbs",
) -> pd.DataFrame:
    """Return every direct and indirect quotation, with its cue, its speaker and the stance of the cue.

    Parameters
    ----------
    tokens, documents : DataFrame
        `TOKENS`, and the documents they were made of.
    actors : DataFrame, optional
        From `find_actors`; found anew if not given.
    lexicon : str
        Name of a list of reporting verbs and phrases, or path of your own CSV with the same columns.

    Returns
    -------
    DataFrame
        `QUOTATIONS`, one row a quotation and sentence: one that runs over sentences has a row in each, the later ones
        without a cue. Two speakers of one quotation are two rows. `rule` says how each was found: shape of the cue,
        what follows it (أن, marks, a colon, an object), and whether the speaker stands after the cue, before it, or is
        carried over from what came before.

    Notes
    -----
    Rules and a list, no model. A fragment of two or more words in marks is a direct quotation, and the clause around it
    an indirect one where enough of it stands outside the marks; a few words in marks after صحيفة، حزب … or said more
    than once are a name. An indirect quotation ends at the next cue, at «، وذلك خلال …», or with its sentence: that is
    too far where the paper itself goes on without a sign. «وأضاف» after another subject, and titles without a country,
    may be given to the wrong speaker. Definitions: the codebook (``lexicons/codebook.csv``); what is reached:
    ``tests/gates/quotations.csv``. Cue, content and source as in Pareti
    (2015), "Attribution: a computational approach".

    Examples
    --------
    >>> from helpers.tokens import tokenise
    >>> row = {"doc_id": "a", "page": "p", "article": 0,
    ...        "text": "قالت بكين إن الحوار أفضل طريق. وأضافت: «لن نتراجع عن موقفنا»."}
    >>> documents = make_table([dict.fromkeys(DOCUMENTS.columns) | row], DOCUMENTS)
    >>> find_quotations(tokenise(documents), documents)[["kind", "cue", "actor", "words"]].values.tolist()
    [['indirect', 'قالت', 'CHN', 3], ['direct', 'أضافت', 'CHN', 4]]
    """
    check_table(tokens, TOKENS)
    check_table(documents, DOCUMENTS)
    found = find_actors(tokens, documents) if actors is None else actors
    cues = load_cues(lexicon)
    rows = [row for part in _cut(tokens, documents, found) for row in _find_in_document(part, cues)]
    return make_table(rows, QUOTATIONS)


# ------------------------------------------------------------------ documents to sentences


def _cut(tokens: pd.DataFrame, documents: pd.DataFrame, actors: pd.DataFrame) -> Iterator[list[Sentence]]:
    mentions = {str(doc_id): part for doc_id, part in actors.groupby("doc_id", observed=True, sort=False)}
    for doc_id, rows in tokens.groupby("doc_id", observed=True, sort=False).indices.items():
        part = tokens.iloc[rows]
        title, text = documents.at[doc_id, "title"], documents.at[doc_id, "text"]
        sources = (title if isinstance(title, str) else "", text if isinstance(text, str) else "")
        quotes = (_find_outer(sources[0]), _find_outer(sources[1]))
        columns = [part[name].tolist() for name in ("sentence", "start", "end", "form", "lemma")]
        sentences = list(_split(str(doc_id), columns, sources, quotes))
        if str(doc_id) in mentions:
            _add_actors(sentences, columns[0], int(rows[0]), mentions[str(doc_id)])
        yield sentences


def _find_outer(source: str) -> list[QuoteSpan]:
    return [quote for quote in find_quotes(source) if quote.depth == 0]


def _split(
    doc_id: str, columns: list[list], sources: tuple[str, str], quotes: tuple[list[QuoteSpan], list[QuoteSpan]]
) -> Iterator[Sentence]:
    numbers = columns[0]
    first = 0
    while first < len(numbers):
        number = numbers[first]
        end = first + 1
        while end < len(numbers) and (
            numbers[end] == numbers[end - 1] or _is_broken(sources[1], columns[2][end - 1], columns[1][end], number)
        ):
            end += 1
        starts, ends, forms, lemmas = (column[first:end] for column in columns[1:])
        sentence = Sentence(doc_id, number, sources[number > 0], forms, lemmas, starts, ends)
        sentence.numbers = numbers[first:end]
        own = quotes[number > 0]
        ends_of = [quote.inner_end for quote in own]
        near = own[bisect_left(ends_of, starts[0]) :]
        held = [quote for quote in near[:60] if quote.inner_start < ends[-1]]
        sentence.marked = list(place_marks(held, starts, ends))
        yield sentence
        first = end


_LINK_WORDS = 6  # the words of a link; longer lines on both sides are paragraphs that lack their full stop
_LINK = re.compile(r"[،,\"«“]?(?:[^\S\n]+\n[^\S\n]*|\n[^\S\n]+|[،,]\n|\n(?=[،,]))[،,\"»”]?[^\S\n]*")


def _is_broken(source: str, end: int, start: int, number: int) -> bool:
    """Whether a line ends in the middle of a sentence, as around the links of a scraped page: «قال ⏎الوزير⏎ إن»."""
    if number == 0 or _LINK.fullmatch(source, end, start) is None:
        return False
    if re.search(r"\n[^\S\n]{4,}", source[end:start]):
        return True  # a paragraph set in indented lines
    before, after = source[:end].rsplit("\n", 1)[-1], source[start:].split("\n", 1)[0]
    return min(len(before.split()), len(after.split())) <= _LINK_WORDS


def _add_actors(sentences: list[Sentence], numbers: list[int], offset: int, mentions: pd.DataFrame) -> None:
    begins: dict[int, tuple[Sentence, int]] = {}
    place = 0
    for sentence in sentences:
        begins |= dict.fromkeys(sentence.numbers, (sentence, place))
        place += len(sentence)
    persons = mentions["person"] if "person" in mentions else [""] * len(mentions)
    parties = mentions["is_party"] if "is_party" in mentions else [True] * len(mentions)
    columns = [mentions[name] for name in ("sentence", "first", "last", "actor", "kind")]
    for number, first, last, actor, kind, person, is_party in zip(*columns, persons, parties, strict=True):
        sentence, begin = begins[number]
        low = first - offset - begin
        actor = "" if kind == "person" and not is_party else actor  # out of office he speaks for himself
        sentence.actors.append(Actor(low, last - offset - begin, actor, kind, person or ""))
    for sentence in sentences:
        sentence.actors.sort(key=lambda actor: (actor.first, -actor.last))


# ------------------------------------------------------------------ sentences to quotations


def _find_in_document(sentences: list[Sentence], lexicon: Lexicon) -> Iterator[dict]:
    people = gather_people(sentences, lexicon.is_verb)
    names = frozenset(key for person in people for key in person.keys if len(key) > 2)
    memory = Memory(people)
    memory.heads = gather_heads(sentences)
    memory.papers = gather_papers(sentences)
    memory.opposition = find_opposition(sentences)
    _find_homes(sentences)
    _find_names(sentences)
    voice: Speaker | None = None  # whose quotation is still open where a sentence begins
    for sentence in sentences:
        heard = voice if sentence.marked and sentence.marked[0].first == 0 else None
        rows = _find_in_sentence(sentence, lexicon, memory, names, heard)
        kept = {(row["start"], row["end"], row["kind"], row["speaker"]): row for row in rows}
        for row in kept.values():
            yield from split_row(sentence, row)
        memory.named = [*memory.named[-8:], *list_named(sentence, len(sentence))]
        memory.state = find_state(sentence)
        memory.topic = None if sentence.heard or (memory.last and not sentence.actors) else find_topic(sentence)
        voice = memory.last[-1] if memory.last and _stays_open(sentence) else None


def _stays_open(sentence: Sentence) -> bool:
    """Whether a quotation goes on in the next sentence, or in the next paragraph («runs on»)."""
    if not sentence.marked or sentence.number == 0:
        return False
    last = sentence.marked[-1]
    beyond = last.quote.inner_end > sentence.ends[-1] + 2
    return beyond or (last.quote.fault == "runs_on" and last.end == len(sentence))


def _find_homes(sentences: list[Sentence]) -> None:
    """For each sentence the state that an unnamed ministry or police would belong to."""
    homes = [
        [actor.actor for actor in sentence.actors if _is_state(actor.actor) and not _tells_origin(sentence, actor)]
        for sentence in sentences
    ]
    last = next((found[0] for found in homes if found), "")
    for sentence, found in zip(sentences, homes, strict=True):
        sentence.home = last
        last = found[-1] if found else last


def _tells_origin(sentence: Sentence, actor: Actor) -> bool:
    """«وكالة الصحافة الفرنسية»، «ثلاثة روس»: an adjective that only says where a paper or a man comes from."""
    if actor.kind == "demonym" and actor.first == actor.last and "ال" not in sentence.words[actor.first][:3]:
        return True
    before = sentence.words[max(0, actor.first - 2) : actor.first]
    return actor.kind == "demonym" and any(lists.drop_and(word) in lists.MEDIA for word in before)


def _find_names(sentences: list[Sentence]) -> None:
    """What stands in marks twice in a text is a name or a byword, not what somebody said."""
    counts = Counter(
        " ".join(sentence.words[mark.first : mark.end])
        for sentence in sentences
        if sentence.number
        for mark in sentence.marked
        if mark.end - mark.first <= 3
    )
    named = frozenset(words for words, times in counts.items() if times > 1)
    for sentence in sentences:
        sentence.named = named


def _is_state(actor: str) -> bool:
    return len(actor) == 3 and actor not in ("LAS", "GCC", "OIC")


def _find_in_sentence(
    sentence: Sentence, lexicon: Lexicon, memory: Memory, names: frozenset[str], voice: Speaker | None
) -> Iterator[dict]:
    covered: list[tuple[int, int]] = []
    if voice is not None:
        mark = sentence.marked[0]
        covered.append((mark.first, mark.end))
        yield make_row(sentence, mark.first, mark.end, "direct", None, voice, "neutral", "runs on")
    reports = find_reports(sentence, lexicon, names)
    headline = _find_headline(sentence, reports, memory)
    if headline is not None:
        speakers, first = headline
        yield from emit(
            sentence, None, first, sentence.starts[first], len(sentence), speakers, "neutral", "headline", covered
        )
        return
    attributed = []
    for report in reports:
        if report.first < 0:
            attributed.append(report)
            continue
        speakers = name_speakers(sentence, report, memory) or [Speaker("", "")]
        yield from emit(
            sentence,
            report,
            report.first,
            report.start,
            report.end,
            speakers,
            report.stance,
            name_rule(report),
            covered,
        )
        aside = report.rule == "called" or (
            report.rule == "noun" and report.how == "carried"
        )  # «ما وصفه»، «مطالبته بـ»
        if speakers[0].name and not aside:
            memory.last.append(speakers[0])
            memory.group = speakers
            sentence.heard.append(True)
    for report in attributed:
        if is_mere_source(sentence, report, reports):
            continue
        yield from emit_attributed(sentence, report, memory, covered)
    yield from find_loose(sentence, memory, covered)


def _is_named_alone(sentence: Sentence, end: int, memory: Memory) -> bool:
    """«فلان: …» as a line of its own in the text: nothing but a known person stands before the colon."""
    before = sentence.source[: sentence.starts[0]].rstrip(" \u00a0\u200f")
    person = sentence.actor_at(0)
    named = person is not None and person.kind == "person" and person.first == 0 and person.last == end - 1
    known = end <= 4 and memory.find_person(tuple(sentence.words[:end])) is not None
    return (not before or before.endswith("\n")) and (named or known)


def _find_headline(sentence: Sentence, reports: list[Report], memory: Memory) -> tuple[list[Speaker], int] | None:
    """«X: …» as a headline, or as a line of the text: who speaks, and the first word of what he says."""
    for place in range(1, min(len(sentence), 10)):
        if ":" in sentence.gap(place):
            break
    else:
        return None
    if sentence.number != 0 and not _is_named_alone(sentence, place, memory):
        return None
    if any(report.cue < place and report.first >= place for report in reports):
        return None
    actors = sentence.actors_in(0, place)
    known = lists.TITLES | lists.GROUPS | lists.MEDIA | lists.BODIES
    end = end_phrase(sentence, 0, place)
    told = end > 0 and sentence.words[end].startswith("ل") and sentence.actor_at(end) is not None
    if end < place and sentence.words[0] not in lists.TITLES and not told:  # «بكين لواشنطن: …»
        return None
    speaks = actors or known.intersection(sentence.words[:place]) or memory.find_person(tuple(sentence.words[:place]))
    if not speaks:
        return None
    speakers = read_speakers(sentence, 0, place, memory)
    return (speakers, place) if speakers else None

"""The list of reporting verbs and phrases, and the forms in which they stand in a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from helpers.lexicons import load_lexicon
from helpers.text import STANDARD, normalise_text

STANCES = (
    "neutral",
    "assertive",
    "positive",
    "negative",
    "denying",
    "directive",
    "committing",
    "doubting",
    "hedging",
)
KINDS = ("verb", "phrase", "object")
SAID = frozenset(("that", "say", "quote"))  # what only a clause or quotation marks can follow
_SHAPES = ("past", "present", "participle", "noun")
_OBJECT_PRONOUNS = ("ه", "ها", "هم", "هما", "نا")


@dataclass(frozen=True)
class Row:
    """One row of the list: what may follow the cue (`takes`), and the `stance` it gives."""

    id: str
    kind: str
    takes: tuple[str, ...]
    words: tuple[str, ...]
    stance: str
    past: str = ""  # as the list spells it, with its hamza


@dataclass(frozen=True)
class Form:
    """A word form of a reporting verb: its `shape`, and whether its subject is feminine, dual or plural."""

    row: Row
    shape: str
    feminine: bool = False
    plural: bool = False
    pronoun: str = ""  # an object suffix, as in وصفها
    joined: bool = False  # و or ف before it


@dataclass(frozen=True)
class Lexicon:
    """`forms` of verbs, `phrases` by first word, and `feelings`, the nouns that decide the stance of أعرب عن …"""

    forms: dict[str, tuple[Form, ...]]
    phrases: dict[str, tuple[Row, ...]]
    feelings: dict[str, str]

    def find_forms(self, word: str) -> tuple[Form, ...]:
        """The verbs that `word` (normalised) can be; without و or ف, س and an object suffix if need be."""
        if word in self.forms:
            return self.forms[word]
        if word[:1] in ("و", "ف") and len(word) > 2:
            inner = self._find_bare(word[1:])
            if inner:
                return tuple(_vary(form, joined=True) for form in inner)
        return self._find_bare(word) or self._find_thanks(word)

    def _find_thanks(self, word: str) -> tuple[Form, ...]:
        """«الشكر», «بالشكر»: with the article only thanks are a cue («وجه إليه الشكر على …»)."""
        bare = word.removeprefix("ب").removeprefix("ال")
        return tuple(form for form in self.forms.get(bare, ()) if form.shape == "noun" and "thank" in form.row.takes)

    def _find_bare(self, word: str) -> tuple[Form, ...]:
        if word in self.forms:
            return self.forms[word]
        if word[:1] in ("س", "ل") and word[1:2] in ("ي", "ت") and word[1:] in self.forms:  # «سيؤكد», «عاد ليؤكد»
            return tuple(form for form in self.forms[word[1:]] if form.shape == "present")
        for suffix in _OBJECT_PRONOUNS:
            stem = word.removesuffix(suffix)
            found = self.forms.get(stem, ()) if stem != word and len(stem) > 2 else ()
            if stem.endswith("ا") and not found:  # سماه، رآها
                found = self.forms.get(stem[:-1] + "ي", ())
            if stem.endswith("ت") and not found:  # دعوته
                found = tuple(form for form in self.forms.get(stem[:-1] + "ة", ()) if form.shape == "noun")
            kept = tuple(_vary(form, pronoun=suffix) for form in found if form.shape in ("past", "present", "noun"))
            if kept:
                return kept
        return ()

    def is_verb(self, word: str) -> bool:
        """Whether a word without «and» can only be a verb of speech: «أشار», «قالت»; طالب and حذر may be names."""
        return len(word) > 3 and word != "طالب" and any(form.shape == "past" for form in self.forms.get(word, ()))

    def find_phrase(self, words: Sequence[str], place: int) -> tuple[Row, int] | None:
        """The longest phrase that begins at `place`, and the place after it."""
        first = words[place]
        if first == "فحسب":  # only
            return None
        inner = {"بما": "ما", "عما": "ما", "مما": "ما", "وما": "ما", "لما": "ما"}.get(first, "")
        for key in (first, inner or (first[1:] if first[:1] in ("و", "ف") else "")):
            for row in self.phrases.get(key, ()):
                end = place + len(row.words)
                if _fits((key, *words[place + 1 : end]), row.words):
                    return row, end
        return None


def _fits(found: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether words are those of a phrase, whose last may be a proclitic (ب، ل) that the next word begins with."""
    if len(found) != len(wanted) or tuple(found[:-1]) != tuple(wanted[:-1]):
        return False
    return found[-1] == wanted[-1] or (wanted[-1] in ("ب", "ل") and len(wanted) > 1 and found[-1][:1] == wanted[-1])


def _vary(form: Form, *, joined: bool = False, pronoun: str = "") -> Form:
    return Form(
        form.row,
        form.shape,
        form.feminine,
        form.plural,
        pronoun or form.pronoun,
        joined or form.joined,
    )


@cache
def load_cues(source: str) -> Lexicon:
    """Return a list of reporting verbs, read and inflected once per process."""
    forms: dict[str, list[Form]] = {}
    phrases: dict[str, list[Row]] = {}
    feelings: dict[str, str] = {}
    for entry in load_lexicon(source, allowed={"kind": KINDS, "stance": STANCES}):
        text = normalise_text(entry["arabic"], steps=STANDARD)
        takes = tuple(entry["takes"].split())
        if entry["kind"] == "object":
            feelings[text] = entry["stance"]
            continue
        row = Row(entry["id"], entry["kind"], takes, tuple(text.split()), entry["stance"], entry["arabic"].split()[0])
        if entry["kind"] == "phrase":
            phrases.setdefault(row.words[0], []).append(row)
            continue
        for word, form in _inflect(row, [part.strip() for part in text.split("/")]):
            known = forms.setdefault(word, [])
            if not any(one.row is row and one.shape == form.shape for one in known):
                known.append(form)
    ordered = {first: tuple(sorted(rows, key=_rank_phrase)) for first, rows in phrases.items()}
    return Lexicon({word: tuple(found) for word, found in forms.items()}, ordered, feelings)


def _rank_phrase(row: Row) -> tuple[int, bool]:
    """Longer phrases first; of equal ones those that go before a verb («طبقا لما نقلته»)."""
    return -len(row.words), "asverb" not in row.takes


def _inflect(row: Row, parts: Sequence[str]) -> Iterator[tuple[str, Form]]:
    """Every form of a verb given as past / present / participle (accusative) / verbal noun."""
    for shape, part in zip(_SHAPES, parts, strict=False):
        if part in ("", "-"):
            continue
        table = {"past": _list_past, "present": _list_present, "participle": _list_participles}.get(shape)
        for word, feminine, plural in table(part) if table else [(part, False, False)]:
            yield word, Form(row, shape, feminine, plural)


def _list_past(word: str) -> Iterator[tuple[str, bool, bool]]:
    """قال، قالت، قالا، قالتا، قالوا، قلن is left out; the weak endings of دعا and نفى fall away."""
    yield word, False, False
    weak = word[-1] in "اي"
    stem = word[:-1] if weak else word
    yield stem + "ت", True, False
    yield stem + "تا", True, True
    yield stem + "وا", False, True
    if not weak and (len(word) > 3 or word in ("قال", "حث")):  # طلبا، شكرا are nouns
        yield word + "ا", False, True
    else:
        yield stem + ("وا" if word == "دعا" else "يا"), False, True


def _list_present(word: str) -> Iterator[tuple[str, bool, bool]]:
    """يقول، تقول، يقولون، يقولان، تقولان، يقولوا."""
    body = word[1:]
    weak = body[-1] in "يو"
    stem = body[:-1] if weak else body
    yield "ي" + body, False, False
    yield "ت" + body, True, False
    yield "ي" + stem + "ون", False, True
    yield "ي" + stem + "وا", False, True
    for prefix, feminine in (("ي", False), ("ت", True)):
        yield prefix + body + "ان", feminine, True


def _list_participles(word: str) -> Iterator[tuple[str, bool, bool]]:
    """مؤكدا، مؤكدة، مؤكدين، مؤكدتين، مؤكدان."""
    stem = word.removesuffix("ا")
    yield word, False, False
    yield stem + "ة", True, False
    yield stem.removesuffix("ي") + "ين", False, True
    yield stem + "تين", True, True
    yield stem + "ان", False, True

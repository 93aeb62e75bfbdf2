"""The default engine: farahidi's counts, word by word, in a table built once; its analyser for what the table lacks."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from hashlib import sha256
from pathlib import Path

from helpers.lemmas.clitics import ARTICLE, PROCLITICS, can_stand, iter_splits, strip_sure
from helpers.lemmas.evidence import Evidence, get_version, read_evidence
from helpers.lemmas.names import GAZETTEER, list_names
from helpers.lemmas.store import Memory, find_cache, load_or_build
from helpers.lexicons import FOLDER, load_lexicon
from helpers.text import LIGHT, STRONG, normalise_text, strip_harakat

RULES = 1  # raised with every change of the rules that moves lemmas, to be quoted beside figures
RARE = 10  # occurrences in the five million words of the model, or fewer
CLOSED = FOLDER / "function_lemmas.csv"
Answer = tuple[str, str]

_ARABIC = re.compile("[ء-ي]")
_WORD = re.compile("[ء-ي]+")
_NUMBER = re.compile(r"(?:[وف]?(?:[بك]?ال|لل|[بكل])?)?(\d+(?:[.,٫٬/:-]\d+)*%?)")
_ENDINGS = ("ة", "ات", "وا", "ها", "هم", "هما", "ته")  # which foreign names hardly have
_SEATED = re.compile("[أإآ]")


def lemmatise_words(words: list[str]) -> list[Answer]:
    """Return (lemma, rule) of each word."""
    return _load(find_cache()).answer(words)


@cache
def _load(cache_folder: Path) -> Lemmatiser:
    return Lemmatiser(cache_folder / "lemmas" / _name_version())


def _name_version() -> str:
    """What the table depends on: farahidi, our rules and code, the gazetteer, the closed words, babel."""
    from babel import __version__ as babel

    digest = sha256(babel.encode())
    for path in (*sorted(Path(__file__).parent.glob("*.py")), GAZETTEER, CLOSED):
        digest.update(path.read_bytes() if path.exists() else b"-")
    return f"farahidi-{get_version()}-rules-{RULES}-{digest.hexdigest()[:12]}"


class Lemmatiser:
    """The table of one version, and what was learnt with it.

    forms : form -> "lemma TAB rule TAB verb or not TAB occurrences"
    loose : form without hamzas and the like -> lemma, for newspapers that leave them out
    """

    def __init__(self, folder: Path) -> None:
        paths = [folder / "forms.tsv", folder / "loose.tsv", folder / "weights.tsv"]
        self.forms, self.loose, self._weights = load_or_build(paths, build_tables)
        self.memory = Memory(folder / "analyses.tsv")
        self._quick: dict[str, Answer] = {}  # found by looking up, so kept for this session only

    def answer(self, words: list[str]) -> list[Answer]:
        """Return (lemma, rule) of each word; new analyses are remembered, also when broken off."""
        new: dict[str, Answer] = {}
        try:
            return [self._answer_one(word, new) for word in words]
        finally:
            self.memory.add(new.items())

    def _answer_one(self, word: str, new: dict[str, Answer]) -> Answer:
        found = self.forms.get(word)
        if found is None:
            form = normalise_text(word, steps=LIGHT)
            found = self.forms.get(form)
            if found is None:
                return self._find(form, new)
        lemma, rule, _ = found.split("\t", 2)
        return lemma, rule

    def _find(self, form: str, new: dict[str, Answer]) -> Answer:
        answer = self.memory.answers.get(form) or self._quick.get(form)
        if answer:
            return answer
        if not _WORD.fullmatch(form):
            return _name_other(form)
        answer = self._find_name(form) or self._find_loose(form) or self._find_split(form)
        if answer:
            self._quick[form] = answer
        else:
            answer = self._analyse(form) or self._find_loose(form, seated=True) or _guess(form)
            self.memory.answers[form] = new[form] = answer
        return answer

    def _find_name(self, form: str) -> Answer | None:
        """A guarded name behind one letter: وبوتين. Of three letters only behind و: كينغ is no ك and ينغ."""
        if form[0] == "و" or (form[0] in "فبلك" and len(form) > 4):
            lemma, rule, _ = self.forms.get(form[1:], "\t\t").split("\t", 2)
            if rule == "name":
                return lemma, "name"
        return None

    def _find_loose(self, form: str, *, seated: bool = False) -> Answer | None:
        """A word of the table printed without its hamzas; with them (أ إ آ) it is another word, if there is one."""
        if not seated and _SEATED.search(form):
            return None
        lemma = self.loose.get(normalise_text(form, steps=STRONG))
        return (lemma, "spelling") if lemma else None

    def _find_split(self, form: str) -> Answer | None:
        """The longest word of the table that is left without clitics; of several the most frequent."""
        best: tuple[int, int, str] | None = None
        for before, rest, _ in iter_splits(form):
            found = self.forms.get(rest)
            if found is None:
                continue
            lemma, _, verb, n = found.split("\t")
            if (len(rest) > 3 or (lemma == rest and int(n) >= RARE / 2)) and can_stand(
                before, rest, verb=verb == "verb"
            ):
                rank = (-len(rest), -int(n), lemma)
                best = min(best, rank) if best else rank
        return (best[2], "clitic") if best else None

    def _analyse(self, form: str) -> Answer | None:
        """The most frequent lemma among farahidi's analyses, if any of them is to be believed."""
        readings = [one for one in _get_analyser().analyze(form) if self._is_credible(one, form)]
        if not readings:
            return None
        best = min(readings, key=lambda one: (-self._weigh(one), -one.score, one.lemma))
        lemma = strip_harakat(best.lemma)
        return load_closed()[1].get(lemma, lemma), "analysis"

    def _weigh(self, reading) -> float:
        return float(self._weights.get(reading.lemma, 0)) * weigh_register(reading)

    def _is_credible(self, reading, form: str) -> bool:
        """Is it a word, and not a foreign name that happens to look like one (كريستين, فايبر)?

        A lemma that no text ever had is believed of a noun with the article, of a noun that is the form itself, of
        names and particles. One hardly ever seen needs an ending or a beginning that names do not have.
        """
        if reading.pos == "حرف" or reading.type == "اسم علم":
            return not reading.enclitics or reading.pos == "حرف"
        definite = ARTICLE.match(form) is not None
        if float(self._weights.get(reading.lemma, 0)) < 0.5:
            bare = not (reading.proclitics or reading.suffixes or reading.enclitics)
            return reading.pos == "اسم" and (bare or definite)
        return definite or self._weigh(reading) >= 3 or form.endswith(_ENDINGS) or _begins_present(reading)


def weigh_register(reading) -> float:
    """How much rarer than other readings one like this is in news: commands, «you», «me», questions, passives.

    The factors are round figures, not fitted; halving or doubling them moves no accuracy by more than .0005.
    """
    factor = 0.05 if reading.tense == "أمر" or reading.emphatic else 1.0
    if reading.person == "مخاطب":
        factor *= 0.1
    if reading.voice == "مجهول":
        factor *= 0.5
    if any(strip_harakat(one.form) == "أ" for one in reading.proclitics):
        factor *= 0.05
    if any(strip_harakat(one.form) in ("ك", "كما", "كن", "ي", "ني") for one in reading.enclitics):
        factor *= 0.2
    return factor


def _begins_present(reading) -> bool:
    return reading.tense == "مضارع" and any(strip_harakat(one.form) == "ي" for one in reading.prefixes)


def _name_other(form: str) -> Answer:
    """What is not letters only: numbers (with the article and a preposition cut off), Latin words, abbreviations."""
    number = _NUMBER.fullmatch(form)
    if number:
        return number[1], "number"
    return form, "unknown" if _ARABIC.search(form) else "number" if form[:1].isdigit() else "foreign"


def _guess(form: str) -> Answer:
    """What nothing knows: without what cannot be its own; an adjective of relation in its masculine singular."""
    rest = strip_sure(form)
    definite = ARTICLE.match(form) is not None and rest != form
    for ending in ("ية", "يون", "يين", "يات"):
        if len(rest) > 5 and rest.endswith(ending) and (definite or ending == "ية"):
            return rest[: -len(ending)] + "ي", "clitic"
    return rest, "clitic" if rest != form else "unknown"


@cache
def _get_analyser():
    from farahidi import Analyzer

    return Analyzer()


@cache
def load_closed() -> tuple[dict[str, str], dict[str, str]]:
    """Return form -> lemma of the closed classes, and lemma -> its usual spelling."""
    rows = (
        load_lexicon(CLOSED, allowed={"kind": ["function", "number", "irregular", "spelling"]})
        if CLOSED.exists()
        else []
    )
    words = {row["form"]: row["lemma"] for row in rows if row["kind"] != "spelling"}
    return words, {row["form"]: row["lemma"] for row in rows if row["kind"] == "spelling"}


def build_tables() -> list[dict[str, str]]:
    """Return forms, loose forms and weights of lemmas (see `Lemmatiser`) from farahidi's counts."""
    evidence = read_evidence()
    listed = _find_listed(evidence)
    spellings = load_closed()[1]
    closed = _spread_closed(evidence)
    forms: dict[str, str] = {}
    shapes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for word in sorted({*evidence.words, *closed}):
        likely = evidence.weigh_word(word)
        best = _prefer_listed(word, _choose_likeliest(likely, evidence), listed, evidence)
        lemma, rule = closed.get(word) or _spell_lemma(best, spellings), "function" if word in closed else "table"
        kind = "verb" if best.endswith(("\u064e", "\u064eى")) else "noun"
        forms[word] = f"{lemma}\t{rule}\t{kind}\t{sum(evidence.words.get(word, {'': 1}).values())}"
        shapes[normalise_text(word, steps=STRONG)][lemma] += likely.get(best, 1.0)
    loose = {shape: min(found, key=lambda lemma: (-found[lemma], lemma)) for shape, found in shapes.items()}
    _guard_names(forms, loose)
    weights = {lemma: f"{evidence.weigh(lemma):.4g}" for lemma in sorted({*evidence.model, *evidence.broad})}
    return [forms, loose, weights]


def _guard_names(forms: dict[str, str], loose: dict[str, str]) -> None:
    """Put the names into the tables under construction; behind one letter too, where that is no common word."""
    known = {form: found.split("\t")[0] for form, found in forms.items()}
    common = {form for form, found in forms.items() if int(found.split("\t")[3]) > RARE}
    for name, lemma in list_names(known, common).items():
        seen = forms.get(name, "0").rsplit("\t", 1)[-1]
        forms[name] = f"{lemma}\tname\tnoun\t{seen}"
        loose.setdefault(normalise_text(name, steps=STRONG), lemma)
        for form in (letter + name for letter in "وفبلك" if letter == "و" or len(name) > 3):
            if form in known and form not in common:
                forms[form] = f"{lemma}\tname\tnoun\t1"


def _choose_likeliest(likely: dict[str, float], evidence: Evidence) -> str:
    return min(likely, key=lambda lemma: (-likely[lemma], -evidence.model[lemma], lemma), default="")


def _spread_closed(evidence: Evidence) -> dict[str, str]:
    """The closed words, also behind proclitics where the model has the same lemma for both: وهذا, but not فهم."""
    closed = dict(load_closed()[0])
    for word, lemma in load_closed()[0].items():
        for form in (before + word for before in PROCLITICS if before):
            if _choose_likeliest(evidence.weigh_word(form), evidence) in evidence.words.get(word, {}):
                closed.setdefault(form, lemma)
    return closed


def _spell_lemma(lemma: str, spellings: dict[str, str]) -> str:
    bare = strip_harakat(lemma)
    return spellings.get(bare, bare)


def _find_listed(evidence: Evidence) -> dict[str, str]:
    """Nouns in ة that the broader list counts and the model's text was never annotated with: spelling -> lemma."""
    listed: dict[str, str] = {}
    for lemma, n in evidence.broad.items():
        bare = strip_harakat(lemma)
        if (
            bare.endswith("ة")
            and n >= 3 * evidence.model[lemma] + 50
            and n > evidence.broad.get(listed.get(bare, ""), 0)
        ):
            listed[bare] = lemma
    return listed


def _prefer_listed(word: str, best: str, listed: dict[str, str], evidence: Evidence) -> str:
    """جمهورية: the model knows only the adjective جمهوري, the list counts the noun three times as often."""
    if not word.endswith("ة") or strip_harakat(best).endswith("ة"):
        return best
    for before in PROCLITICS:
        noun = listed.get(word[len(before) :]) if word.startswith(before) else None
        if noun and evidence.broad[noun] > evidence.broad.get(best, 0):
            return noun
    return best

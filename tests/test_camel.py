"""The door to camel-tools: what needs no data works, the rest says what is missing."""

from __future__ import annotations

import builtins
from importlib.util import find_spec

import pytest

from helpers import camel
from helpers.camel import CamelError, load_camel


@pytest.mark.parametrize("part", ["charmap", "charsets", "dediac", "normalize", "transliterate"])
def test_utils_need_nothing(part: str) -> None:
    assert load_camel(f"utils.{part}").__name__ == f"camel_tools.utils.{part}"


def test_utils_and_tokeniser_do_their_work() -> None:
    assert load_camel("utils.dediac").dediac_ar("مُؤْتَمَرٌ") == "مؤتمر"
    assert load_camel("utils.normalize").normalize_alef_ar("أُمّة إلى آسيا") == "اُمّة الى اسيا"
    assert load_camel("tokenizers.word").simple_word_tokenize("قال: «نعم»!") == ["قال", ":", "«", "نعم", "»", "!"]


@pytest.mark.skipif(find_spec("cachetools") is not None, reason="the full set is installed")
@pytest.mark.parametrize("part", ["morphology.analyzer", "disambig.mle", "ner", "sentiment", "dialectid"])
def test_parts_with_models_say_what_to_install(part: str) -> None:
    with pytest.raises(CamelError, match=rf"^camel_tools\.{part} needs the package '\w+'.* --full"):
        load_camel(part)


def fail_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(name: str) -> None:
        raise error

    monkeypatch.setattr(camel, "find_spec", lambda name: True)
    monkeypatch.setattr(camel, "import_module", fail)


class DownloaderError(Exception):
    """Named as camel-tools names its own."""


@pytest.mark.parametrize("error", [DownloaderError("…"), ConnectionError("…"), FileNotFoundError("catalogue.json")])
def test_missing_data_is_explained(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    fail_with(monkeypatch, error)
    with pytest.raises(CamelError, match=r"^camel_tools\.ner needs CAMeL's data.*camel_data -i light.*CAMELTOOLS_DATA"):
        load_camel("ner")


@pytest.mark.parametrize(("version", "remedy"), [((3, 12, 1), "lab --full"), ((3, 13, 0), "python3.12 run.py")])
def test_missing_editdistance_depends_on_python(monkeypatch, version: tuple, remedy: str) -> None:
    monkeypatch.setattr(camel.sys, "version_info", version)
    fail_with(monkeypatch, ModuleNotFoundError("…", name="editdistance"))
    with pytest.raises(CamelError, match=remedy):
        load_camel("disambig.mle")


def test_absent_camel_tools_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camel, "find_spec", lambda name: None)
    with pytest.raises(CamelError, match=r"not installed.*pip install --no-deps camel-tools"):
        load_camel("utils.dediac")


def test_mistakes_are_not_dressed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModuleNotFoundError, match="camel_tools.utlis") as error:
        load_camel("utlis.dediac")
    assert not isinstance(error.value, CamelError)
    fail_with(monkeypatch, ValueError("a mistake in camel-tools"))
    with pytest.raises(ValueError, match="a mistake"):
        load_camel("ner")
    assert issubclass(CamelError, builtins.ImportError)

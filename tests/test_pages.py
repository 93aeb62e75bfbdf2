"""Pages: line roles, cuts, articles, metadata, encodings, bad input, and what must always hold."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.lexicons import FOLDER, LexiconError, load_lexicon
from helpers.pages import KEPT, ROLES, PageError, explain_page, parse_html, parse_page, read_page
from helpers.pages.decode import decode_page
from helpers.pages.furniture import find_lead_credit

CASES = Path(__file__).parent / "cases" / "pages"
PAGES = [json.loads(line) for line in (CASES / "lines.jsonl").read_text(encoding="utf-8").splitlines()]
LEAD = "عقد الجانبان اليوم جلسة محادثات رسمية تناولت سبل تطوير التعاون في مجالات النقل والطاقة والتعليم."


def _unfold(line: list) -> tuple[str, list[str]]:
    """A case line is [text, role], or a list of such pairs where the line is cut."""
    pairs = line if isinstance(line[0], list) else [line]
    return "".join(text for text, _ in pairs), [f"{role}: {text}" for text, role in pairs]


@pytest.mark.parametrize("case", PAGES, ids=[case["label"] for case in PAGES])
def test_every_line_of_a_small_page_gets_its_role(case: dict) -> None:
    printed, expected = zip(*(_unfold(line) for line in case["lines"]), strict=True)
    page = parse_page("\n\n".join(printed))
    found = [f"{piece.role}: {piece.text}" for piece in page.pieces]
    assert found == [piece for pieces in expected for piece in pieces], case["comment"]


@pytest.mark.parametrize(
    ("lines", "field", "expected"),
    [
        (["خبر عن اجتماع اللجنة المشتركة", "المنارة/ هدى السالمي", LEAD], "outlet", "المنارة"),
        (["خبر عن اجتماع اللجنة المشتركة", "المنارة/ هدى السالمي", LEAD], "author", "هدى السالمي"),
        (["خبر عن اجتماع اللجنة المشتركة", "كتب - سالم عمر:", LEAD], "author", "سالم عمر"),
        (["خبر عن اجتماع اللجنة المشتركة", "القاهرة - أ ش أ", LEAD], "agency", "أ ش أ"),
        (["خبر عن اجتماع اللجنة المشتركة", LEAD, "المصدر: بوابة الميناء"], "outlet", "بوابة الميناء"),
        (["خبر عن اجتماع اللجنة المشتركة", LEAD, "المصدر: رويترز"], "agency", "رويترز"),
        (["خبر عن اجتماع اللجنة المشتركة", LEAD, "رابط الخبر بصحيفة السنابل: خبر"], "outlet", "السنابل"),
        (["خبر عن اجتماع اللجنة المشتركة", f"عمان (بترا) - {LEAD}"], "agency", "بترا"),
        (["خبر عن اجتماع اللجنة المشتركة", f"{{دولية:السنابل نيوز}} {LEAD}"], "outlet", "السنابل نيوز"),
        (["خبر عن اجتماع اللجنة المشتركة", f"أبوظبي في 15 ديسمبر /وام/ {LEAD}"], "agency", "وام"),
        (["خبر عن اجتماع اللجنة المشتركة", LEAD, "المصدر: وكالات"], "outlet", None),
        (["خبر عن اجتماع اللجنة المشتركة", LEAD], "author", None),
    ],
)
def test_credits_become_metadata(lines: list[str], field: str, expected: str | None) -> None:
    assert parse_page("\n".join(lines)).documents[0][field] == expected


@pytest.mark.parametrize(
    ("lines", "date", "basis"),
    [
        (["عنوان الخبر الأول اليوم", "الخميس   15:11   04/09/2025", LEAD], dt.date(2025, 9, 4), "dateline"),
        ([" date 2025-09-05 أ.ف.ب", LEAD], dt.date(2025, 9, 5), "dateline"),
        ([f" date 2025-09-05 {LEAD}"], dt.date(2025, 9, 5), "dateline"),
        (
            ["عنوان الخبر الأول اليوم", "آخر تحديث: 9 شتنبر 2025 | نشر في: 5 شتنبر 2025", LEAD],
            dt.date(2025, 9, 5),
            "dateline",
        ),
        (["عنوان الخبر الأول اليوم", "12 جانفي 2024", LEAD], dt.date(2024, 1, 12), "dateline"),
        (["عنوان الخبر الأول اليوم", "12 كانون الثاني/يناير 2024", LEAD], dt.date(2024, 1, 12), "dateline"),
        (
            [
                "عنوان الخبر الأول اليوم",
                "عقد الجانبان مساء 4 شتنبر 2025 جلسة محادثات تناولت سبل التعاون بين البلدين.",
            ],
            dt.date(2025, 9, 4),
            "in-text",
        ),
        (
            ["عنوان الخبر الأول اليوم", "هي أول زيارة للوزير منذ 4 سبتمبر 2019، وقد جاءت بعد دعوة رسمية من نظيره."],
            None,
            None,
        ),
        (["عنوان الخبر الأول اليوم", LEAD], None, None),
    ],
)
def test_the_date_says_how_it_is_known(lines: list[str], date: dt.date | None, basis: str | None) -> None:
    document = parse_page("\n".join(lines)).documents[0]
    assert (document["published"], document["date_basis"]) == (date, basis)


def test_a_sentence_broken_at_links_is_put_together_again() -> None:
    lines = [
        "عنوان الخبر الأول اليوم",
        "وصل وزير النقل في ",
        "الدولة الجارة",
        "، صباح اليوم إلى ",
        "العاصمة",
        ".",
        LEAD,
    ]
    document = parse_page("\n".join(lines)).documents[0]
    assert document["text"] == f"وصل وزير النقل في الدولة الجارة، صباح اليوم إلى العاصمة.\n{LEAD}"


def test_index_metadata_fills_only_what_the_page_leaves_open() -> None:
    known = {"outlet": "السنابل", "published": "2025-03-01"}
    silent = parse_page(f"عنوان الخبر الأول اليوم\n{LEAD}", metadata=known).documents[0]
    assert (silent["outlet"], silent["published"], silent["date_basis"]) == ("السنابل", dt.date(2025, 3, 1), "metadata")
    dated = parse_page(f"عنوان الخبر الأول اليوم\n4 آذار 2025\n{LEAD}", metadata=known).documents[0]
    assert (dated["published"], dated["date_basis"]) == (dt.date(2025, 3, 4), "dateline")


SEED_ROLES = {
    "000": "kicker title body body body subhead body body read_also body body body subhead body read_also"
    " body body body related comments comments",
    "001": "chrome chrome kicker title dateline caption byline body body body body body body body body body share",
    "002": "dateline" + " body" * 12,
    "003": "title byline" + " body" * 6,
    "004": "body subhead body body body body body body source keywords read_also title" + " body" * 9
    + " subhead" + " body" * 7 + " related" * 11,
}  # fmt: skip


def test_seeds_every_line(seeds: Path) -> None:
    for path in sorted(seeds.glob("*.txt")):
        found = " ".join(piece.role for piece in read_page(path).pieces)
        assert found == SEED_ROLES[path.name[:3]], path.name


def test_seeds_every_field(seeds: Path) -> None:
    documents = [document for path in sorted(seeds.glob("*.txt")) for document in read_page(path).documents]
    fields = [
        [d["outlet"] is None, d["author"] is None, d["agency"], str(d["published"]), d["date_basis"]] for d in documents
    ]
    assert fields == [
        [True, True, None, "None", None],
        [False, True, None, "2025-09-04", "dateline"],
        [True, True, "أ.ف.ب", "2025-09-05", "dateline"],
        [False, False, None, "2025-09-04", "in-text"],
        [False, True, None, "None", None],
        [True, True, None, "None", None],
    ]
    assert [document["title"] is None for document in documents] == [False, False, True, False, True, False]


HTML = f"""<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>عنوان الخبر الأول اليوم | السنابل</title>
<meta property="og:site_name" content="السنابل"><script type="application/ld+json">{{"@context":"https://schema.org",
"@type":"NewsArticle","headline":"عنوان الخبر الأول اليوم","datePublished":"2025-03-04T10:00:00+03:00",
"author":{{"@type":"Person","name":"هدى السالمي"}}}}</script></head>
<body><nav><ul><li>الرئيسية</li><li>سياسة</li></ul></nav>
<article><h1>عنوان الخبر الأول اليوم</h1><p>{LEAD}</p><p>وقال البيان إن اللجنة ستجتمع <b>كل</b> ثلاثة أشهر.</p>
<p>اقرأ أيضاً: خبر آخر من القسم</p><p>{LEAD} وأضاف أن الاجتماع المقبل سيعقد في الشتاء.</p></article>
<footer>جميع الحقوق محفوظة</footer></body></html>"""


def test_html_takes_structure_and_metadata_from_the_page() -> None:
    page = parse_html(HTML)
    document = page.documents[0]
    assert document["title"] == "عنوان الخبر الأول اليوم"
    assert (document["outlet"], document["author"]) == ("السنابل", "هدى السالمي")
    assert (document["published"], document["date_basis"]) == (dt.date(2025, 3, 4), "metadata")
    assert document["text"].count("\n") == 2 and "اقرأ" not in document["text"] and "كل ثلاثة" in document["text"]
    assert {piece.text: piece.role for piece in page.pieces}["سياسة"] == "chrome"


def test_real_html_pages_keep_the_article_and_drop_the_rest() -> None:
    from tests.conftest import shared_data

    folder = shared_data("html-pages")
    gold = (folder / "cnnarabic_2013.gold.txt").read_text(encoding="utf-8")
    text = read_page(folder / "cnnarabic_2013.html").documents[0]["text"]
    words, wanted = set(text.split()), set(gold.split())
    assert len(words & wanted) / len(wanted) > 0.97 and len(words & wanted) / len(words) > 0.97
    answers = json.loads((folder / "assabah.gold.json").read_text(encoding="utf-8"))[0][1]
    document = read_page(folder / answers["file"]).documents[0]
    assert all(part in document["text"] for part in answers["with"])
    assert not any(part in document["text"] for part in answers["without"])


# --- encodings and bad input -----------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-6"])
def test_encodings_are_found_out(encoding: str) -> None:
    text = f"عنوان الخبر الأول اليوم\n{LEAD}"
    assert decode_page(text.encode(encoding))[0].strip("\ufeff") == text


def test_a_wrong_declaration_is_not_believed() -> None:
    page = f'<html><head><meta charset="utf-8"></head><body><p>{LEAD}</p></body></html>'
    assert LEAD in decode_page(page.encode("cp1256"))[0]
    page = page.replace("utf-8", "windows-1256")
    assert LEAD in decode_page(page.encode("utf-8"))[0]


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252", "cp1256"])
def test_mojibake_is_undone(wrong: str) -> None:
    text = "عقد الجانبان في بكين اليوم لقاء من لقاءات التعاون"
    garbled = "".join(bytes([b]).decode(wrong, errors="replace").replace("\ufffd", chr(b)) for b in text.encode())
    assert decode_page(garbled.encode()) == (text, "utf-8 (twice)")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n ", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "binary"),
        ("english.txt", b"The ministers met on Tuesday.", "no Arabic letter"),
    ],
)
def test_bad_files_say_what_is_wrong(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(PageError, match=words) as caught:
        read_page(path)
    assert name in str(caught.value)


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="no such file"):
        read_page(tmp_path / "absent.txt")


# --- what must always hold --------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        LEAD,
        "عنوان الخبر الأول اليوم",
        "اقرأ أيضاً",
        "المصدر: رويترز",
        "4 آذار 2025",
        "شارك",
        "",
        "   ",
        "• بند",
        "123",
        "سطر قصير",
    ]
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(PIECES | st.text(max_size=60), max_size=25))
def test_no_line_is_lost_and_pieces_cover_their_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    page = parse_page(text)
    printed = text.split("\n")
    covered: dict[int, str] = {}
    for piece in page.pieces:
        assert piece.role in ROLES
        assert printed[piece.line][piece.start : piece.end] == piece.text
        covered[piece.line] = covered.get(piece.line, "") + piece.text
    assert covered == {n: printed[n].rstrip("\r") for n in covered}
    for number, line in enumerate(printed):
        assert number in covered or not any(c.isalnum() for c in line)
    table = explain_page(page)
    assert table["kept"].sum() == sum(piece.role in KEPT for piece in page.pieces)
    assert all(table["because"])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=300))
def test_any_text_is_taken_apart_without_an_error(text: str) -> None:
    parse_page(text)
    parse_html(f"<html><body><p>{text}</p></body></html>")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_page_or_a_clear_error(data: bytes) -> None:
    try:
        decode_page(data, name="x.txt")
    except PageError as error:
        assert "x.txt" in str(error)


def test_a_parenthesis_is_not_a_credit() -> None:
    assert find_lead_credit("حددت البلدية -وهي الجهة المسؤولة- شروطا جديدة") is None


# --- word lists -------------------------------------------------------------------------------


def test_every_word_list_loads_and_is_in_the_catalogue() -> None:
    listed = {row["id"] for row in load_lexicon("catalogue")}
    files = {path.stem for path in FOLDER.glob("*.csv")} - {"catalogue"}
    assert files == listed
    for name in files:
        assert load_lexicon(name)


def test_the_furniture_list_uses_only_known_roles_and_matches() -> None:
    load_lexicon("page_furniture", allowed={"role": ROLES, "match": ("whole", "start", "lead", "end")})


def test_a_mistake_in_a_word_list_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,role,phrase,note\nx-1,relatd,مواد,\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"mine.csv, line 2, column 'role': 'relatd'.*did you mean 'related'"):
        load_lexicon(path, allowed={"role": ROLES})
    path.write_text("id,role,phrase,note\nx-1,related,مواد,\nx-1,related,أخرى,\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="stands twice"):
        load_lexicon(path)

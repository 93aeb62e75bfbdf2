"""Coding by hand: sheets to code in, agreement of the coders, a method against the coded answers.

    write_coding_sheet(list_sentences(documents), "sara.xlsx", sample=100, by=documents["outlet"])
    codings = pd.concat([read_coding_sheet("sara.xlsx"), read_coding_sheet("omar.xlsx")])
    measure_agreement(codings)                       # alpha with its interval, kappa, per cent; a row a variable
    compare_with_gold(found, gold, variable="frame") # precision, recall, F1 a label; confusion; what disagrees
    plan_sample(0.1)                                 # how many sentences make an interval .1 wide

All of them speak of one table, `CODINGS`: doc_id, sentence, coder, variable, value; a row for each value that
a coder gave. What was not coded has no row; a variable that may take several values has a row for each,
and the value ``none`` where the coder looked and found none.
"""

from helpers.agreement.answers import Answers, read_answers
from helpers.agreement.codings import CODINGS, NONE
from helpers.agreement.gold import Comparison, compare_with_gold
from helpers.agreement.plan import plan_sample, plan_width, sample_sentences
from helpers.agreement.reading import SHEET_REPORT, CodingWarning, SheetError, read_coding_sheet
from helpers.agreement.reliability import measure_agreement, measure_pairs
from helpers.agreement.sheets import load_codebook, write_coding_sheet
from helpers.agreement.spans import SPANS, SpanMatch, match_spans

__all__ = [
    "Answers",
    "CODINGS",
    "NONE",
    "SHEET_REPORT",
    "SPANS",
    "CodingWarning",
    "Comparison",
    "SheetError",
    "SpanMatch",
    "compare_with_gold",
    "load_codebook",
    "match_spans",
    "measure_agreement",
    "measure_pairs",
    "plan_sample",
    "plan_width",
    "read_answers",
    "read_coding_sheet",
    "sample_sentences",
    "write_coding_sheet",
]

"""Words counted and compared: what is frequent, typical, evenly spread; what goes with what; what grows.

    count_terms(tokens, by=documents["outlet"])           # how often, per 10,000, in how many documents
    share_terms(tokens, ["قمة", "أزمة"], by=outlet)        # rates with intervals, for a chart
    compare_terms(tokens, by=outlet, stopwords="stopwords")   # keyness: what is typical of each
    find_collocations(tokens, "بكين")                      # what stands near a word
    measure_dispersion(tokens), measure_diversity(tokens)
    track_terms(tokens, "قمة", documents["published"])     # month by month
    counts = count_by_document(documents)                  # large collections: counts without a tokens table

    terms.py         DocumentTerms, count_by_document, iter_by_document, join_terms
    counts.py        count_terms, share_terms, load_stopwords
    intervals.py     bootstrap_rates: the interval of every rate
    keyness.py       compare_terms
    association.py   the statistics of two-by-two tables
    collocations.py  find_collocations
    dispersion.py    measure_dispersion
    diversity.py     measure_diversity, compute_mattr, compute_mtld, compute_hdd
    growth.py        track_terms, measure_growth
    laws.py          fit_zipf, fit_heaps
    size.py          check_size: is there enough text for a measure?

All take a tokens table (`helpers.tokens.tokenise`); those that need no order of words take `DocumentTerms` too.
"""

from helpers.frequency.collocations import find_collocations
from helpers.frequency.counts import STOPWORD_CLASSES, count_terms, load_stopwords, share_terms
from helpers.frequency.dispersion import measure_dispersion
from helpers.frequency.diversity import compute_hdd, compute_mattr, compute_mtld, measure_diversity
from helpers.frequency.example import make_tokens
from helpers.frequency.growth import measure_growth, track_terms
from helpers.frequency.intervals import bootstrap_rates
from helpers.frequency.keyness import adjust_p, compare_terms
from helpers.frequency.laws import Fit, fit_heaps, fit_zipf
from helpers.frequency.size import check_size
from helpers.frequency.terms import UNITS, DocumentTerms, count_by_document, iter_by_document, join_terms
from helpers.frequency.warn import TooSmall

__all__ = [
    "STOPWORD_CLASSES",
    "UNITS",
    "DocumentTerms",
    "Fit",
    "TooSmall",
    "adjust_p",
    "bootstrap_rates",
    "check_size",
    "compare_terms",
    "compute_hdd",
    "compute_mattr",
    "compute_mtld",
    "count_by_document",
    "count_terms",
    "find_collocations",
    "fit_heaps",
    "fit_zipf",
    "iter_by_document",
    "join_terms",
    "load_stopwords",
    "make_tokens",
    "measure_dispersion",
    "measure_diversity",
    "measure_growth",
    "share_terms",
    "track_terms",
]

"""Charts and tables whose Arabic is right: letters joined, running from right to left, nothing mirrored.

From matplotlib 3.11 on, the library shapes and orders Arabic itself; before that it draws letters one by one, from left
to right, and the text must be shaped beforehand. Doing the wrong one of the two gives reversed words without
any error. `shape_label` looks at what the installed matplotlib can do, and every piece of text that the
``draw_`` functions put on paper goes through it. Your own additions should too::

    use_arabic_style()
    ax = draw_bars(shares, title="حصة كل منبر من الأخبار", unit="%")
    ax.set_ylabel(shape_label("المنبر"))

The layout runs from right to left as well: bars grow leftwards, labels and the vertical axis stand at the
right, keys are read from the right. A title is bold; after a line feed comes a lighter subtitle.
"""

from helpers.charts.drawing import draw_bars, draw_dispersion, draw_heatmap, draw_lines, draw_shares
from helpers.charts.html import show_table
from helpers.charts.labels import shape_label, use_arabic_style
from helpers.charts.marked import show_marked
from helpers.charts.pictures import draw_network, draw_two_sides, draw_word_cloud

__all__ = [
    "draw_bars",
    "draw_dispersion",
    "draw_heatmap",
    "draw_lines",
    "draw_network",
    "draw_shares",
    "draw_two_sides",
    "draw_word_cloud",
    "shape_label",
    "show_marked",
    "show_table",
    "use_arabic_style",
]

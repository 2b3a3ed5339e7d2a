"""Which element is read by what."""

from __future__ import annotations

from sdconvert.formats.html.read.blocks import (
    read_glossary_term,
    read_heading,
    read_item,
    read_list,
    read_nav,
    read_paragraph,
    read_preformatted,
    read_quotation,
    read_rule,
)
from sdconvert.formats.html.read.figures import read_figure
from sdconvert.formats.html.read.inlines import (
    read_anchor,
    read_break,
    read_code,
    read_control,
    read_embedded,
    read_formula,
    read_image,
    read_quote,
    read_span,
    read_svg,
)
from sdconvert.formats.html.read.looks import MARKS
from sdconvert.formats.html.read.tables import read_table

HANDLERS = {
    "p": read_paragraph,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), read_heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), read_list),
    "li": read_item,
    **dict.fromkeys(("dt", "dd"), read_glossary_term),
    "blockquote": read_quotation,
    **dict.fromkeys(("pre", "listing", "xmp"), read_preformatted),
    "hr": read_rule,
    "figure": read_figure,
    "nav": read_nav,
    "table": read_table,
    "a": read_anchor,
    "br": read_break,
    "img": read_image,
    "svg": read_svg,
    "math": read_formula,
    "q": read_quote,
    "span": read_span,
    "code": read_code,
    **dict.fromkeys(("input", "textarea", "select", "button", "datalist", "keygen"), read_control),
    **dict.fromkeys(("iframe", "object", "embed", "video", "audio", "canvas", "applet"), read_embedded),
}
"""Each handler takes a flow, the element, what is around it, and the look of the text around it."""

BLOCK_CONTAINERS = frozenset(
    {
        *("html", "body", "main", "article", "section", "div", "header", "footer", "address", "aside", "hgroup"),
        *("details", "summary", "fieldset", "legend", "form", "center", "figcaption", "dialog", "search", "dl"),
        *("noscript", "picture", "noframes", "frameset", "caption", "tbody", "thead", "tfoot", "tr", "td", "th"),
    }
)
INLINES = frozenset(
    {
        *(
            "abbr",
            "acronym",
            "bdi",
            "bdo",
            "big",
            "data",
            "font",
            "label",
            "map",
            "mark",
            "meter",
            "output",
            "progress",
        ),
        *("rb", "rp", "rt", "rtc", "ruby", "slot", "small", "time", "nobr", "wbr", "blink", "marquee", "basefont"),
        *("progress", "option", "optgroup", "noembed"),
        *MARKS,
    }
)
SILENT = frozenset({"head", "base", "link", "meta", "title", "param", "source", "track", "col", "colgroup", "area"})
SCRIPTS = frozenset({"script", "style", "template"})

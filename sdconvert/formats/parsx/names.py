"""The words and the bounds of parsX."""

from __future__ import annotations

from sdconvert.model.inlines import Mark

NAMESPACE = "https://www.parsx.de/ns/4.0"
"""The namespace of release 4. Older releases have others or none, so that a reader goes by local names."""

MAIN_PART = "parsx.xml"
IMAGE_FOLDER = "images/"

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TEX = "application/x-tex"
"""The encoding of a MathML annotation that holds a formula as LaTeX."""

MAX_HEADING_LEVEL = 5
MAX_LIST_LEVEL = 15

LINE_SEPARATOR = "\u2028"
"""A new line within a block: the vocabulary has no element for it, Unicode has a character."""

QUOTATION = "zitat"
"""The `typ` of an `einschub` that is a quotation, and the paragraph style that stands for it in the model."""

MARK_ELEMENTS = {
    Mark.BOLD: "fett",
    Mark.ITALIC: "kursiv",
    Mark.UNDERLINE: "unterstr",
    Mark.STRIKE: "durchgestr",
    Mark.SMALL_CAPITALS: "kapitaelchen",
    Mark.CODE: "code",
    Mark.SUBSCRIPT: "tief",
    Mark.SUPERSCRIPT: "hoch",
}
"""In the order in which they hold each other, outside in."""

META_ELEMENTS = {
    "title": "titel",
    "subtitle": "untertitel",
    "description": "beschreibung",
    "footer": "fusszeile",
    "creator": "urheber",
    "filename": "dateiname",
}
"""The elements in `meta` by the model's names. What `meta` holds is not published, so these words are ours."""

META_TAG = "schlagwort"

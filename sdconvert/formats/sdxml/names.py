"""The words and the bounds of SDXML 2.6."""

from __future__ import annotations

from sdconvert.model.inlines import Mark

VERSION = "2.6.0"
MAIN_PART = "sd.xml"
IMAGE_FOLDER = "images/"

MAX_LEVEL = 5
MAX_INDENT = 15

MARK_ELEMENTS = {
    Mark.BOLD: "b",
    Mark.ITALIC: "i",
    Mark.UNDERLINE: "u",
    Mark.STRIKE: "s",
    Mark.SMALL_CAPITALS: "sd-sc",
    Mark.CODE: "kbd",
    Mark.SUBSCRIPT: "sub",
    Mark.SUPERSCRIPT: "sup",
}
"""In the order in which they hold each other, outside in: inside `a` and `inline` it is valid for every subset but
`sub` with `sup`."""

META_TEXTS = ("title", "filename", "subtitle", "description", "footer", "creator")
"""The elements of `meta` that hold text and that a document has, in the grammar's order."""

LANGUAGES = {"de": "de_DE", "en": "en_EN", "ru": "ru_RU"}
"""The values of `language` by the first part of a language tag."""

FILE = "<file>"
"""In `extra`: how a picture's file is referred to."""
COLUMN_WIDTH = "<column_width>"
"""In `extra` of a table: a list of column widths as XML, where it stands among the rows."""
ROWS = "<tr>"
"""In `extra` of a table: how many rows come next."""
EMPTY_INDEXES = ("<indexes>", "")
"""In `extra` of a document: it has an index without entries."""
NO_META = ("<meta>", None)
"""In `extra` of the metadata: the document has none."""
META_KEPT = ("<word-export-presets>", "<grid>", "<grid-indentation-enabled>", "<spellcheck-lang>")
"""In `extra` of the metadata: elements of `meta` that only SDXML has, as XML, in the grammar's order."""

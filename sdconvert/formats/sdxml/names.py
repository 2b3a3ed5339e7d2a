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

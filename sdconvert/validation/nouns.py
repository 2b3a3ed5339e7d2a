"""The names of the elements in words, so that a message reads as a sentence."""

from __future__ import annotations

_NOUNS = {
    "a": "a link",
    "b": "bold",
    "br": "a line break",
    "column_width": "the column widths",
    "creator": "the creator",
    "description": "the description",
    "directory": "a directory",
    "document": "the document",
    "filename": "the file name",
    "footer": "the footer",
    "footnote": "a footnote",
    "grid": "the grid",
    "grid-indentation-enabled": "the switch for grid indentation",
    "heading": "a heading",
    "i": "italics",
    "image": "an image",
    "img": "an inline image",
    "index": "an index mark",
    "index-node": "an index node",
    "indexes": "the indexes",
    "inline": "a character style",
    "item": "an item",
    "kbd": "code",
    "language": "the language",
    "meta": "the metadata",
    "ol-li": "a numbered list item",
    "p": "a paragraph of a cell",
    "pagebreak": "a page break",
    "paragraph": "a paragraph",
    "s": "strikethrough",
    "sd-sc": "small capitals",
    "sidenote": "a sidenote",
    "smashdoc": "the root",
    "spellcheck-lang": "the spellcheck language",
    "sub": "subscript",
    "subtitle": "the subtitle",
    "sup": "superscript",
    "table": "a table",
    "tag": "a tag",
    "tags": "the tags",
    "td": "a table cell",
    "th": "a header cell",
    "title": "the title",
    "tr": "a table row",
    "u": "underline",
    "ul-li": "a bulleted list item",
    "word-export-presets": "the Word export presets",
    "xref": "a cross-reference",
}


def noun(name: str) -> str:
    """The element in words, with its name in brackets where the words do not hold it: `a line break (br)`."""
    words = _NOUNS.get(name, f"an element {name}")
    return words if name in words.split() else f"{words} ({name})"


def join_words(names: tuple[str, ...], joint: str = "or") -> str:
    """The names as a list in a sentence: `a, b or c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"

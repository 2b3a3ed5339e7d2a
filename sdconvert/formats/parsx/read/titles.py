"""Titles of headings and tables: a number and a text."""

from __future__ import annotations

from sdconvert.formats.parsx.read.context import local_name, plain_text
from sdconvert.formats.parsx.read.inlines import InlineReader
from sdconvert.model.inlines import NO_MARKS
from sdconvert.xmlio import Element


def read_title(reader: InlineReader, element: Element) -> str | None:
    """Add the text of a title; its number comes back, None when it has no place for one."""
    label = None
    reader.add_text(element.text, NO_MARKS)
    for child in element:
        name = local_name(child)
        if name == "zaehler":
            label = " ".join(plain_text(child).split())
        elif name in {"titel", "text"}:
            inner = read_title(reader, child)
            label = label if inner is None else inner
        else:
            reader.read_child(child)
        reader.add_text(child.tail, NO_MARKS)
    return label

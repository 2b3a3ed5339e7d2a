"""The plain text of inline content."""

from __future__ import annotations

from collections.abc import Iterable

from sdconvert.model.inlines import CrossReference, Inline, LineBreak, Link, Run


def plain_text(content: Iterable[Inline]) -> str:
    """The text of runs, links and references; a line break is a space."""
    return "".join(map(_text, content))


def _text(node: Inline) -> str:
    match node:
        case Run() | CrossReference():
            return node.text
        case Link():
            return plain_text(node.content)
        case LineBreak():
            return " "
        case _:
            return ""


def run_text(content: Iterable[Inline]) -> str:
    """The text of the runs alone."""
    return "".join([node.text for node in content if isinstance(node, Run)])

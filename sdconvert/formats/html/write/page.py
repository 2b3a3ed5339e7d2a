"""What stands around the content of a page: its head, its style sheet, its title and its footer."""

from __future__ import annotations

import json

from sdconvert.findings import Severity, declare
from sdconvert.formats.html.names import (
    DATA_OWN_STYLES,
    DATA_UNTITLED,
    GENERATOR,
    LANGUAGE_TAG,
    OWN,
    OWN_VERSION,
    SUBTITLE,
    TITLE,
)
from sdconvert.formats.html.write.context import Context
from sdconvert.formats.html.write.style import STYLE_SHEET
from sdconvert.model.blocks import Heading, Paragraph
from sdconvert.model.text import plain_text
from sdconvert.xmlio import escape_attribute, escape_text

LANGUAGE_UNUSABLE = declare(
    "HTML-W090",
    Severity.INFO,
    "The language “{language}” of the document is no language tag; it was left out.",
    hint="Give the language as a tag such as de-DE.",
    why="The attribute `lang` holds a language tag.",
)

_POLICY = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_FIRST_BLOCKS = 6


def write_start(context: Context) -> None:
    """Everything before the first block. Loses: HTML-W090."""
    metadata = context.document.metadata
    title = escape_text(metadata.title)
    untitled = "" if title else f" {DATA_UNTITLED}"
    shown_title = title if title.strip() else context.words.untitled
    context.out.append(
        f'<!DOCTYPE html>\n<html{_language(context, metadata.language)} {OWN}="{OWN_VERSION}"{untitled}>\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="{GENERATOR}">\n<title>{shown_title}</title>\n'
    )
    named = (("description", metadata.description), ("author", metadata.creator), ("filename", metadata.filename))
    for name, value in (*((name, value) for name, value in named if value), *_keywords(metadata.tags)):
        context.out.append(f'<meta name="{name}" content="{escape_attribute(value)}">\n')
    context.out.append(f"<style>\n{STYLE_SHEET}</style>\n</head>\n<body{_own_styles(context)}>")
    _write_header(context)
    context.out.append("\n<main>")


def _language(context: Context, tag: str) -> str:
    tag = tag.strip().replace("_", "-")
    if LANGUAGE_TAG.fullmatch(tag):
        return f' lang="{tag}"'
    if tag:
        context.report.add(LANGUAGE_UNUSABLE, language=tag)
    return ""


def _keywords(tags: tuple[str, ...]) -> list[tuple[str, str]]:
    """One element for each tag, since a tag can hold a comma."""
    return [("keywords", tag) for tag in tags]


def _own_styles(context: Context) -> str:
    styles = sorted(context.document.own_styles)
    return f' {DATA_OWN_STYLES}="{escape_attribute(json.dumps(styles))}"' if styles else ""


def _write_header(context: Context) -> None:
    """The title and the subtitle, each hidden where the document begins with it itself."""
    metadata = context.document.metadata
    lines = [(TITLE, metadata.title), (SUBTITLE, metadata.subtitle)]
    first = [block for block in context.document.blocks[:_FIRST_BLOCKS] if isinstance(block, (Heading, Paragraph))]
    shown = {_words(plain_text(block.content)) for block in first}
    written = [(name, text, _words(text) in shown) for name, text in lines if text]
    if written:
        hidden = " hidden" if all(is_hidden for _, _, is_hidden in written) else ""
        pieces = [
            f'<p class="{name}"{" hidden" if is_hidden and not hidden else ""}>{escape_text(text)}</p>'
            for name, text, is_hidden in written
        ]
        context.out.append(f"\n<header{hidden}>{''.join(pieces)}</header>")


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()


def write_end(context: Context) -> None:
    """Everything after the notes."""
    footer = context.document.metadata.footer
    if footer:
        context.out.append(f"\n<footer><p>{escape_text(footer)}</p></footer>")
    context.out.append("\n</body>\n</html>\n")

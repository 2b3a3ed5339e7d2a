"""Core properties, language and settings (ECMA-376 Part 2, 11; Part 1, 17.15)."""

from __future__ import annotations

import re

from sdconvert.findings import Report, Severity, declare
from sdconvert.formats.docx.names import VAL, local_name, w
from sdconvert.formats.docx.read.inline.content import text_of
from sdconvert.formats.docx.read.parts import Package
from sdconvert.formats.docx.units import parse_indent_step
from sdconvert.frozen import replace
from sdconvert.model.blocks import Heading, Paragraph
from sdconvert.model.document import Block, Metadata
from sdconvert.xmlio import Element

STALE_TITLE = declare(
    "DOCX-R111",
    Severity.INFO,
    "The title of the document is “{text}”, which it shows, and not “{stale}” of its properties.",
    "Correct the title in Word (File, Info) if it is to be another.",
    "Templates and programs leave such titles behind, which nobody chose.",
)

_STALE = re.compile(
    r"microsoft word - .*|.*\.(?:docx?|docm|dotx?|dotm|rtf|odt|wpd|txt)|normal|(?:page|seite|slide) ?\d*"
    r"|(?:untitled|unbenannt|document|dokument|template|vorlage|title|titel)[ -]?\d*"
    r"|powerpoint presentation|blank document|\[?(?:document |type the )?title\]?",
    re.IGNORECASE,
)


def read_metadata(package: Package, styles: Element | None) -> Metadata:
    """What the core properties say, and the language that the text is written in by default."""
    values = _core_properties(package)
    keywords = re.split(r"[,;]", values.get("keywords", ""))
    return Metadata(
        title=values.get("title", ""),
        subtitle=values.get("subject", ""),
        description=values.get("description", ""),
        creator=values.get("creator", ""),
        language=_default_language(styles) or values.get("language", ""),
        tags=tuple(keyword.strip() for keyword in keywords if keyword.strip()),
    )


def with_titles(
    metadata: Metadata, blocks: tuple[Block, ...], titles: frozenset[str], subtitles: frozenset[str], report: Report
) -> Metadata:
    """The metadata with title and subtitle from the first blocks of those styles where the properties are empty, and
    the title that the document shows where that of the properties is one that a program made up."""
    title = "" if _STALE.fullmatch(metadata.title) else metadata.title
    shown = "" if title else _first_text(blocks, titles) or (metadata.title and _first_heading(blocks))
    if shown and metadata.title:
        report.add(STALE_TITLE, stale=metadata.title, text=shown[:120])
    return replace(
        metadata,
        title=title or shown or metadata.title,
        subtitle=metadata.subtitle or _first_text(blocks, subtitles),
    )


def read_default_tab(settings: Element | None) -> int:
    """The step of indents in twips: the distance of default tab stops."""
    stop = None if settings is None else settings.find(w("defaultTabStop"))
    return parse_indent_step(None if stop is None else stop.get(VAL))


def _core_properties(package: Package) -> dict[str, str]:
    found = package.find_related("", "core-properties")
    if found is None:
        return {}
    return {local_name(child.tag): " ".join((child.text or "").split()) for child in found[1]}


def _default_language(styles: Element | None) -> str:
    if styles is None:
        return ""
    language = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('lang')}")
    return "" if language is None else language.get(VAL, "")


def _first_heading(blocks: tuple[Block, ...]) -> str:
    headings = (" ".join(text_of(block.content).split()) for block in blocks if isinstance(block, Heading))
    return next((text for text in headings if text), "")


def _first_text(blocks: tuple[Block, ...], styles: frozenset[str]) -> str:
    for block in blocks:
        if isinstance(block, (Heading, Paragraph)) and block.style in styles:
            text = " ".join(text_of(block.content).split())
            if text:
                return text
    return ""

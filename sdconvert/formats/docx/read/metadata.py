"""Core properties, language and settings (ECMA-376 Part 2, 11; Part 1, 17.15)."""

from __future__ import annotations

import re
from dataclasses import replace

from sdconvert.formats.docx.names import VAL, local_name, w
from sdconvert.formats.docx.read.inline.content import text_of
from sdconvert.formats.docx.read.parts import Package
from sdconvert.formats.docx.units import parse_twips
from sdconvert.model.blocks import Heading, Paragraph
from sdconvert.model.document import Block, Metadata
from sdconvert.xmlio import Element

DEFAULT_TAB_TWIPS = 720


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
    metadata: Metadata, blocks: tuple[Block, ...], titles: frozenset[str], subtitles: frozenset[str]
) -> Metadata:
    """The metadata with title and subtitle from the first blocks of those styles where the properties are empty."""
    return replace(
        metadata,
        title=metadata.title or _first_text(blocks, titles),
        subtitle=metadata.subtitle or _first_text(blocks, subtitles),
    )


def read_default_tab(package: Package) -> int:
    """The distance of default tab stops in twips."""
    found = package.find_related(package.main_name, "settings")
    stop = None if found is None else found[1].find(w("defaultTabStop"))
    twips = None if stop is None else parse_twips(stop.get(VAL))
    return twips if twips and twips > 0 else DEFAULT_TAB_TWIPS


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


def _first_text(blocks: tuple[Block, ...], styles: frozenset[str]) -> str:
    for block in blocks:
        if isinstance(block, (Heading, Paragraph)) and block.style in styles:
            text = " ".join(text_of(block.content).split())
            if text:
                return text
    return ""

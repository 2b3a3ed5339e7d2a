"""Core properties and the footer (ECMA-376 Part 2, 11; Part 1, 17.10)."""

from __future__ import annotations

import re

from sdconvert.formats.docx.write.context import Context
from sdconvert.formats.docx.write.markup import paragraph_properties, write_run
from sdconvert.formats.docx.write.relations import DECLARATION
from sdconvert.model.document import Metadata
from sdconvert.xmlio import escape_text

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def core_properties(metadata: Metadata) -> bytes:
    """The core properties. Without dates, so that equal documents give equal bytes."""
    values = (
        ("dc:title", metadata.title),
        ("dc:subject", metadata.subtitle),
        ("dc:creator", metadata.creator),
        ("cp:keywords", ", ".join(metadata.tags)),
        ("dc:description", metadata.description),
        ("dc:language", metadata.language),
    )
    lines = "".join(f"<{name}>{escape_text(value)}</{name}>" for name, value in values if value)
    return f"{DECLARATION}<cp:coreProperties {_CORE}>{lines}</cp:coreProperties>".encode()


def language_tag(metadata: Metadata) -> str:
    """The language as Word names it, such as `de-DE`; empty for what is none."""
    return metadata.language.replace("_", "-") if _LANGUAGE.fullmatch(metadata.language) else ""


def footer(context: Context, text: str, namespaces: str) -> bytes:
    """A footer with this text and the page number.

    Source: ECMA-376 Part 1, 17.10.3.
    """
    properties = paragraph_properties(context.styles.built_in("paragraph", "footer"))
    number = "<w:r><w:tab/></w:r><w:r><w:tab/></w:r>" + '<w:fldSimple w:instr=" PAGE "/>'
    paragraph = f"<w:p>{properties}{write_run(text)}{number}</w:p>"
    return f"{DECLARATION}<w:ftr {namespaces}>{paragraph}</w:ftr>".encode()

"""What is said about a document, as XML."""

from __future__ import annotations

from collections.abc import Sequence

from sdconvert.findings import Severity, declare
from sdconvert.formats.sdxml.names import META_KEPT, META_TEXTS, NO_META
from sdconvert.formats.sdxml.write.context import Context
from sdconvert.formats.sdxml.write.options import sdxml_language
from sdconvert.formats.sdxml.write.tags import empty_tag
from sdconvert.model.document import Metadata
from sdconvert.xmlio import escape_text

LANGUAGE_UNKNOWN = declare(
    "SDXML-W090",
    Severity.INFO,
    "The language “{language}” of the document is not one that SDXML knows; it was left out.",
    hint="Use --meta language=de-DE (or en, ru) to name one.",
    why="SDXML knows German, English and Russian.",
)

_OPTIONAL = frozenset({"filename"})


def write_meta(context: Context, metadata: Metadata) -> None:
    """Write the metadata in the grammar's order; what the options say goes before what the document says.

    Source: DTD, `meta`. Loses: SDXML-W090.
    """
    given = context.options.meta
    if NO_META in metadata.extra and not given and metadata == Metadata():
        return
    context.out.append("<meta>")
    _write_language(context, given.get("language", metadata.language))
    kept = dict(metadata.extra)
    for name in META_TEXTS:
        value = given.get(name, getattr(metadata, name))
        if value or name not in _OPTIONAL or f"<{name}>" in kept:
            context.out.append(f"<{name}>{escape_text(value)}</{name}>")
    _write_tags(context, _split_tags(given["tags"]) if "tags" in given else metadata.tags, "<tags>" in kept)
    context.out.extend([kept[name] or "" for name in META_KEPT if name in kept])
    context.out.append("</meta>")


def _write_language(context: Context, tag: str) -> None:
    if not tag:
        return
    language = sdxml_language(tag)
    if language is None:
        context.report.add(LANGUAGE_UNKNOWN, language=tag)
    else:
        context.out.append(empty_tag("language", {"value": language}))


def _write_tags(context: Context, tags: Sequence[str], is_kept: bool) -> None:
    if tags or is_kept:
        items = "".join([f"<tag>{escape_text(tag)}</tag>" for tag in tags])
        context.out.append(f"<tags>{items}</tags>")


def _split_tags(text: str) -> list[str]:
    return [tag.strip() for tag in text.split(",") if tag.strip()]

"""What the Partner API answers, as tables for people and as JSON for machines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from shutil import get_terminal_size

from sdconvert.cli.columns import Column, columns
from sdconvert.cli.messages import tell
from sdconvert.cli.output import echo, echo_json
from sdconvert.partner import Access, DocumentInfo, GroupCounts, UnseenCounts, WordTemplate

_DOCUMENTS = (
    Column("ID"),
    Column("TITLE", least=12, is_cut=True),
    Column("STATUS"),
    Column("GROUP", least=8, is_cut=True),
    Column("CREATOR", least=8, is_cut=True),
    Column("CREATED"),
    Column("NOTES"),
)
_COUNTS = (Column("GROUP"), *(Column(title, is_number=True) for title in ("ANY", "CONVERSATIONS", "SECTIONS")))
_TEMPLATES = (Column("ID"), Column("NAME"), Column("DESCRIPTION", least=20))
_LEAST_WIDTH = 100


def show_access(access: Access, as_json: bool) -> None:
    """The way into a document."""
    if as_json:
        echo_json(access.as_json())
    else:
        echo(access.document_id, f"open within a minute: {access.link}")


def show_documents(documents: Sequence[DocumentInfo], as_json: bool) -> None:
    """A line for each document."""
    if as_json:
        echo_json({"documents": [document.as_json() for document in documents]})
    elif not documents:
        tell("No documents.")
    else:
        _show_table(_DOCUMENTS, [_row(document) for document in documents])


def _row(document: DocumentInfo) -> list[str]:
    is_unread = document.has_unread_section_changes or document.has_unread_conversation_changes
    notes = {"archived": document.is_archived, "unread": is_unread}
    return [
        document.id,
        document.title,
        document.status,
        document.group_id,
        document.creator_id,
        _date(document.created, "%Y-%m-%d"),
        ", ".join(words for words, is_so in notes.items() if is_so),
    ]


def show_information(document: DocumentInfo, as_json: bool) -> None:
    """Everything that is known of a document, a line for each field."""
    if as_json:
        echo_json(document.as_json())
    else:
        echo(*(f"{name:<28}  {_field(name, value)}".rstrip() for name, value in document.as_json().items()))


def _field(name: str, value: object) -> str:
    if name == "createdDate":
        return _date(value, "%Y-%m-%d %H:%M:%S UTC")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _date(seconds: object, form: str) -> str:
    """A time as text: empty for none, and as it is where it is beyond the calendar."""
    try:
        return datetime.fromtimestamp(int(str(seconds)), UTC).strftime(form) if seconds else ""
    except (ValueError, OverflowError, OSError):
        return str(seconds)


def show_counts(counts: UnseenCounts, as_json: bool) -> None:
    """How many documents have unseen changes, in all and for each group."""
    if as_json:
        echo_json(counts.as_json())
    else:
        _show_table(
            _COUNTS, [_count_row("all", counts), *(_count_row(group.group_id, group) for group in counts.groups)]
        )


def _count_row(name: str, counts: UnseenCounts | GroupCounts) -> list[str]:
    return [name, str(counts.any_change), str(counts.conversation_change), str(counts.section_change)]


def show_templates(templates: Sequence[WordTemplate], as_json: bool) -> None:
    """A line for each template."""
    if as_json:
        echo_json({"templates": [template.as_json() for template in templates]})
    else:
        _show_table(_TEMPLATES, [[one.id, one.name, one.description] for one in templates])


def _show_table(layout: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    width = max(_LEAST_WIDTH, get_terminal_size().columns)
    echo(*columns(layout, rows, width))

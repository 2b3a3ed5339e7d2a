"""What both sides say about the document."""

from __future__ import annotations

from dataclasses import fields, replace

from sdconvert.model.document import Metadata
from sdconvert.reconciling.context import FIELD_CONFLICT, Context
from sdconvert.reconciling.habits import is_same_field
from sdconvert.reconciling.result import EditKind


def merge_metadata(context: Context, base: Metadata, shown: Metadata, theirs: Metadata, mine: Metadata) -> Metadata:
    """Our metadata with the fields that the other side changed."""
    changes: dict[str, object] = {}
    for name in [field.name for field in fields(Metadata) if field.compare]:
        was, sees, wants, has = (getattr(metadata, name) for metadata in (base, shown, theirs, mine))
        if wants == has or is_same_field(name, sees, wants):
            continue
        context.at = None
        if was == has:
            changes[name] = wants
            context.tell(EditKind.METADATA, f"{name}: {wants}")
        else:
            context.clash(FIELD_CONFLICT, name, str(was), str(has), str(wants))
            changes |= {name: wants} if context.takes_theirs else {}
    return replace(mine, **changes) if changes else mine  # type: ignore[arg-type]

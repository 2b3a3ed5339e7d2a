"""A mapping as the word import takes it for one document: a row for each style by its own name, and no families."""

from __future__ import annotations

from collections.abc import Iterable

from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.builtin import style_key
from sdconvert.stylemap.rows import StyleMap, is_family


def resolve(stylemap: StyleMap, uses: Iterable[StyleUse]) -> StyleMap:
    """The mapping with a row for each style in use that a family has a row for, in the place of the families. Word's
    own headings and captions have the names that the API gives them, in small letters.

    Source: partner API, importing Word documents, style mapping.
    """
    uses = tuple(uses)
    own = {use.name for use in uses if use.is_own}
    rows = {name: row for name, row in stylemap.rows.items() if not is_family(name)}
    for use in uses:
        key = stylemap.key(use.name, use.is_own)
        if key is not None and key not in rows:
            rows[use.name] = stylemap.rows[key]
    named = {style_key(name, is_own=name in own): row for name, row in rows.items()}
    return StyleMap({**named, **{name: row for name, row in rows.items() if name in named}})

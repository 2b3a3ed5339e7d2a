"""Runs, as pieces of XML: most blocks hold nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sdconvert.formats.sdxml.write.nesting import nest
from sdconvert.model.inlines import Inline, Run
from sdconvert.writing.markup import NO_TAGS, shift
from sdconvert.xmlio import escape_text

_ONLY_RUNS: frozenset[type] = frozenset((Run,))


def render_runs(content: Sequence[Inline], *, has_style_place: bool = True) -> tuple[str, str] | None:
    """The text of content that is nothing but runs whose looks all have a place, and what is written of it; None for
    any other, which has something to tell or to look up. `has_style_place` is as for the nesting of looks."""
    if not content:
        return "", ""
    if len(content) == 1:
        lone = content[0]
        if type(lone) is Run and not lone.marks and not lone.style:
            return lone.text, escape_text(lone.text)
    if not _ONLY_RUNS.issuperset(map(type, content)):
        return None
    runs = cast("Sequence[Run]", content)
    if not [run for run in runs if run.marks or run.style]:
        text = "".join([run.text for run in runs])
        return text, escape_text(text)
    return _render_looks(runs, has_style_place)


def _render_looks(runs: Sequence[Run], has_style_place: bool) -> tuple[str, str] | None:
    texts, pieces, opened = [], list[str](), NO_TAGS
    for run in runs:
        text = run.text
        if not text:
            continue
        tags = NO_TAGS
        if run.marks or run.style:
            tags, has_lost_mark, has_lost_style = nest(run.marks, run.style, has_style_place)
            if has_lost_mark or has_lost_style:
                return None
        if tags is not opened:
            shift(pieces, opened, tags)
            opened = tags
        texts.append(text)
        pieces.append(escape_text(text))
    shift(pieces, opened, NO_TAGS)
    return "".join(texts), "".join(pieces)

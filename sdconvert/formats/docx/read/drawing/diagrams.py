"""SmartArt as the list that its layout draws (ECMA-376 Part 1, 21.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sdconvert.findings import Location
from sdconvert.formats.docx.names import DGM, A
from sdconvert.formats.docx.units import parse_int
from sdconvert.model.blocks import ListItem
from sdconvert.model.inlines import Inline, LineBreak, Run
from sdconvert.xmlio import Element

_PT, _CXN, _TEXT = f"{{{DGM}}}pt", f"{{{DGM}}}cxn", f"{{{DGM}}}t"
_A_P, _A_T, _A_BR = f"{{{A}}}p", f"{{{A}}}t", f"{{{A}}}br"
_LAYOUT = frozenset(("pres",))


def diagram_items(root: Element, list_id: str, at: Location | None) -> tuple[ListItem, ...]:
    """The texts of a data model as items of one bulleted list, each below the one that it is connected to, in the order
    of the connections; texts that nothing connects come last."""
    points = {pt.get("modelId", ""): pt for pt in root.iter(_PT) if pt.get("type") not in _LAYOUT}
    roots = [id for id, pt in points.items() if pt.get("type") == "doc"]
    levels = dict(_walk(roots, _children(root)))
    order = [*levels, *(id for id in points if id not in levels)]
    contents = ((_content(points[id]), levels.get(id, 1)) for id in order if id in points)
    return tuple(ListItem(content, False, max(level - 1, 0), list_id, at=at) for content, level in contents if content)


def _children(root: Element) -> dict[str, list[str]]:
    """What each point is the parent of, in order."""
    connections: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for cxn in root.iter(_CXN):
        if cxn.get("type", "parOf") == "parOf":
            order = parse_int(cxn.get("srcOrd")) or 0
            connections[cxn.get("srcId", "")].append((order, cxn.get("destId", "")))
    return {id: [child for _, child in sorted(found, key=lambda each: each[0])] for id, found in connections.items()}


def _walk(roots: list[str], children: dict[str, list[str]]) -> Iterator[tuple[str, int]]:
    """Each point with its level, once."""
    seen: set[str] = set()
    pending = [(id, 0) for id in reversed(roots)]
    while pending:
        id, level = pending.pop()
        if id not in seen:
            seen.add(id)
            yield id, level
            pending.extend((child, level + 1) for child in reversed(children.get(id, ())))


def _content(point: Element) -> tuple[Inline, ...]:
    text = point.find(_TEXT)
    lines = [_line(paragraph) for paragraph in (() if text is None else text.iter(_A_P))]
    content: list[Inline] = []
    for line in filter(None, (line.strip() for line in lines)):
        content += ([LineBreak()] if content else []) + [Run(line)]
    return tuple(content)


def _line(paragraph: Element) -> str:
    return "".join(" " if part.tag == _A_BR else part.text or "" for part in paragraph.iter(_A_T, _A_BR))

"""A Word file as its redline view: what tracked changes put in is underlined, what they took out struck through.

Changes of formatting are not shown, and a paragraph whose mark was deleted stays one of its own.
Source: ECMA-376 Part 1, 17.13.5; for resolved comments [MS-DOCX], commentEx.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from lxml import etree

from sdconvert.archive import write_archive
from sdconvert.errors import SdconvertError
from sdconvert.formats.docx.names import PARA_ID, W15
from sdconvert.xmlio import Element, parse, remove, replace

_INSERTED, _DELETED = ("ins", "moveTo", "cellIns"), ("del", "moveFrom", "cellDel")
_CHANGE = re.compile(rb"<\w+:(?:ins|moveTo|cellIns|del|moveFrom|cellDel)[\s/>]")
_COMMENTS, _EXTENDED = "word/comments.xml", "word/commentsExtended.xml"
_DELETED_TEXTS = {"delText": "t", "delInstrText": "instrText"}
_TRUE = ("1", "true", "on")


def has_changes(members: Mapping[str, bytes]) -> bool:
    """Whether a Word package has tracked changes."""
    return any(name.endswith(".xml") and _CHANGE.search(data) for name, data in _intact(members))


def show(members: Mapping[str, bytes], shows_resolved: bool) -> bytes:
    """A Word package with its changes as looks of text, and without the comments that are resolved where they are not
    asked for. A member that is damaged is left out, a part that is no XML stays as it is.
    """
    parts = dict(_intact(members))
    for name, data in parts.items():
        if name.endswith(".xml") and _CHANGE.search(data):
            with suppress(SdconvertError):
                parts[name] = _with_looks(parse(data, name))
    if not shows_resolved and _COMMENTS in parts and _EXTENDED in parts:
        with suppress(SdconvertError):
            resolved = _find_resolved(parse(parts[_EXTENDED], _EXTENDED))
            parts[_COMMENTS] = _without(parse(parts[_COMMENTS], _COMMENTS), resolved)
    return write_archive(parts)


def _intact(members: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name in members:
        with suppress(SdconvertError):
            yield name, members[name]


def _with_looks(root: Element) -> bytes:
    space = etree.QName(root).namespace or ""
    for kinds, look in ((_INSERTED, "u"), (_DELETED, "strike")):
        for change in list(root.iter(*(f"{{{space}}}{kind}" for kind in kinds))):
            _give_look(change, space, look)
    for name, shown in _DELETED_TEXTS.items():
        for text in root.iter(f"{{{space}}}{name}"):
            text.tag = f"{{{space}}}{shown}"
    return etree.tostring(root)


def _give_look(change: Element, space: str, look: str) -> None:
    """Let the runs of a change have a look, and take the change away: one around runs, or the mark of a row, of a cell
    or of the end of a paragraph, which stands among their properties and is shown by their runs alone."""
    parent = change.getparent()
    if parent is None:
        return
    kind = etree.QName(parent).localname
    scope = parent.getparent() if kind in ("trPr", "tcPr") else change
    for run in () if scope is None else list(scope.iter(f"{{{space}}}r")):
        _set_property(run, space, look)
    if kind.endswith("Pr"):
        remove(change)
    else:
        replace(change, list(change))


def _set_property(run: Element, space: str, look: str) -> None:
    properties = run.find(f"{{{space}}}rPr")
    if properties is None:
        properties = etree.Element(f"{{{space}}}rPr")
        run.insert(0, properties)
    for former in properties.findall(f"{{{space}}}{look}"):
        properties.remove(former)
    etree.SubElement(properties, f"{{{space}}}{look}", {f"{{{space}}}val": "single" if look == "u" else "1"})


def _find_resolved(extended: Element) -> set[str]:
    """The ids of the last paragraphs of the comments that are resolved, and of the replies to them."""
    entries = list(extended.iter(f"{{{W15}}}commentEx"))
    done = {_id(entry, "paraId") for entry in entries if entry.get(f"{{{W15}}}done") in _TRUE}
    return done | {_id(entry, "paraId") for entry in entries if _id(entry, "paraIdParent") in done}


def _id(entry: Element, name: str) -> str:
    return entry.get(f"{{{W15}}}{name}", "")


def _without(comments: Element, resolved: set[str]) -> bytes:
    for comment in list(comments):
        if any(element.get(PARA_ID) in resolved for element in comment.iter()):
            remove(comment)
    return etree.tostring(comments)

"""A document as its redline view: what tracked changes of a Word file put in is underlined, what they took out struck
through, and what is new is bold. Of the conversations of a Word file or an SDXML package those that are asked for.

Changes of formatting are not shown, and a paragraph whose mark was deleted stays one of its own.
Source: ECMA-376 Part 1, 17.13.5; for resolved comments [MS-DOCX], commentEx.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from lxml import etree

from sdconvert.archive import Package
from sdconvert.errors import SdconvertError
from sdconvert.formats.docx.names import PARA_ID, W15
from sdconvert.frozen import dataclass
from sdconvert.handles import Handle, handle_in
from sdconvert.xmlio import Element, parse, remove, replace

_INSERTED, _DELETED = ("ins", "moveTo", "cellIns"), ("del", "moveFrom", "cellDel")
_CHANGE = re.compile(rb"<\w+:(?:ins|moveTo|cellIns|del|moveFrom|cellDel)[\s/>]")
_COMMENTS, _EXTENDED = "word/comments.xml", "word/commentsExtended.xml"
_DELETED_TEXTS = {"delText": "t", "delInstrText": "instrText"}
_SD_XML = "sd.xml"
_AUTHORS = ("author", "creator", "user", "user-name", "username", "created-by", "name")
_TRUE = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class History:
    """What is shown of a history: conversations that are resolved too, none that one of these authors began, and
    whether changes and posts are new to the reader."""

    shows_resolved: bool = True
    private_authors: frozenset[str] = frozenset()
    has_new_changes: bool = False
    has_new_posts: bool = False


def has_changes(members: Mapping[str, bytes]) -> bool:
    """Whether a Word package has tracked changes."""
    return any(_CHANGE.search(data) for _, data in _intact_xml(members))


def show(members: Mapping[str, bytes], history: History) -> Package:
    """A Word package with its changes as looks of text, and with those of its comments that are asked for. A member
    that is damaged is left out, a part that is no XML stays as it is.
    """
    parts = dict(_intact_xml(members))
    for name, data in parts.items():
        if _CHANGE.search(data):
            with suppress(SdconvertError):
                parts[name] = _with_looks(parse(data, name), history.has_new_changes)
    if _COMMENTS in parts:
        with suppress(SdconvertError):
            parts[_COMMENTS] = _with_posts(parse(parts[_COMMENTS], _COMMENTS), parts.get(_EXTENDED), history)
    return Package({**dict(_intact_others(members)), **parts})


def show_package(members: Mapping[str, bytes], history: History) -> Package:
    """An SDXML package with those of its comments that are asked for."""
    parts = dict(_intact_xml(members))
    with suppress(SdconvertError):
        root = parse(parts[_SD_XML], _SD_XML)
        for comment in list(root.iter("comment")):
            if history.private_authors.intersection(map(str, comment.attrib.values())):
                remove(comment)
            elif history.has_new_posts:
                _mark_new(comment, next((name for name in _AUTHORS if name in comment.attrib), "author"))
        parts[_SD_XML] = etree.tostring(root)
    return Package({**dict(_intact_others(members)), **parts})


def _intact_xml(members: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name in members:
        if name.endswith(".xml"):
            with suppress(SdconvertError):
                yield name, members[name]


def _intact_others(members: Mapping[str, bytes]) -> Iterator[tuple[str, Handle]]:
    for name in members:
        if not name.endswith(".xml"):
            with suppress(SdconvertError):
                content = handle_in(members, name)
                content.check()
                yield name, content


def _with_looks(root: Element, is_new: bool) -> bytes:
    space = etree.QName(root).namespace or ""
    for kinds, look in ((_INSERTED, "u"), (_DELETED, "strike")):
        for change in list(root.iter(*(f"{{{space}}}{kind}" for kind in kinds))):
            _give_looks(change, space, (look, "b") if is_new else (look,))
    for name, shown in _DELETED_TEXTS.items():
        for text in root.iter(f"{{{space}}}{name}"):
            text.tag = f"{{{space}}}{shown}"
    return etree.tostring(root)


def _give_looks(change: Element, space: str, looks: tuple[str, ...]) -> None:
    """Let the runs of a change have these looks, and take the change away: one around runs, or the mark of a row, of a
    cell or of the end of a paragraph, which stands among their properties and is shown by their runs alone."""
    parent = change.getparent()
    if parent is None:
        return
    kind = etree.QName(parent).localname
    scope = parent.getparent() if kind in ("trPr", "tcPr") else change
    for run in () if scope is None else list(scope.iter(f"{{{space}}}r")):
        for look in looks:
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


def _with_posts(comments: Element, extended: bytes | None, history: History) -> bytes:
    """The comments without those that are not asked for, nor the replies to them. Comments are known by the ids of
    their paragraphs."""
    author = f"{{{etree.QName(comments).namespace}}}author"
    private = [comment for comment in comments if comment.get(author) in history.private_authors]
    hidden = {element.get(PARA_ID, "") for comment in private for element in comment.iter()} - {""}
    entries = [] if extended is None else list(parse(extended, _EXTENDED).iter(f"{{{W15}}}commentEx"))
    if not history.shows_resolved:
        hidden |= {_id(entry, "paraId") for entry in entries if entry.get(f"{{{W15}}}done") in _TRUE}
    hidden |= {_id(entry, "paraId") for entry in entries if _id(entry, "paraIdParent") in hidden}
    for comment in list(comments):
        if comment in private or any(element.get(PARA_ID) in hidden for element in comment.iter()):
            remove(comment)
        elif history.has_new_posts:
            _mark_new(comment, author)
    return etree.tostring(comments)


def _mark_new(comment: Element, name: str) -> None:
    """Say beside the author of a post that it is new: what it says has no looks."""
    comment.set(name, f"{comment.get(name, '')} (new)".lstrip())


def _id(entry: Element, name: str) -> str:
    return entry.get(f"{{{W15}}}{name}", "")

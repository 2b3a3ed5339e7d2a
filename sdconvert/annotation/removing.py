"""Our comments taken out of a Word file again, byte by byte."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from sdconvert.annotation.comments import AUTHOR, INITIALS
from sdconvert.annotation.package import (
    CONTENT_TYPES,
    OUR_ONLY_RELATION,
    OUR_RELATION,
    Members,
)
from sdconvert.annotation.tags import Change, Tag, read_tags
from sdconvert.formats.docx.names import PARA_ID, RPR, RUN, W15, P, w
from sdconvert.frozen import dataclass

_COMMENT, _REFERENCE = w("comment"), w("commentReference")
_MARKS = frozenset((w("commentRangeStart"), w("commentRangeEnd"), _REFERENCE))
_ID, _AUTHOR, _INITIALS = w("id"), w("author"), w("initials")
_W16CID = "http://schemas.microsoft.com/office/word/2016/wordml/cid"
_W16CEX = "http://schemas.microsoft.com/office/word/2018/wordml/cex"
_RECORDED = (
    *(f"{{{W15}}}paraId", f"{{{_W16CID}}}paraId"),
    f"{{{_W16CEX}}}durableId",
)
_DURABLE = f"{{{_W16CID}}}durableId"


class _Ours(NamedTuple):
    """The ids of our comments, and those of their paragraphs, which Word gives them when it saves the file."""

    ids: frozenset[str]
    paragraphs: frozenset[str]


def remove_comments(members: Members) -> bool:
    """Take our comments and their marks out of the members; whether there were any."""
    part = members.find_part("comments")
    ours = None if part is None else _find_ours(members.text(part).utf8)
    if part is None or ours is None or not ours.ids:
        return False
    _cut(members, part, lambda tag: tag.name == _COMMENT and tag.attributes.get(_ID) in ours.ids)
    _cut(members, members.main, lambda tag: tag.name in _MARKS and tag.attributes.get(_ID) in ours.ids)
    _remove_records(members, ours.paragraphs)
    _remove_part(members, part)
    return True


def _find_ours(data: bytes) -> _Ours:
    ids: set[str] = set()
    paragraphs: set[str] = set()
    is_ours = False
    for tag in read_tags(data):
        if tag.name == _COMMENT:
            is_ours = not tag.is_closing and _is_ours(tag)
            ids.update([tag.attributes.get(_ID, "")] if is_ours else [])
        elif is_ours and tag.name == P and PARA_ID in tag.attributes:
            paragraphs.add(tag.attributes[PARA_ID])
    return _Ours(frozenset(ids), frozenset(paragraphs))


def _is_ours(comment: Tag) -> bool:
    initials = comment.attributes.get(_INITIALS, "")
    return comment.attributes.get(_AUTHOR) == AUTHOR and INITIALS.fullmatch(initials) is not None


def _remove_records(members: Members, paragraphs: frozenset[str]) -> None:
    """Take out what Word keeps of our comments in other parts when it saves the file."""
    known = set(paragraphs)
    for kind in ("commentsExtended", "commentsIds", "commentsExtensible"):
        part = members.find_part(kind) if paragraphs else None
        if part is not None:
            _free_answers(members, part, paragraphs)
            known |= _durable_ids(members.text(part).utf8, paragraphs)
            _cut(members, part, partial(_is_record, ids=frozenset(known)))


def _is_record(tag: Tag, ids: frozenset[str]) -> bool:
    return any(tag.attributes.get(name) in ids for name in _RECORDED)


def _free_answers(members: Members, part: str, paragraphs: frozenset[str]) -> None:
    """Make answers to our comments comments of their own."""
    text = members.text(part)
    found = re.finditer(rb"""\s[\w.-]+:paraIdParent\s*=\s*["'](\w+)["']""", text.utf8)
    changes = [Change(*one.span()) for one in found if one[1].decode() in paragraphs]
    members.parts[part] = text.with_changes(changes)


def _durable_ids(data: bytes, paragraphs: frozenset[str]) -> set[str]:
    tags = [tag for tag in read_tags(data) if tag.attributes.get(f"{{{_W16CID}}}paraId") in paragraphs]
    return {tag.attributes[_DURABLE] for tag in tags if _DURABLE in tag.attributes}


def _remove_part(members: Members, part: str) -> None:
    """Take the comments part out where it is ours and nobody else has a comment in it."""
    relations = members.relations
    ids = members.package.relationships(members.package.main_name)
    id = next((id for id in (OUR_RELATION, OUR_ONLY_RELATION) if id in ids), None)
    if id is None or relations is None or any(tag.name == _COMMENT for tag in read_tags(members.text(part).utf8)):
        return
    del members.parts[part]
    _cut(members, members.member(CONTENT_TYPES), lambda tag: tag.attributes.get("PartName", "").lstrip("/") == part)
    _cut(members, relations, lambda tag: tag.attributes.get("Id") == id)
    if id == OUR_ONLY_RELATION and len(list(read_tags(members.text(relations).utf8))) == len(("open", "close")):
        del members.parts[relations]


# ------------------------------------------------------------------------------------------------------------- cutting


def _cut(members: Members, member: str, is_cut: Callable[[Tag], bool]) -> None:
    """Take elements out of a member."""
    text = members.text(member)
    members.parts[member] = text.with_changes(_find_cuts(text.utf8, is_cut))


@dataclass(slots=True)
class _Frame:
    """An element whose end is not met yet: how many bytes in it are cut, and whether it holds elements that stay."""

    tag: Tag
    cut: int = 0
    has_others: bool = False


def _find_cuts(data: bytes, is_cut: Callable[[Tag], bool]) -> list[Change]:
    """The elements that are cut, and runs that hold nothing else; what `annotate` made of an empty tag is one again."""
    changes: list[Change] = []
    frames: list[_Frame] = []
    for tag in read_tags(data):
        if not tag.is_closing:
            frames.append(_Frame(tag))
            continue
        frame = frames.pop()
        if is_cut(frame.tag) or (frame.tag.name == RUN and frame.cut and not frame.has_others):
            while changes and changes[-1].start >= frame.tag.start:
                changes.pop()
            changes.append(Change(frame.tag.start, tag.end))
            if frames:
                frames[-1].cut += tag.end - frame.tag.start
        else:
            if frames and frame.tag.name != RPR:
                frames[-1].has_others = True
            if frame.cut == tag.start - frame.tag.end > 0 and data[tag.end - 2 : tag.end] == b" >":
                changes += [Change(frame.tag.end - 1, frame.tag.end, b"/>"), Change(tag.start, tag.end)]
    return changes

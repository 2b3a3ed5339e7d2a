"""What a package says of its parts: their relationships and their types (ECMA-376 Part 2, 6.5 and 7.2).

Programs write the same lists into most files that they make, so that lists which were met lately are not read anew.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from sdconvert.xmlio import parse

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_MOST_KEPT = 256
_LARGEST_KEPT = 1 << 14


class Relationship(NamedTuple):
    """Where a part points to: another part by its name, or outside (`is_external`, never followed)."""

    type: str
    target: str
    is_external: bool


class Relationships(NamedTuple):
    """Where a part points to, by id, and the first part of each kind, by the last word of the type that says it."""

    by_id: Mapping[str, Relationship]
    first: Mapping[str, str]


NO_RELATIONSHIPS = Relationships({}, {})


def read_relationships(data: bytes, name: str, folder: str) -> Relationships:
    """The relationships in a list of this name, of a part in this folder. Raises: UnreadableInput."""
    read = _lately_read_relationships if len(data) <= _LARGEST_KEPT else _read_relationships
    return read(data, name, folder)


def _read_relationships(data: bytes, name: str, folder: str) -> Relationships:
    by_id: dict[str, Relationship] = {}
    for element in parse(data, name).iter(_RELATIONSHIP):
        target = element.get("Target", "")
        is_external = element.get("TargetMode", "").lower() == "external"
        by_id[element.get("Id", "")] = Relationship(
            element.get("Type", ""), target if is_external else _resolve(folder, target), is_external
        )
    first: dict[str, str] = {}
    for relationship in by_id.values():
        if not relationship.is_external:
            first.setdefault(relationship.type.rpartition("/")[2], relationship.target)
    return Relationships(by_id, first)


_lately_read_relationships = lru_cache(_MOST_KEPT)(_read_relationships)


def read_content_types(data: bytes, name: str) -> Mapping[str, str]:
    """The content types that overrides state for parts, in lower case, by a slash and the form in which names are
    compared. Raises: UnreadableInput."""
    read = _lately_read_content_types if len(data) <= _LARGEST_KEPT else _read_content_types
    return read(data, name)


def _read_content_types(data: bytes, name: str) -> Mapping[str, str]:
    overrides = parse(data, name).iter(_OVERRIDE)
    return {"/" + equivalent(each.get("PartName", "")): each.get("ContentType", "").lower() for each in overrides}


_lately_read_content_types = lru_cache(_MOST_KEPT)(_read_content_types)


@lru_cache(1024)
def equivalent(name: str) -> str:
    """The form in which names of parts are compared: neither case nor the way a sign is encoded counts (Part 2, 6.2.2.3
    and 6.3.5: a name is percent-encoded where it stands as a URI, and often in the zip too)."""
    return unquote(name.replace("\\", "/")).lstrip("/").lower()


@lru_cache(1024)
def _resolve(folder: str, target: str) -> str:
    target = unquote(target.replace("\\", "/"))
    joined = target if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(joined).lstrip("/")

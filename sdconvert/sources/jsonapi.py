"""A document of JSON:API 1.0 -> resources, related by their identifiers.

What the format does not know is ignored, as it asks of clients.

Source: jsonapi.org/format/1.0, Document Structure, Pagination, Error Objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from sdconvert.frozen import dataclass
from sdconvert.http.json_fields import Unexpected

_MOST_NESTED = 10_000
_DEEPEST = 30
_PAGE_LINKS = ("first", "last", "prev", "next")


class Identifier(NamedTuple):
    """A resource identifier object."""

    type: str
    id: str


Linkage: TypeAlias = Identifier | tuple[Identifier, ...] | None
"""Whom a relationship names: one, several, or nobody."""


@dataclass(frozen=True, slots=True)
class ResourceObject:
    """A resource object. A relationship without linkage names nobody and is left out of `relationships`."""

    identifier: Identifier
    attributes: Mapping[str, Any]
    relationships: Mapping[str, Linkage]
    links: Mapping[str, str]
    meta: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ErrorObject:
    """An error object. What it does not state is empty."""

    status: str = ""
    code: str = ""
    title: str = ""
    detail: str = ""
    source: str = ""

    def __str__(self) -> str:
        words = self.detail or self.title or self.code or "no reason is given"
        return f"{words} ({self.source})" if self.source else words


@dataclass(frozen=True, slots=True)
class JsonApiDocument:
    """A whole document. `data` has one item where the primary data is a single resource, and none where it is null."""

    data: tuple[ResourceObject, ...]
    included: Mapping[Identifier, ResourceObject]
    errors: tuple[ErrorObject, ...]
    links: Mapping[str, str]
    meta: Mapping[str, Any]
    says_which_pages: bool

    def nest(self, resource: ResourceObject) -> dict[str, Any]:
        """The resource with everything that the document includes of its relations, as one JSON object.

        Attributes and relationships stand beside `id` and `type`; one that takes such a name all the same is kept as
        `attributes.NAME` or `relationships.NAME`. A relation that is not included, or that encloses the place where it
        is named, is its `type` and `id`.

        Raises: Unexpected for relations without end.
        """
        return _RelationWalk(self).nest(resource, ())


class _RelationWalk:
    """One walk along relationships. What it makes is counted: a small document can name far more than it holds."""

    def __init__(self, document: JsonApiDocument) -> None:
        self._known = {**document.included, **{one.identifier: one for one in document.data}}
        self._made = 0

    def nest(self, resource: ResourceObject, path: tuple[Identifier, ...]) -> dict[str, Any]:
        if len(path) >= _DEEPEST:
            raise Unexpected("its relations nest too deeply")
        nested: dict[str, Any] = {"id": resource.identifier.id, "type": resource.identifier.type}
        for name, value in resource.attributes.items():
            nested[f"attributes.{name}" if name in nested else name] = value
        inner = (*path, resource.identifier)
        for name, linkage in resource.relationships.items():
            nested[f"relationships.{name}" if name in nested else name] = self._nest_linkage(linkage, inner)
        return nested

    def _nest_linkage(self, linkage: Linkage, path: tuple[Identifier, ...]) -> Any:
        if linkage is None:
            return None
        if isinstance(linkage, Identifier):
            return self._nest_one(linkage, path)
        return [self._nest_one(one, path) for one in linkage]

    def _nest_one(self, identifier: Identifier, path: tuple[Identifier, ...]) -> dict[str, Any]:
        self._made += 1
        if self._made > _MOST_NESTED:
            raise Unexpected("its relations have no end")
        known = self._known.get(identifier)
        if known is None or identifier in path:
            return {"id": identifier.id, "type": identifier.type}
        return self.nest(known, path)


def read_document(value: object) -> JsonApiDocument:
    """The document in a JSON value. Ids that are whole numbers are taken as texts, though the format has texts only.

    Raises: Unexpected where it has neither `data` nor `errors`, or where a part is not what the format says.
    """
    top = _object(value, "the answer")
    errors = tuple(_error_object(one) for one in _list(top.get("errors"), "errors"))
    if "data" not in top and not errors:
        raise Unexpected("it holds neither data nor errors")
    links = _object(top.get("links") or {}, "links")
    included: dict[Identifier, ResourceObject] = {}
    for one in _list(top.get("included"), "included"):
        resource = _resource(one)
        included.setdefault(resource.identifier, resource)
    return JsonApiDocument(
        _primary(top.get("data")),
        included,
        errors,
        _links(links),
        _object(top.get("meta") or {}, "meta"),
        any(name in links for name in _PAGE_LINKS),
    )


def _primary(data: object) -> tuple[ResourceObject, ...]:
    if data is None:
        return ()
    return tuple(_resource(one) for one in (data if isinstance(data, list) else [data]))


def _resource(value: object) -> ResourceObject:
    given = _object(value, "a resource")
    identifier = _identifier(given)
    where = f"{identifier.type} {identifier.id}"
    relationships = _object(given.get("relationships") or {}, f"relationships of {where}")
    return ResourceObject(
        identifier,
        _object(given.get("attributes") or {}, f"attributes of {where}"),
        {
            name: _linkage(linked["data"])
            for name, one in relationships.items()
            if "data" in (linked := _object(one, f"the relationship {name} of {where}"))
        },
        _links(_object(given.get("links") or {}, f"links of {where}")),
        _object(given.get("meta") or {}, f"meta of {where}"),
    )


def _linkage(data: object) -> Linkage:
    if data is None:
        return None
    if isinstance(data, list):
        return tuple(_identifier(one) for one in data)
    return _identifier(data)


def _identifier(value: object) -> Identifier:
    given = _object(value, "a resource identifier")
    kind, id = given.get("type"), given.get("id")
    if isinstance(id, int) and not isinstance(id, bool):
        id = str(id)
    if not isinstance(kind, str) or not isinstance(id, str) or not kind or not id:
        raise Unexpected("a resource has no type or no id")
    return Identifier(kind, id)


def _links(links: Mapping[str, Any]) -> Mapping[str, str]:
    """Links by name: a link is its address, or an object with its address as `href`; null stands for none."""
    found = {}
    for name, link in links.items():
        address = link.get("href") if isinstance(link, Mapping) else link
        if isinstance(address, str):
            found[name] = address
        elif link is not None:
            raise Unexpected(f"the link {name} is no address")
    return found


def _error_object(value: object) -> ErrorObject:
    given = _object(value, "an error")
    source = given.get("source")
    place = (source.get("parameter") or source.get("pointer")) if isinstance(source, Mapping) else None
    stated = (given.get(name) for name in ("status", "code", "title", "detail"))
    return ErrorObject(*("" if one is None else str(one) for one in (*stated, place)))


def _object(value: object, what: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Unexpected(f"{what} is no object")
    return value


def _list(value: object, what: str) -> list[Any]:
    if value is not None and not isinstance(value, list):
        raise Unexpected(f"{what} is no list")
    return value or []

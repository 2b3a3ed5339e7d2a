"""Rules on the metadata."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.findings import Severity
from sdconvert.validation.package import SdxmlPackage, local_name
from sdconvert.validation.rule import Hit, rule
from sdconvert.xmlio import Element

_TITLE_LIMIT = 200
_DESCRIPTION_LIMIT = 400


@rule(
    "SDXML-V090",
    Severity.WARNING,
    message="The document has no title.",
    hint="Fill meta/title; it is what lists of documents show.",
)
def no_title(package: SdxmlPackage) -> Iterator[Hit]:
    """`meta/title` is missing or empty.

    Why: the title is what people find the document by; the partner API refuses to create one without.
    Wrong: `<title/>`.
    Source: DTD, `meta`; partner API, DOC: `title` is required."""
    title = _meta_child(package, "title")
    if title is None or not _text(title).strip():
        yield Hit(package.root if title is None else title)


@rule(
    "SDXML-V091",
    Severity.WARNING,
    message="The title has {length} characters; the partner API takes {limit}.",
    hint="Shorten the title.",
)
def title_too_long(package: SdxmlPackage) -> Iterator[Hit]:
    """`meta/title` is longer than 200 characters.

    Why: the partner API refuses longer titles.
    Wrong: a `title` of 201 characters.
    Source: partner API, DOC and META: title, 200 characters."""
    return _longer_than(_meta_child(package, "title"), _TITLE_LIMIT)


@rule(
    "SDXML-V092",
    Severity.WARNING,
    message="The description has {length} characters; the partner API takes {limit}.",
    hint="Shorten the description.",
)
def description_too_long(package: SdxmlPackage) -> Iterator[Hit]:
    """`meta/description` is longer than 400 characters.

    Why: the partner API refuses longer descriptions.
    Wrong: a `description` of 401 characters.
    Source: partner API, DOC and META: description, 400 characters."""
    return _longer_than(_meta_child(package, "description"), _DESCRIPTION_LIMIT)


@rule(
    "SDXML-V093",
    Severity.INFO,
    message="The language of the document is not given.",
    hint="Add language with the value de_DE, en_EN or ru_RU as the first child of meta.",
)
def no_language(package: SdxmlPackage) -> Iterator[Hit]:
    """`meta` has no `language`.

    Why: spelling and generated words such as “Figure” follow the language.
    Wrong: a `meta` that begins with `title`.
    Source: DTD, `meta`, `language`."""
    if _meta_child(package, "language") is None:
        yield Hit(package.root)


def _meta_child(package: SdxmlPackage, name: str) -> Element | None:
    return next((child for meta in package.each("meta") for child in meta if local_name(child) == name), None)


def _text(element: Element) -> str:
    return "".join(str(piece) for piece in element.itertext())


def _longer_than(element: Element | None, limit: int) -> Iterator[Hit]:
    if element is not None and (length := len(_text(element))) > limit:
        yield Hit(element, {"length": length, "limit": limit})

"""Markup compatibility (ECMA-376 Part 3): what is said in several ways, and what may be ignored by who knows it not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from lxml import etree

from sdconvert.errors import UnreadableInput
from sdconvert.formats.docx.names import MC
from sdconvert.xmlio import Element, replace

_CHOICE, _FALLBACK = f"{{{MC}}}Choice", f"{{{MC}}}Fallback"
_IGNORABLE, _PROCESS_CONTENT = f"{{{MC}}}Ignorable", f"{{{MC}}}ProcessContent"
_MUST_UNDERSTAND = f"{{{MC}}}MustUnderstand"
_UNDERSTOOD = (
    "http://schemas.microsoft.com/office/word/",
    "http://schemas.microsoft.com/office/drawing/2010/main",
    "http://schemas.openxmlformats.org/",
    "urn:schemas-microsoft-com:",
)
_KNOWN_TO_WORD = "http://schemas.microsoft.com/office/"
_NOT_UNDERSTOOD = frozenset(("http://schemas.microsoft.com/office/word/2010/wordprocessingInk",))
_find_stated = etree.XPath("descendant-or-self::*[@mc:*]", namespaces={"mc": MC}, smart_strings=False)


def ignore_foreign(root: Element, *, is_told_within: bool = True) -> bool:
    """Take out the elements that a part allows to be ignored and that are not understood here. What stands in those
    whose content is to be processed stays (Part 3, 7.2 to 7.4). `is_told_within`: elements besides the root may say so.

    Returns: whether the tree has changed.
    Raises: UnreadableInput where a part says that it must not be read without understanding more than is understood.
    """
    has_changed = False
    for holder in cast("list[Element]", _find_stated(root)) if is_told_within else (root,):
        required = _namespaces(holder, _MUST_UNDERSTAND)
        unknown = [uri for uri in required if not _is_understood(uri)]
        if unknown:
            raise UnreadableInput(f"The document must not be read without understanding {', '.join(unknown)}.")
        processed = set(holder.get(_PROCESS_CONTENT, "").split())
        for uri in _namespaces(holder, _IGNORABLE):
            if not uri.startswith(_KNOWN_TO_WORD) and not _is_understood(uri):
                has_changed = _ignore(holder, uri, processed) or has_changed
    return has_changed


def choose_alternatives(alternates: Iterable[Element]) -> None:
    """Put in place of each `mc:AlternateContent` the first choice that we understand, else the fallback, else nothing;
    a choice that Word understands is better than that."""
    for alternate in alternates:
        if alternate.getparent() is not None:
            chosen = _choose(alternate)
            replace(alternate, () if chosen is None else list(chosen))


def _choose(alternate: Element) -> Element | None:
    choices = alternate.findall(_CHOICE)
    required = [_namespaces(choice, "Requires") for choice in choices]
    for choice, uris in zip(choices, required, strict=True):
        if all(map(_is_understood, uris)):
            return choice
    fallback = alternate.find(_FALLBACK)
    if fallback is not None:
        return fallback
    known = (choice for choice, uris in zip(choices, required, strict=True) if all(map(_is_known_to_word, uris)))
    return next(known, None)


def _namespaces(element: Element, attribute: str) -> list[str]:
    """The namespaces whose prefixes an attribute lists; of an unknown prefix an empty text."""
    prefixes = element.get(attribute, "").split()
    known = element.nsmap if prefixes else {}
    return [known.get(prefix) or "" for prefix in prefixes]


def _is_understood(uri: str) -> bool:
    return uri.startswith(_UNDERSTOOD) and uri not in _NOT_UNDERSTOOD


def _is_known_to_word(uri: str) -> bool:
    return _is_understood(uri) or uri.startswith(_KNOWN_TO_WORD)


def _ignore(holder: Element, uri: str, processed: set[str]) -> bool:
    elements = list(holder.iter(f"{{{uri}}}*"))
    for element in elements:
        if element is holder or element.getparent() is None:
            continue
        is_processed = any(_names(name, element, holder) for name in processed)
        replace(element, list(element) if is_processed else ())
    return bool(elements)


def _names(name: str, element: Element, holder: Element) -> bool:
    prefix, _, local = name.partition(":")
    found = etree.QName(element)
    return holder.nsmap.get(prefix) == found.namespace and local in ("*", found.localname)

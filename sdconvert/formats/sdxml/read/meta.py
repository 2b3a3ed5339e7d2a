"""What is said about a document."""

from __future__ import annotations

from lxml import etree

from sdconvert.formats.sdxml.names import META_KEPT, META_TEXTS, NO_META
from sdconvert.formats.sdxml.read.context import Reading
from sdconvert.model.document import Metadata
from sdconvert.model.extra import Extra
from sdconvert.xmlio import Element, text_of

_LANGUAGES = {"de_DE": "de-DE", "en_EN": "en", "ru_RU": "ru-RU"}
_OPTIONAL = ("filename", "tags")


def read_meta(reading: Reading, element: Element | None) -> Metadata:
    """The metadata. What only SDXML has is carried as XML.

    Source: DTD, `meta`. Loses: SDXML-R010, SDXML-R011.
    """
    if element is None:
        return Metadata(extra=(NO_META,))
    known = {str(child.tag): child for child in element}
    for child in element:
        if f"<{child.tag}>" not in META_KEPT and child.tag not in ("language", "tags", *META_TEXTS):
            reading.lose_element(child)
    texts = {name: _text(known.get(name)) for name in META_TEXTS}
    language = known["language"].get("value", "") if "language" in known else ""
    tags = tuple([_text(tag) for tag in known["tags"]]) if "tags" in known else ()
    return Metadata(
        **texts, language=_LANGUAGES.get(language, language.replace("_", "-")), tags=tags, extra=_extra(known)
    )


def _text(element: Element | None) -> str:
    return "" if element is None else text_of(element)


def _extra(known: dict[str, Element]) -> Extra:
    present: Extra = tuple([(f"<{name}>", "") for name in _OPTIONAL if name in known])
    return present + tuple([(name, _xml(known[name[1:-1]])) for name in META_KEPT if name[1:-1] in known])


def _xml(element: Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)

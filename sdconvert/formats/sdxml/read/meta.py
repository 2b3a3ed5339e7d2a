"""What is said about a document."""

from __future__ import annotations

from lxml import etree

from sdconvert.formats.sdxml.names import META_KEPT, META_TEXTS, NO_META
from sdconvert.formats.sdxml.read.context import Reading, is_valid
from sdconvert.model.document import Metadata
from sdconvert.model.extra import Extra
from sdconvert.xmlio import Element, text_of

_LANGUAGES = {"de_DE": "de-DE", "en_EN": "en", "ru_RU": "ru-RU"}
_OPTIONAL = ("filename", "tags")
_KNOWN = frozenset({"language", "tags", *META_TEXTS})


def read_meta(reading: Reading, element: Element | None) -> Metadata:
    """The metadata. What only SDXML has is carried as XML.

    Source: DTD, `meta`. Loses: SDXML-R010, SDXML-R011.
    """
    if element is None:
        return Metadata(extra=(NO_META,))
    known: dict[str, Element] = {}
    for child in reading.take_children(element):
        name = str(child.tag)
        is_known = name in _KNOWN or (f"<{name}>" in META_KEPT and is_valid(child))
        if name in known or not is_known:
            reading.lose_element(child)
        else:
            known[name] = child
    if "language" in known:
        reading.lose_content(known["language"])
    tags = reading.take_children(known["tags"]) if "tags" in known else []
    texts = {name: _text(known.get(name)) for name in META_TEXTS}
    language = known["language"].get("value", "") if "language" in known else ""
    return Metadata(
        **texts,
        language=_LANGUAGES.get(language, language.replace("_", "-")),
        tags=tuple(map(_text, tags)),
        extra=_extra(known),
    )


def _text(element: Element | None) -> str:
    return "" if element is None else text_of(element)


def _extra(known: dict[str, Element]) -> Extra:
    present: Extra = tuple([(f"<{name}>", "") for name in _OPTIONAL if name in known])
    return present + tuple([(name, _xml(known[name[1:-1]])) for name in META_KEPT if name[1:-1] in known])


def _xml(element: Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)

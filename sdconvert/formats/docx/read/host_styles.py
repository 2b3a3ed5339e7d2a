"""The styles of a document that is embedded in another: those that both have look as the other has them, unless it asks
to keep its own (`w:matchSrc`, ECMA-376 Part 1, 17.17.2.3)."""

from __future__ import annotations

from copy import deepcopy

from sdconvert.formats.docx.names import PPR, RPR, VAL, w
from sdconvert.xmlio import Element

_STYLE, _NAME, _TYPE = w("style"), w("name"), w("type")
_DEFAULTS = w("docDefaults")
_NUMBER = w("numPr")
_STYLE_ID = w("styleId")


def adopt_styles(styles: Element, host: Element) -> tuple[str, ...]:
    """Give the styles of the same type and name the properties that they have in the host, but for their lists, which
    are those of their own document; so the defaults.

    Returns: the ids of the styles that count in a list of the host there.
    """
    defaults, host_defaults = styles.find(_DEFAULTS), host.find(_DEFAULTS)
    if host_defaults is not None:
        if defaults is not None:
            styles.remove(defaults)
        styles.insert(0, deepcopy(host_defaults))
    known = {_key(style): style for style in host.iterchildren(_STYLE)}
    counted = []
    for style in styles.iterchildren(_STYLE):
        source = known.get(_key(style))
        if source is not None:
            _adopt(style, source)
            if source.find(f"{PPR}/{_NUMBER}") is not None:
                counted.append(style.get(_STYLE_ID, ""))
    return tuple(counted)


def _key(style: Element) -> tuple[str, str]:
    name = style.find(_NAME)
    return style.get(_TYPE, ""), "" if name is None else name.get(VAL, "").lower()


def _adopt(style: Element, source: Element) -> None:
    for tag in (PPR, RPR):
        own, other = style.find(tag), source.find(tag)
        number = None if own is None else own.find(_NUMBER)
        if own is not None:
            style.remove(own)
        copy = style.makeelement(tag) if other is None else deepcopy(other)
        for foreign in copy.findall(_NUMBER):
            copy.remove(foreign)
        if number is not None:
            copy.append(number)
        style.append(copy)

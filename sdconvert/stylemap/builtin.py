"""The paragraph styles that Word itself brings, by their English names (ECMA-376 Part 1, 17.7.4.9)."""

from __future__ import annotations

import re

from sdconvert.patterns import compile_late

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_GENERATED = re.compile(
    r"toc [1-9]|toc heading|index [1-9]|index heading|toa heading|table of (figures|authorities)", re.IGNORECASE
)
_APPARATUS = frozenset(("header", "footer", "footnote text", "endnote text", "annotation text", "balloon text"))


_HEADINGS_ELSEWHERE = compile_late(
    "(?:überschrift|titre|título|titolo|kop|rubrik|overskrift|nagłówek|nadpis|заголовок|otsikko|címsor|标题|見出し)"
    r" ?([1-9])",
    re.IGNORECASE,
)
"""What Word calls its headings in German, French, Spanish and Portuguese, Italian, Dutch, Swedish, Danish and
Norwegian, Polish, Czech and Slovak, Russian, Finnish, Hungarian, Chinese, Japanese."""

_ELSEWHERE = {
    "beschriftung": "caption",
    "légende": "caption",
    "titel": "Title",
    "untertitel": "Subtitle",
    "standard": "Normal",
    "listenabsatz": "List Paragraph",
    "textkörper": "Body Text",
    "zitat": "Quote",
    "aufzählungszeichen": "List Bullet",
    "listennummer": "List Number",
    "sous-titre": "Subtitle",
    "paragraphe de liste": "List Paragraph",
    "corps de texte": "Body Text",
}
"""What Word calls other styles of its own in German and French."""

_OWN_NAMES = {name.casefold(): name for name in ("caption", *_ELSEWHERE.values())}


def built_in_name(name: str) -> str | None:
    """What files call Word's own style that is named so in capital or small letters, or in another language; None for
    any other style."""
    match = _HEADING.fullmatch(name) or _HEADINGS_ELSEWHERE.fullmatch(name)
    if match is not None:
        return f"heading {match[1]}"
    return _OWN_NAMES.get(name.casefold()) or _ELSEWHERE.get(name.casefold())


def heading_level(name: str) -> int | None:
    """The level of Word's own heading of this name, 0 to 8, None for any other style."""
    match = _HEADING.fullmatch(name)
    return None if match is None else int(match[1]) - 1


def is_generated(name: str) -> bool:
    """Whether Word uses its style of this name for the lines of a directory that it generates."""
    return _GENERATED.fullmatch(name) is not None


def is_apparatus(name: str) -> bool:
    """Whether Word uses its style of this name for what stands around the text: headers, footers, notes, comments."""
    return name.lower() in _APPARATUS


def style_key(name: str, is_own: bool) -> str:
    """The name that the word import knows a style by."""
    folded = name.lower()
    if heading_level(name) is not None or (folded == "caption" and not is_own):
        return folded
    return name

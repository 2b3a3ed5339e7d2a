"""The attributes of XML parts: which hold what a person wrote, and which only identify."""

from __future__ import annotations

import re
from collections.abc import Callable

from sdconvert.formats.docx.names import MC, local_name
from sdconvert.sharing.fields import anonymise_instruction
from sdconvert.sharing.words import StandIns
from sdconvert.xmlio import Element

KNOWN_NAMESPACES = (
    *("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/", "http://schemas.microsoft.com/"),
    *("urn:schemas-microsoft-com:", "http://www.w3.org/", "http://purl.org/dc/", "http://uri.etsi.org/01903/"),
    *("urn:oasis:names:tc:opendocument:", "http://schemas.android.com/", "http://www.wps.cn/officeDocument/"),
)
"""What the namespaces begin with whose names are the formats' own."""

_REMOVED = frozenset(("gfxdata", "hash", "salt", "hashValue", "saltValue", "equationxml", "spinCount"))
_TEXTS = frozenset(
    (
        *("author", "initials", "descr", "tooltip", "alt", "string", "displayText", "userId", "ed", "docLocation"),
        *("caption", "description", "sorting-key", "shortcut", "lastModifiedBy", "SignatureComments"),
    )
)
_TEXT_VALUES = frozenset(
    (
        *(
            "alias",
            "tag",
            "docVar",
            "helpText",
            "statusText",
            "listEntry",
            "tblCaption",
            "tblDescription",
            "description",
        ),
        *("connectString", "query", "udl", "mailSubject", "addressFieldName", "attr", "mappedName", "column"),
    )
)
_DATES = frozenset(("date", "dateUtc", "fullDate"))
_IDS = frozenset(("paraId", "textId", "paraIdParent", "durableId", "nsid", "tmpl", "tplc"))
_ID_VALUES = frozenset(("nsid", "tmpl", "docId", "rsidRoot"))
_NAMES = frozenset(("anchor", "bookmark", "filename"))
_NAMED = frozenset(("bookmarkStart", "docPr", "cNvPr", "moveFromRangeStart", "moveToRangeStart", "property", "docVar"))
_ADDRESSES = frozenset(("href", "src", "Target"))
_TITLED = frozenset(("docPr", "cNvPr", "imagedata", "index-node", "shape", "rect", "fill"))
_HEX_ID = re.compile(r"[0-9A-Fa-f]{8}")
_STATEMENTS = frozenset(f"{{{MC}}}{name}" for name in ("Ignorable", "MustUnderstand", "ProcessContent")) | {"Requires"}


def anonymise_attribute(element: Element, attribute: str, value: str, standins: StandIns) -> str | None:
    """The value that an attribute gets, None where it goes."""
    name, owner = local_name(attribute), local_name(element.tag)
    if name.startswith("rsid") or name in _REMOVED or owner in ("rsid", "rsidRoot"):
        return None
    if attribute in _STATEMENTS:
        return _anonymise_statement(element, value, standins)
    if (name in _IDS and _HEX_ID.fullmatch(value)) or (owner in _ID_VALUES and _HEX_ID.fullmatch(value)):
        return standins.hexadecimal(value)
    if owner == "docId":
        return standins.guid(value)
    return _way(element, owner, name, standins)(value)


def _way(element: Element, owner: str, name: str, standins: StandIns) -> Callable[[str], str]:
    if name in ("lang", "space") or owner in ("lang", "themeFontLang"):
        return str
    if owner == "lvlText" and name == "val":
        return standins.label
    if name in _DATES:
        return standins.date
    if name == "instr":
        return lambda value: anonymise_instruction(value, standins)
    if name in _ADDRESSES:
        return standins.address
    if (
        name in _NAMES
        or (name == "name" and (owner in _NAMED or _is_form(element)))
        or (name == "val" and owner == "name" and _is_form(element))
    ):
        return standins.name
    if name in _TEXTS or (name == "val" and (owner in _TEXT_VALUES or _is_default_text(element))):
        return standins.text
    if (name == "title" and owner in _TITLED) or (name == "value" and owner == "listItem"):
        return standins.text
    return standins.words


def _is_form(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent.tag) == "ffData"


def _is_default_text(element: Element) -> bool:
    parent = element.getparent()
    return local_name(element.tag) == "default" and parent is not None and local_name(parent.tag) == "textInput"


def _anonymise_statement(element: Element, value: str, standins: StandIns) -> str:
    """Prefixes that are the formats' own stay."""
    known = {prefix for prefix, uri in element.nsmap.items() if is_known(uri)}
    return " ".join(word if word.partition(":")[0] in known else standins.words(word) for word in value.split())


def is_known(uri: str) -> bool:
    """Whether the names of a namespace are a format's own."""
    return uri.startswith(KNOWN_NAMESPACES)

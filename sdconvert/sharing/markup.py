"""An XML part -> the same with stand-ins for all that a person wrote, and without what only identifies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree

from sdconvert.errors import SdconvertError
from sdconvert.formats.docx.names import A, W, local_name
from sdconvert.sharing.attributes import anonymise_attribute, is_known
from sdconvert.sharing.fields import anonymise_instruction
from sdconvert.sharing.words import StandIns
from sdconvert.xmlio import Element, parse

_STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_A = "http://purl.oclc.org/ooxml/drawingml/main"
_SDXML = "smashdoc"
_VALUE_ELEMENTS = frozenset(
    (
        *("align", "posOffset", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset", "formatCode", "f"),
        *("Application", "AppVersion", "Template", "DocSecurity", "ScaleCrop", "LinksUpToDate", "SharedDoc"),
        *(
            "HyperlinksChanged",
            "bool",
            "language",
            "i4",
            "SourceType",
            "ptCount",
            "version",
            "item",
            "grid",
            "spellcheck-lang",
        ),
    )
)
_DATE_ELEMENTS = frozenset(("created", "modified", "lastPrinted", "filetime", "date", "last-modified", "creation-date"))
_FILE_ELEMENTS = frozenset(("image", "filename"))
_FIELD_ELEMENTS = frozenset(("fldChar", "fldSimple", "instrText"))
_COUNTING = frozenset(
    (
        *(
            "SEQ",
            "REF",
            "PAGEREF",
            "NOTEREF",
            "PAGE",
            "NUMPAGES",
            "SECTION",
            "SECTIONPAGES",
            "LISTNUM",
            "TOC",
            "STYLEREF",
        ),
        *("AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "HYPERLINK"),
    )
)
"""Fields whose results are counts, or may be."""
_INSTRUCTIONS = frozenset(("instrText", "delInstrText"))
_ENDS_WORDS = frozenset(
    (
        *(
            "p",
            "tab",
            "br",
            "cr",
            "ptab",
            "tc",
            "tr",
            "tbl",
            "sectPr",
            "drawing",
            "pict",
            "object",
            "footnoteReference",
        ),
        *(
            "endnoteReference",
            "noBreakHyphen",
            "sym",
            "fldChar",
            "fldSimple",
            "instrText",
            "delInstrText",
            "body",
            "txbxContent",
        ),
    )
)
_MARKS_IN_TEXT = frozenset(("b", "i", "u", "s", "kbd", "sd-sc", "sub", "sup", "a", "inline"))

_DECLARED = re.compile(r"""\sxmlns(?::([\w.-]+))?="([^"]*)\"""")
_TAG = re.compile(r"""<(/?)([\w.:-]++)((?:[^<>"]++|"[^"]*+")*+)>""")
_ATTRIBUTE = re.compile(r'(\s)([\w.:-]+)="([^"]*)"')


class _Piece(NamedTuple):
    """A text of an element, or behind it; of no element where words end. `field` is the keyword of the innermost field
    in whose result it stands; where words end, `is_field` says that a field begins or ends there."""

    element: Element | None
    is_tail: bool = False
    field: str = ""
    is_field: bool = False

    @property
    def text(self) -> str:
        if self.element is None:
            return "\n"
        return (self.element.tail if self.is_tail else self.element.text) or ""

    def write(self, text: str) -> None:
        if self.element is None:
            return
        if self.is_tail:
            self.element.tail = text
        else:
            self.element.text = text


def anonymise_xml(data: bytes, name: str, standins: StandIns, *, is_emptied: bool = False) -> bytes:
    """An XML part with stand-ins; of one that cannot be parsed, each word that is not the format's own. Where it
    `is_emptied` nothing but its root is left."""
    try:
        root = parse(data, name, allows_doctype=True)
    except SdconvertError:
        return anonymise_source(data, standins)
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    if is_emptied:
        root[:] = []
        root.attrib.clear()
        root.text = None
    anonymise_tree(root, standins)
    is_bare = not str(root.tag).startswith("{") and root.tag != _SDXML
    text = _rename_foreign(etree.tostring(root, encoding="unicode"), standins, has_bare_names=is_bare)
    standalone = ' standalone="yes"' if root.getroottree().docinfo.standalone else ""
    declaration = f'<?xml version="1.0" encoding="{encoding}"{standalone}?>\n'
    try:
        return (declaration + text).encode(encoding, "xmlcharrefreplace")
    except LookupError:
        return (declaration.replace(encoding, "UTF-8") + text).encode()


def anonymise_source(data: bytes, standins: StandIns) -> bytes:
    """What looks like XML or HTML and is none: words outside of tags, and in tags those that are not the format's."""
    text = data.decode("utf-8", "surrogateescape")
    pieces, at = [], 0
    for tag in re.finditer(r"<[^<>]*>", text):
        pieces += [standins.text(text[at : tag.start()]), standins.words(tag[0])]
        at = tag.end()
    rest = text[at:]
    pieces.append(standins.words(rest) if rest.lstrip().startswith("<") else standins.text(rest))
    return "".join(pieces).encode("utf-8", "surrogateescape")


def anonymise_tree(root: Element, standins: StandIns) -> None:
    """Put stand-ins into a tree."""
    for element in root.iter():
        for attribute, value in list(element.items()):
            anonymised = anonymise_attribute(element, str(attribute), str(value), standins)
            if anonymised is None:
                del element.attrib[attribute]
            elif anonymised != value:
                element.set(attribute, anonymised)
    _anonymise_fields(root, standins)
    _anonymise_texts(root, standins)


# ---------------------------------------------------------------------------------------------------------------- texts


def _anonymise_fields(root: Element, standins: StandIns) -> None:
    """The instructions of fields, each as one text over its runs."""
    stack: list[list[Element]] = []
    for element in root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText"):
        if local_name(element.tag) != "fldChar":
            if stack:
                stack[-1].append(element)
            else:
                _write_instruction([element], standins)
            continue
        kind = _value(element, "fldCharType")
        if kind == "begin":
            stack.append([])
        elif stack and stack[-1]:
            _write_instruction(stack[-1], standins)
            stack[-1] = []
        if kind == "end" and stack:
            stack.pop()
    for elements in stack:
        _write_instruction(elements, standins)


def _write_instruction(elements: list[Element], standins: StandIns) -> None:
    pieces = [_Piece(element) for element in elements]
    _write(pieces, anonymise_instruction("".join(piece.text for piece in pieces), standins))


def _write(pieces: list[_Piece], text: str) -> None:
    """Cut a text as long as that of the pieces at their ends."""
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        piece.write(text[at:end])
        at = end


def _anonymise_texts(root: Element, standins: StandIns) -> None:
    run: list[_Piece] = []
    for piece in _pieces(root):
        if piece.element is not None:
            run.append(piece)
            continue
        _write_run(run, standins, is_before_field=piece.is_field)
        run = []
    _write_run(run, standins)


def _write_run(run: list[_Piece], standins: StandIns, *, is_before_field: bool = False) -> None:
    if not run:
        return
    text = "".join(piece.text for piece in run)
    if run[0].field in _COUNTING:
        _write(run, standins.count(text))
    elif is_before_field and (caption := standins.caption_before(text)):
        _write(run, standins.text(text[: -len(caption)]) + caption)
    elif len(run) == 1:
        run[0].write(_way_of_text(run[0], standins)(text))
    else:
        _write(run, standins.text(text))


def _way_of_text(piece: _Piece, standins: StandIns) -> Callable[[str], str]:
    name = "" if piece.is_tail else local_name(piece.element.tag)  # type: ignore[union-attr]
    if name in _VALUE_ELEMENTS:
        return standins.words
    if name in _DATE_ELEMENTS:
        return standins.date
    if name in _FILE_ELEMENTS and not str(piece.element.tag).startswith("{"):  # type: ignore[union-attr]
        return standins.name
    return standins.text


def _pieces(root: Element) -> Iterator[_Piece]:
    """The texts in order, and the places where words end."""
    fields: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_field = local_name(element.tag) in _FIELD_ELEMENTS
        if is_field:
            _follow_field(element, event, fields)
        if _ends_words(element):
            yield _Piece(None, is_field=is_field)
        field = fields[-1] if fields else ""
        if event == "start" and element.text and local_name(element.tag) not in _INSTRUCTIONS:
            yield _Piece(element, field=field)
        elif event == "end" and element.tail and element is not root:
            yield _Piece(element, is_tail=True, field=field)


def _follow_field(element: Element, event: str, fields: list[str]) -> None:
    """Note which fields are open. The keyword of a complex one is known by its first instruction, which has its
    stand-ins already: keywords have none."""
    name = local_name(element.tag)
    if name == "fldSimple":
        if event == "start":
            fields.append(_keyword(_value(element, "instr")))
        elif fields:
            fields.pop()
    elif event == "end" and name == "instrText" and fields and not fields[-1]:
        fields[-1] = _keyword(str(element.text or ""))
    elif event == "end" and name == "fldChar":
        kind = _value(element, "fldCharType")
        if kind == "begin":
            fields.append("")
        elif kind == "end" and fields:
            fields.pop()


def _value(element: Element, name: str) -> str:
    """The value of an attribute in any namespace."""
    return next((str(value) for key, value in element.items() if local_name(key) == name), "")


def _keyword(instruction: str) -> str:
    return (instruction.split(None, 1) or [""])[0].upper()


def _ends_words(element: Element) -> bool:
    namespace, _, name = str(element.tag).rpartition("}")
    if namespace[1:] in (W, A, _STRICT_W, _STRICT_A):
        return name in _ENDS_WORDS
    return bool(namespace) or name not in _MARKS_IN_TEXT


# ---------------------------------------------------------------------------------------------------------------- names


def _rename_foreign(text: str, standins: StandIns, *, has_bare_names: bool) -> str:
    """The XML with stand-ins for names of elements, attributes and prefixes that are of no format's namespace."""
    declared: dict[str, list[str]] = {}
    for prefix, uri in _DECLARED.findall(text):
        declared.setdefault(prefix, []).append(uri)
    foreign = {prefix for prefix, uris in declared.items() if not all(map(is_known, uris))}
    if "" not in declared and has_bare_names:
        foreign.add("")
    if not foreign:
        return text
    return _TAG.sub(lambda tag: _rename_tag(tag, foreign, standins), text)


def _rename_tag(tag: re.Match[str], foreign: set[str], standins: StandIns) -> str:
    slash, name, rest = tag.groups()
    is_foreign = _prefix(name) in foreign
    rest = _ATTRIBUTE.sub(lambda found: _rename_attribute(found, foreign, is_foreign, standins), rest)
    return f"<{slash}{standins.words(name) if is_foreign else name}{rest}>"


def _rename_attribute(found: re.Match[str], foreign: set[str], is_foreign: bool, standins: StandIns) -> str:
    space, name, value = found.groups()
    if name == "xmlns" or name.startswith("xmlns:"):
        if is_known(value):
            return found[0]
        renamed = name if name == "xmlns" or name[6:] not in foreign else f"xmlns:{standins.words(name[6:])}"
        return f'{space}{renamed}="{standins.words(value)}"'
    renames = _prefix(name) in foreign if ":" in name else is_foreign
    return f'{space}{standins.words(name) if renames else name}="{value}"'


def _prefix(name: str) -> str:
    return name.rpartition(":")[0]

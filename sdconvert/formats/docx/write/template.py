"""What a written document takes from a template: styles, page, numbering, headers and footers, settings, theme."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import field
from functools import lru_cache
from importlib.resources import files

from lxml import etree

from sdconvert.archive import Archive, read_archive
from sdconvert.errors import BadConfiguration, UnreadableInput
from sdconvert.formats.docx.names import R_ID, SECT_PR, STRICT, VAL, R, W, w
from sdconvert.formats.docx.units import parse_indent_step, parse_int, parse_twips
from sdconvert.formats.docx.write.relations import OFFICE
from sdconvert.frozen import dataclass
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element, parse

HEADING_COUNT = 6
OUR_HEADING_LIST = 1
"""The `w:numId` by which the headings of our own template are numbered."""

_THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
_FONTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"
_PAGE = (11906, 16838)
_MARGIN_TWIPS = 1440
_NUM_PR = re.compile(r"<w:numPr>.*?(?:</w:numPr>|\Z)", re.DOTALL)
_STYLE = compile_late(r" *<w:style .*?</w:style>\n", re.DOTALL)
_REFERENCES = (w("headerReference"), w("footerReference"))
_UNWANTED_SETTINGS = tuple(
    w(name)
    for name in (
        "attachedTemplate",
        "mailMerge",
        "documentProtection",
        "writeProtection",
        "trackRevisions",
        "rsids",
        "footnotePr",
        "endnotePr",
    )
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is taken as it is. `relations` is its relationships part, if it has one."""

    name: str
    data: bytes
    content_type: str
    type: str = ""
    relations: bytes | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """What a template gives. Styles are known by kind and name in lower case, ids are the file's; lengths are twips.

    `styles` is the text of its styles part up to the end tag, `numbering` of its numbering part with its lists.
    `section` is the inner text of `w:sectPr`, where a footer reference may go before. `heading_lists` are the
    `w:numId` of each heading style that is numbered, by level.
    """

    styles: str
    style_ids: Mapping[tuple[str, str], str]
    section: str
    text_width: int
    text_height: int
    default_tab: int
    settings: str
    has_footer: bool = False
    is_ours: bool = True
    numbering: Element | None = None
    heading_lists: Mapping[int, int] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()


# ----------------------------------------------------------------------------------------------------------- our own


def _source(name: str) -> str:
    return (files("sdconvert.formats.docx.write") / "template" / name).read_text("utf-8")


@lru_cache(maxsize=1)
def our_styles() -> Mapping[tuple[str, str], str]:
    """Each style of our own template as text, by kind and name in lower case."""
    found = {}
    for text in _STYLE.findall(_source("styles.xml")):
        kind, name = re.search(r'w:type="(\w+)"', text), re.search(r'<w:name w:val="([^"]*)"', text)
        assert kind is not None
        assert name is not None
        found[kind[1], name[1].lower()] = text
    return found


@lru_cache(maxsize=2)
def our_template(has_numbered_headings: bool) -> Template:
    """Our own template; its heading styles are bound to a list where there are numbered headings."""
    styles = _source("styles.xml")
    if not has_numbered_headings:
        styles = _NUM_PR.sub("", styles)
    section = parse(_source("section.xml").encode(), "section.xml")
    width, height = _text_area(section)
    settings = _source("settings.xml")
    lists = dict.fromkeys(range(HEADING_COUNT), OUR_HEADING_LIST) if has_numbered_headings else {}
    return Template(
        styles=styles[: styles.rindex("</w:styles>")],
        style_ids=_style_ids(parse(styles.encode(), "styles.xml")),
        section=_inner(section),
        text_width=width,
        text_height=height,
        default_tab=_default_tab(parse(settings.encode(), "settings.xml")),
        settings=settings,
        heading_lists=lists,
        parts=(
            Part("word/theme/theme1.xml", _source("theme.xml").encode(), _THEME_TYPE, f"{OFFICE}/theme"),
            Part("word/fontTable.xml", _source("fontTable.xml").encode(), _FONTS_TYPE, f"{OFFICE}/fontTable"),
        ),
    )


def _style_ids(root: Element) -> dict[tuple[str, str], str]:
    ids: dict[tuple[str, str], str] = {}
    for style in root.iterchildren(w("style")):
        name = style.find(w("name"))
        if name is not None:
            key = (style.get(w("type"), "paragraph"), name.get(VAL, "").strip().lower())
            ids.setdefault(key, style.get(w("styleId"), ""))
    return ids


def _text_area(section: Element) -> tuple[int, int]:
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    width, height = (_twips(size, name, usual) for name, usual in zip(("w", "h"), _PAGE, strict=True))
    sides = [_twips(margins, name, _MARGIN_TWIPS) for name in ("left", "right", "top", "bottom")]
    gutter = _twips(margins, "gutter", 0)
    text_width, text_height = width - sides[0] - sides[1] - gutter, height - abs(sides[2]) - abs(sides[3])
    return (text_width if text_width > 0 else width), (text_height if text_height > 0 else height)


def _twips(element: Element | None, name: str, usual: int) -> int:
    value = None if element is None else parse_twips(element.get(w(name)))
    return usual if value is None else value


def _default_tab(settings: Element) -> int:
    stop = settings.find(w("defaultTabStop"))
    return parse_indent_step(None if stop is None else stop.get(VAL))


def _inner(element: Element) -> str:
    """The content of an element as text, without the declarations that the root of the document has."""
    alone = deepcopy(element)
    etree.cleanup_namespaces(alone)
    text = etree.tostring(alone, encoding="unicode", with_tail=False)
    text = text[text.index(">") + 1 : text.rindex("</")] if len(alone) else ""
    return text.replace(f' xmlns:w="{W}"', "").replace(f' xmlns:r="{R}"', "")


# ---------------------------------------------------------------------------------------------------------- a user's


def read_template(data: bytes) -> Template:
    """What the template in the bytes of a .docx or .dotx gives.

    Source: ECMA-376 Part 1, 11.3 (parts of a WordprocessingML package), 17.6 (sections).
    Raises: BadConfiguration when it is no Word file, UnsafeInput.
    """
    try:
        return _TemplateReader(read_archive(data, "The template")).template()
    except UnreadableInput as error:
        raise BadConfiguration(f"The template cannot be used: {error}") from error


class _TemplateReader:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._types = self._content_types()
        main = next(iter(self._relations("").get("officeDocument", ())), ("", ""))[1]
        if main not in archive:
            raise UnreadableInput("it has no main document part.")
        self._main = main

    def template(self) -> Template:
        related = self._relations(self._main)
        body = self._parse(self._main).find(w("body"))
        section = None if body is None else body.find(SECT_PR)
        if section is None:
            section = parse(_source("section.xml").encode(), "section.xml")
        for change in section.findall(w("sectPrChange")):
            section.remove(change)
        parts = self._kept_parts(section)
        styles = self._one(related, "styles")
        settings = self._one(related, "settings")
        numbering = self._one(related, "numbering")
        styles_root = parse(_source("styles.xml").encode(), "styles.xml") if styles is None else styles
        if styles is None:
            _unbind(styles_root)
        settings_root = parse(_source("settings.xml").encode(), "settings.xml") if settings is None else settings
        _clean(settings_root)
        width, height = _text_area(section)
        text = etree.tostring(styles_root, encoding="unicode")
        return Template(
            styles='<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + _cut_end_tag(text, "styles"),
            style_ids=_style_ids(styles_root),
            section=_inner(section),
            text_width=width,
            text_height=height,
            default_tab=_default_tab(settings_root),
            settings=etree.tostring(settings_root, encoding="unicode"),
            has_footer=any(part.type.endswith("/footer") for part in parts),
            is_ours=False,
            numbering=numbering,
            heading_lists=_heading_lists(styles_root),
            parts=parts,
        )

    def _kept_parts(self, section: Element) -> tuple[Part, ...]:
        """Theme and fonts, and the headers and footers of the last section, whose references get new ids."""
        related = self._relations(self._main)
        parts: dict[str, Part] = {}
        for kind in ("theme", "fontTable"):
            for _, target in related.get(kind, ()):
                self._take(target, kind, parts)
        by_id = {id: (kind, target) for kind, found in related.items() for id, target in found}
        for reference in [child for child in section if child.tag in _REFERENCES]:
            kind, target = by_id.get(reference.get(R_ID, ""), ("", ""))
            if kind in ("header", "footer") and target in self._archive:
                self._take(target, kind, parts)
                reference.set(R_ID, f"rId:{target}")
            else:
                section.remove(reference)
        return tuple(parts.values())

    def _take(self, name: str, kind: str, parts: dict[str, Part]) -> None:
        """A part, with the parts that it refers to."""
        if name in parts or name not in self._archive:
            return
        relations = _relations_name(name)
        data = self._archive.get(relations)
        type = f"{OFFICE}/{kind}" if kind else ""
        parts[name] = Part(name, self._transitional(self._archive[name]), self._type_of(name), type, data)
        for found in self._relations(name).values():
            for _, target in found:
                self._take(target, "", parts)

    def _one(self, related: Mapping[str, list[tuple[str, str]]], kind: str) -> Element | None:
        target = next((target for _, target in related.get(kind, ()) if target in self._archive), None)
        return None if target is None else self._parse(target)

    def _parse(self, name: str) -> Element:
        return parse(self._transitional(self._archive[name]), name)

    def _transitional(self, data: bytes) -> bytes:
        if b"purl.oclc.org/ooxml" in data:
            for strict, transitional in STRICT:
                data = data.replace(strict, transitional)
        return data

    def _relations(self, name: str) -> dict[str, list[tuple[str, str]]]:
        """Ids and targets of the inner relationships of a part, by the last word of their types."""
        found: dict[str, list[tuple[str, str]]] = {}
        stored = _relations_name(name)
        if stored not in self._archive:
            return found
        for element in parse(self._archive[stored], stored):
            if element.get("TargetMode", "") != "External":
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), element.get("Target", "")))
                kind = element.get("Type", "").rpartition("/")[2]
                found.setdefault(kind, []).append((element.get("Id", ""), target.lstrip("/")))
        return found

    def _content_types(self) -> dict[str, str]:
        stored = "[Content_Types].xml"
        if stored not in self._archive:
            raise UnreadableInput("it is no Office package.")
        types = {}
        for element in parse(self._archive[stored], stored):
            key = element.get("PartName") or "." + element.get("Extension", "")
            types[key.lower()] = element.get("ContentType", "")
        return types

    def _type_of(self, name: str) -> str:
        extension = "." + name.rpartition(".")[2]
        return self._types.get("/" + name.lower()) or self._types.get(extension.lower(), "application/octet-stream")


def _relations_name(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", file + ".rels")


def _cut_end_tag(text: str, name: str) -> str:
    """The text of a part without its end tag, which it is given where it had none."""
    end = text.rfind(f"</w:{name}>")
    return text[:end] if end >= 0 else text.rstrip()[:-2] + ">"


def _unbind(styles: Element) -> None:
    for number in list(styles.iter(w("numPr"))):
        parent = number.getparent()
        if parent is not None:
            parent.remove(number)


def _clean(settings: Element) -> None:
    """Settings speak of other parts and of the work on the template itself."""
    for child in list(settings):
        names = [str(name) for element in child.iter() for name in element.attrib]
        if child.tag in _UNWANTED_SETTINGS or any(name.startswith(f"{{{OFFICE}}}") for name in names):
            settings.remove(child)


def _heading_lists(styles: Element) -> dict[int, int]:
    lists = {}
    for style in styles.iterchildren(w("style")):
        name, number = style.find(w("name")), style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        match = re.fullmatch("heading ([1-6])", "" if name is None else name.get(VAL, "").lower())
        num_id = 0 if number is None else parse_int(number.get(VAL)) or 0
        if match and num_id:
            lists[int(match[1]) - 1] = num_id
    return lists

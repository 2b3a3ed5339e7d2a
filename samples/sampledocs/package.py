"""The package around a document: parts, relationships, notes, comments, pictures, and a zip that is always the same."""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from sampledocs import styles, theme
from sampledocs.wordml import PARAGRAPH_ID, Xml, inline, p, root, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_COMMENTS_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_EMU_PER_PIXEL = 6350
_SUFFIXES = {b"\x89P": "png", b"\xff\xd8": "jpeg", b"BM": "bmp"}


@dataclass(frozen=True)
class Core:
    """The core properties of a document."""

    title: str
    author: str
    created: str
    modified: str
    subject: str = ""
    keywords: str = ""
    description: str = ""
    category: str = ""
    language: str = "en-GB"
    last_modified_by: str = ""
    revision: int = 1

    def xml(self) -> str:
        """Return `docProps/core.xml`."""
        names = (
            ("dc:title", self.title),
            ("dc:subject", self.subject),
            ("dc:creator", self.author),
            ("cp:keywords", self.keywords),
            ("dc:description", self.description),
            ("cp:lastModifiedBy", self.last_modified_by or self.author),
            ("cp:revision", str(self.revision)),
        )
        plain = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in names if value)
        dates = "".join(
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{value}</dcterms:{name}>'
            for name, value in (("created", self.created), ("modified", self.modified))
        )
        category = f"<cp:category>{escape(self.category)}</cp:category>" if self.category else ""
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"{plain}{dates}{category}<dc:language>{self.language}</dc:language></cp:coreProperties>"
        )


@dataclass
class Package:
    """A .docx under construction; its methods return what goes into the text."""

    core: Core
    look: styles.Look
    own_styles: tuple[str, ...] = ()
    numbering: str = ""
    settings: str = ""
    company: str = ""
    _relations: list[tuple[str, str, str]] = field(default_factory=list)
    _parts: dict[str, str] = field(default_factory=dict)
    _media: dict[str, bytes] = field(default_factory=dict)
    _notes: dict[str, list[str]] = field(default_factory=lambda: {"footnote": [], "endnote": []})
    _comments: list[str] = field(default_factory=list)
    _comment_threads: list[str] = field(default_factory=list)
    _objects: int = 0

    def relate(self, kind: str, target: str, attributes: str = "") -> str:
        """Return the id of a relationship of the main document, a new one when there is none to that target."""
        relation = (kind if kind.startswith("http") else f"{_OFFICE}/{kind}", target, attributes)
        if relation not in self._relations:
            self._relations.append(relation)
        return f"rId{self._relations.index(relation) + 1}"

    def object_number(self) -> int:
        """Return the next number for a drawing or a control."""
        self._objects += 1
        return self._objects

    def link(self, url: str, text: str) -> Xml:
        """Return a hyperlink to the web."""
        rid = self.relate("hyperlink", url, ' TargetMode="External"')
        shown = run(text, rStyle=self.look.style_id("Hyperlink"))
        return Xml(f'<w:hyperlink r:id="{rid}" w:history="1">{shown}</w:hyperlink>')

    def footnote(self, *parts: str) -> Xml:
        """Return the reference to a new footnote; each paragraph after the first is `Xml` of its own."""
        return self._note("footnote", parts)

    def endnote(self, *parts: str) -> Xml:
        """Return the reference to a new endnote."""
        return self._note("endnote", parts)

    def _note(self, kind: str, parts: tuple[str, ...]) -> Xml:
        mark = self.look.style_id(f"{kind} reference")
        paragraphs = [part for part in parts if part.startswith("<w:p ")]
        first = [part for part in parts if part not in paragraphs]
        sign = run(Xml(f"<w:{kind}Ref/>"), rStyle=mark)
        text = p(sign, run(" "), *first, style=self.look.style_id(f"{kind} text")) + "".join(paragraphs)
        notes = self._notes[kind]
        number = len(notes) + 1
        notes.append(f'<w:{kind} w:id="{number}">{text}</w:{kind}>')
        return run(Xml(f'<w:{kind}Reference w:id="{number}"/>'), rStyle=mark)

    def comment(self, *parts: str, author: str, date: str, text: tuple[str, ...], reply_to: int | None = None) -> Xml:
        """Return parts with a comment on them; comments are numbered from 0 in the order of these calls."""
        number = len(self._comments)
        initials = "".join(word[0] for word in author.split())
        sign = run(Xml("<w:annotationRef/>"), rStyle=self.look.style_id("annotation reference"))
        style = self.look.style_id("annotation text")
        last = len(text) - 1
        paragraphs = "".join(
            p(
                *((sign,) if i == 0 else ()),
                line,
                style=style,
                para_id=_comment_para(number) if i == last else PARAGRAPH_ID,
            )
            for i, line in enumerate(text)
        )
        self._comments.append(
            f'<w:comment w:id="{number}" w:author="{author}" w:date="{date}" '
            f'w:initials="{initials}">{paragraphs}</w:comment>'
        )
        parent = "" if reply_to is None else f' w15:paraIdParent="{_comment_para(reply_to)}"'
        self._comment_threads.append(f'<w15:commentEx w15:paraId="{_comment_para(number)}"{parent} w15:done="0"/>')
        reference = run(
            Xml(f'<w:commentReference w:id="{number}"/>'), rStyle=self.look.style_id("annotation reference")
        )
        return Xml(
            f'<w:commentRangeStart w:id="{number}"/>{inline(parts)}<w:commentRangeEnd w:id="{number}"/>{reference}'
        )

    def picture_relation(self, content: bytes) -> str:
        """Return the relationship id of a picture that is put into the package once."""
        for target, known in self._media.items():
            if known == content:
                return self.relate("image", target)
        target = f"media/image{len(self._media) + 1}.{_SUFFIXES[content[:2]]}"
        self._media[target] = content
        return self.relate("image", target)

    def picture(self, content: bytes, alt: str, *, scale: float = 1.0, size: tuple[int, int] | None = None) -> Xml:
        """Return a run with a picture in line; the size in pixels is read from PNG and BMP, else given."""
        width, height = size or _pixels(content)
        return run(
            Xml(
                picture_xml(
                    self.picture_relation(content),
                    self.object_number(),
                    alt,
                    (round(width * scale * _EMU_PER_PIXEL), round(height * scale * _EMU_PER_PIXEL)),
                )
            )
        )

    def header(self, *blocks: str, kind: str = "default") -> Xml:
        """Return the section's reference to a new page header."""
        return self._page_part("hdr", "header", kind, blocks)

    def footer(self, *blocks: str, kind: str = "default") -> Xml:
        """Return the section's reference to a new page footer."""
        return self._page_part("ftr", "footer", kind, blocks)

    def _page_part(self, tag: str, name: str, kind: str, blocks: tuple[str, ...]) -> Xml:
        number = 1 + sum(part.startswith(name) for part in self._parts)
        self._parts[f"{name}{number}.xml"] = root(f"w:{tag}", "".join(blocks))
        rid = self.relate(name, f"{name}{number}.xml")
        return Xml(f'<w:{name}Reference w:type="{kind}" r:id="{rid}"/>')

    def save(self, path: Path, *body: str) -> None:
        """Write the package: members in a fixed order, times fixed, pictures stored."""
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in self._members(body):
                info = zipfile.ZipInfo(name, _ZIP_TIME)
                info.compress_type = zipfile.ZIP_STORED if "/media/" in name else zipfile.ZIP_DEFLATED
                info.external_attr = 0o600 << 16
                info.create_system = 0
                archive.writestr(info, content)

    def _members(self, body: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
        parts = self._text_parts(body)
        number = 0x10000001
        yield "[Content_Types].xml", self._content_types(parts).encode()
        yield "_rels/.rels", _ROOT_RELATIONS.encode()
        yield "docProps/app.xml", self._app().encode()
        yield "docProps/core.xml", self.core.xml().encode()
        yield "word/_rels/document.xml.rels", self._relations_xml().encode()
        for name, text in sorted(parts.items()):
            pieces = text.split(PARAGRAPH_ID)
            numbered = "".join(f"{piece}{number + i:08X}" for i, piece in enumerate(pieces[:-1])) + pieces[-1]
            number += len(pieces) - 1
            yield f"word/{name}", numbered.encode()
        for name, content in sorted(self._media.items()):
            yield f"word/{name}", content

    def _text_parts(self, body: tuple[str, ...]) -> dict[str, str]:
        parts = self._parts | {
            "document.xml": root("w:document", f"<w:body>{''.join(body)}</w:body>"),
            "styles.xml": root("w:styles", styles.styles_xml(self.look, self.own_styles)),
            "settings.xml": root("w:settings", styles.settings_xml(self.look, self.settings)),
            "fontTable.xml": root("w:fonts", styles.fonts_xml(self.look)),
            "theme/theme1.xml": theme.theme_xml(self.look.heading_font, self.look.body_font),
        }
        if self.numbering:
            parts["numbering.xml"] = root("w:numbering", self.numbering)
        for kind, notes in self._notes.items():
            if notes:
                parts[f"{kind}s.xml"] = root(f"w:{kind}s", _separators(kind) + "".join(notes))
        if self._comments:
            parts["comments.xml"] = root("w:comments", "".join(self._comments))
            parts["commentsExtended.xml"] = root("w15:commentsEx", "".join(self._comment_threads))
        for name in sorted(parts.keys() - self._parts.keys() - {"document.xml"}):
            self.relate(_COMMENTS_EXTENDED if name == "commentsExtended.xml" else _part_kind(name), name)
        return parts

    def _relations_xml(self) -> str:
        rows = (
            f'<Relationship Id="rId{number}" Type="{kind}" Target="{escape(target)}"{attributes}/>'
            for number, (kind, target, attributes) in enumerate(self._relations, 1)
        )
        return _relationships("".join(rows))

    def _content_types(self, parts: dict[str, str]) -> str:
        suffixes = sorted({name.rpartition(".")[2] for name in self._media})
        defaults = "".join(f'<Default Extension="{suffix}" ContentType="image/{suffix}"/>' for suffix in suffixes)
        overrides = "".join(
            f'<Override PartName="/word/{name}" ContentType="{_content_type(name)}"/>' for name in sorted(parts)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{defaults}{overrides}'
            '<Override PartName="/docProps/app.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
            '<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
        )

    def _app(self) -> str:
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            "<Template>Normal.dotm</Template><Application>Microsoft Office Word</Application>"
            f"<Company>{escape(self.company)}</Company><AppVersion>16.0000</AppVersion></Properties>"
        )


def picture_xml(rid: str, number: int, alt: str, size_emu: tuple[int, int]) -> str:
    """Return `w:drawing` with a picture in line."""
    extent = f'cx="{size_emu[0]}" cy="{size_emu[1]}"'
    main = "http://schemas.openxmlformats.org/drawingml/2006/main"
    name = f'id="{number}" name="Picture {number}" descr="{escape(alt)}"'
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr {name}/><wp:cNvGraphicFramePr>'
        f'<a:graphicFrameLocks xmlns:a="{main}" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic xmlns:a="{main}"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{rid}"/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def note_paragraph(style: str, *parts: str) -> Xml:
    """Return a further paragraph of a note."""
    return p(*parts, style=style)


def _pixels(content: bytes) -> tuple[int, int]:
    layout, offset = (">II", 16) if content.startswith(b"\x89P") else ("<ii", 18)
    width, height = struct.unpack_from(layout, content, offset)
    return width, height


def _comment_para(number: int) -> str:
    return f"{0x50000001 + number:08X}"


def _separators(kind: str) -> str:
    rows = (("separator", -1), ("continuationSeparator", 0))
    return "".join(
        f'<w:{kind} w:type="{name}" w:id="{number}">{p(run(Xml(f"<w:{name}/>")))}</w:{kind}>' for name, number in rows
    )


def _part_kind(name: str) -> str:
    return {"theme/theme1.xml": "theme"}.get(name, name.removesuffix(".xml"))


def _content_type(name: str) -> str:
    kind = name.removesuffix(".xml").rstrip("0123456789")
    special = {"document": f"{_WORD}.document.main+xml", "theme/theme": f"{_WORD.rpartition('.')[0]}.theme+xml"}
    return special.get(kind, f"{_WORD}.{kind}+xml")


def _relationships(rows: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


_ROOT_RELATIONS = _relationships(
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/>'
)

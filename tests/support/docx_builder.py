"""Minimal Word packages from snippets of XML, for tests of everything that reads Word."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_TYPE = f"{_WORD_TYPE}.document.main+xml"

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": f"{_OFFICE}/relationships",
    "m": f"{_OFFICE}/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "wne": "http://schemas.microsoft.com/office/word/2006/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
DECLARATIONS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())

_WORD_PARTS = {
    "styles": "w:styles",
    "numbering": "w:numbering",
    "settings": "w:settings",
    "footnotes": "w:footnotes",
    "endnotes": "w:endnotes",
    "comments": "w:comments",
}


class Relation(NamedTuple):
    """A relationship of the main part. `type` is the last word of the type's URI, such as `image`."""

    id: str
    type: str
    target: str
    is_external: bool = False


def wrap(root: str, content: str) -> str:
    """A complete XML part: `content` within `root`, every usual prefix declared."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><{root} {DECLARATIONS}>{content}</{root}>'


def build_docx(
    body_xml: str,
    *,
    relations: Iterable[Relation] = (),
    files: dict[str, bytes | str] | None = None,
    main_type: str = MAIN_TYPE,
    **parts: str,
) -> bytes:
    """A Word package whose `w:body` holds `body_xml`.

    `parts` are the contents of `styles`, `numbering`, `settings`, `footnotes`, `endnotes` and `comments`, without
    their root element. `files` are further members by name, such as `word/media/image1.png`, and replace what would
    stand there. `relations` are further relationships of the main part; an image needs its file and its relation.
    """
    relations = [*(Relation(f"rId-{name}", name, f"{name}.xml") for name in parts), *relations]
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": _content_types(main_type, parts),
        "_rels/.rels": _relationships([Relation("rId1", "officeDocument", "word/document.xml")]),
        "word/document.xml": wrap("w:document", f"<w:body>{body_xml}</w:body>"),
        "word/_rels/document.xml.rels": _relationships(relations),
    }
    members |= {f"word/{name}.xml": wrap(_WORD_PARTS[name], content) for name, content in parts.items()}
    members |= files or {}
    return _zip(members)


def _content_types(main_type: str, parts: Iterable[str]) -> str:
    overrides = [("word/document.xml", main_type)]
    overrides += [(f"word/{name}.xml", f"{_WORD_TYPE}.{name}+xml") for name in parts]
    lines = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        f"{lines}</Types>"
    )


def _relationships(relations: Iterable[Relation]) -> str:
    lines = "".join(
        f"<Relationship Id={quoteattr(relation.id)} Type={quoteattr(f'{_OFFICE}/relationships/{relation.type}')} "
        f"Target={quoteattr(relation.target)}{_mode(relation)}/>"
        for relation in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _mode(relation: Relation) -> str:
    return ' TargetMode="External"' if relation.is_external else ""


def _zip(members: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return target.getvalue()

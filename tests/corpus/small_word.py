"""The smallest Word packages, for the tests of the extractor."""

from __future__ import annotations

import zipfile
from io import BytesIO

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def word(body: str, namespace: str = TRANSITIONAL, links: dict[str, str] | None = None, **parts: str | bytes) -> bytes:
    """A package with this body; `styles`, `numbering`, `footnotes` are inner XML, other parts are pictures by id."""
    declared = (
        f'xmlns:w="{namespace}" xmlns:r="{_OFFICE}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    relations = ""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            if isinstance(content, bytes):
                relations += _relation(name, "image", f"media/{name}")
                package.writestr(f"word/media/{name}", content)
            else:
                relations += _relation(name, name, f"{name}.xml")
                package.writestr(f"word/{name}.xml", f"<w:{name} {declared}>{content}</w:{name}>")
        for name, target in (links or {}).items():
            relations += _relation(name, "hyperlink", target, ' TargetMode="External"')
        package.writestr("word/document.xml", f"<w:document {declared}><w:body>{body}</w:body></w:document>")
        package.writestr("word/_rels/document.xml.rels", _relationships(relations))
        package.writestr("_rels/.rels", _relationships(_relation("main", "officeDocument", "word/document.xml")))
    return stream.getvalue()


def p(content: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def style(name: str, content: str = "", kind: str = "paragraph", parent: str = "", is_default: bool = False) -> str:
    """A style whose id is its name without blanks."""
    based = f'<w:basedOn w:val="{parent}"/>' if parent else ""
    default = ' w:default="1"' if is_default else ""
    style_id = name.replace(" ", "")
    return (
        f'<w:style w:type="{kind}" w:styleId="{style_id}"{default}><w:name w:val="{name}"/>{based}{content}</w:style>'
    )


def _relation(name: str, kind: str, target: str, mode: str = "") -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'


def _relationships(content: str) -> str:
    return f'<Relationships xmlns="{_RELATIONS}">{content}</Relationships>'

"""Word files for surveys, and ways of looking at them that end their worker."""

from __future__ import annotations

import os
import time
from pathlib import Path

from docx_builder import build_docx
from docx_documents import p, styled

from sdconvert.batch.survey import documents
from sdconvert.batch.survey.jobs import SurveyJob

STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="n"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    "</w:style>"
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="own"><w:name w:val="Own"/></w:style>'
)
OWN_HEADING = STYLES.replace('<w:name w:val="Own"/>', '<w:name w:val="Own"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Unseen</w:t></w:r>"
LOST = "<w:odd><w:r><w:t>Unseen</w:t></w:r></w:odd>"
"""An element that nobody understands, each of which is a finding of its own."""


def heading(text: str) -> str:
    """A heading of the first level."""
    return styled("h", text)


def own(text: str) -> str:
    """A paragraph of the style `Own`."""
    return styled("own", text)


def docx(path: Path, *body: str, styles: str = STYLES) -> Path:
    """A Word file; text without a tag is a plain paragraph."""
    path.parent.mkdir(parents=True, exist_ok=True)
    blocks = "".join(part if part.startswith("<") else p(part) for part in body)
    path.write_bytes(build_docx(blocks, styles=styles))
    return path


def portray_or_end(look: SurveyJob) -> documents.Portrait:
    """Portray a document, unless its name says how the worker ends instead."""
    match Path(look.item.name).stem:
        case "dies":
            os._exit(9)
        case "hangs":
            time.sleep(600)
        case "eats":
            bytearray(3_000_000_000)
        case "faulty":
            raise KeyError("a fault of ours")
    return documents.portray(look)

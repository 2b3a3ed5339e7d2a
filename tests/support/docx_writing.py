"""Writes blocks as Word packages and gives what tests look at."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from sdconvert.archive import read_archive
from sdconvert.formats.docx.read import read
from sdconvert.formats.docx.write import DEFAULT_OPTIONS, write
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Document
from sdconvert.model.measure import measure

_BODY = re.compile("<w:body>(.*)<w:sectPr>", re.DOTALL)
_NO_NUMBER = "Numbering definition '0' referenced but not found"
"""What openxml-audit says of `w:numId` 0, which takes a style's number away (ECMA-376 Part 1, 17.9.18)."""

_MOST_ERRORS = 100_000

SOFFICE = shutil.which("soffice")


class Written(NamedTuple):
    """`body` is what stands in `w:body` before its section, `data` the package, `back` what our reader makes of it."""

    body: str
    data: bytes
    parts: object
    findings: tuple
    ledger: object

    @property
    def codes(self):
        return [finding.code.id for finding in self.findings]

    @property
    def messages(self):
        return [finding.message for finding in self.findings]

    @property
    def back(self):
        return read(self.data).value

    @property
    def losses_back(self):
        return [str(finding) for finding in read(self.data).losses]

    def part(self, name):
        return self.parts[name].decode()


def write_document(document, options=DEFAULT_OPTIONS):
    """What becomes of a document; its parts are well-formed and its ledger closes, or the test fails here."""
    result = write(document, options)
    parts = read_archive(result.value)
    for name in parts:
        if name.endswith((".xml", ".rels")):
            etree.fromstring(parts[name])
    assert balance(result.ledger) == measure(document)
    xml = parts["word/document.xml"].decode()
    found = _BODY.search(xml)
    return Written(found[1] if found else "", result.value, parts, result.findings, result.ledger)


def balance(ledger):
    """What the ledger accounts for, without what the conversion added."""
    booked = {kind: sum(ledger.total(kind)[1:]) for kind in Kind}
    for (kind, _), count in ledger.added.items():
        booked[kind] -= count
    return {kind: count for kind, count in booked.items() if count}


def write_blocks(*blocks, options=DEFAULT_OPTIONS, **fields):
    """The same for a document of these blocks."""
    return write_document(Document(blocks, **fields), options)


def write_inlines(*content, **fields):
    """The same for one paragraph; `body` is its content."""
    written = write_blocks(Paragraph(content), **fields)
    return written._replace(body=written.body.removeprefix("<w:p>").removesuffix("</w:p>"))


def audit(data, folder):
    """What the two validators of Office files have against a package, but for a false alarm."""
    import ooxml_integrity
    from openxml_audit import OpenXmlValidator

    path = folder / "written.docx"
    path.write_bytes(data)
    errors = [error.description for error in OpenXmlValidator(max_errors=_MOST_ERRORS).validate(str(path)).errors]
    found = [error for error in errors if error != _NO_NUMBER]
    return found + [str(finding) for finding in ooxml_integrity.check(str(path)) if "ERROR" in str(finding).upper()]


def to_pdf(paths, folder):
    """The PDFs that LibreOffice makes of Word files, by stem."""
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder, *paths],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {path.stem: folder / f"{path.stem}.pdf" for path in map(Path, paths)}

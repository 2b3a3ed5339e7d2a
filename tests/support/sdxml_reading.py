"""Reads pieces of SDXML and gives what tests look at."""

from typing import NamedTuple

from sdconvert.archive import write_archive
from sdconvert.formats.sdxml.read import read
from sdconvert.formats.sdxml.write import write
from sdconvert.model.document import Document


class Read(NamedTuple):
    """What became of a document; its ledger closes with that of writing it again, or the test fails first."""

    document: Document
    findings: tuple
    ledger: object

    @property
    def blocks(self):
        return self.document.blocks

    @property
    def codes(self):
        return [finding.code.id for finding in self.findings]

    @property
    def messages(self):
        return [finding.message for finding in self.findings]


def read_bytes(source):
    """What becomes of a package or an sd.xml."""
    result = read(source)
    assert not result.ledger.join(write(result.value).ledger).imbalance()
    return Read(result.value, result.findings, result.ledger)


def read_body(body, version="2.6.0", around="", **members):
    """What becomes of a document with this content; `around` stands beside it, members by name in the package."""
    xml = f'<smashdoc version="{version}"><document>{body}</document>{around}</smashdoc>'.encode()
    return read_bytes(write_archive({"sd.xml": xml, **members}))


def read_inlines(content):
    """What becomes of the content of a paragraph."""
    (block,) = read_body(f'<paragraph indent="0">{content}</paragraph>').blocks
    return block.content

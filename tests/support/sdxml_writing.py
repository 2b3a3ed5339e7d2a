"""Writes blocks as SDXML and gives what tests look at."""

import re
from collections import Counter
from typing import NamedTuple

from lxml import etree

from sdconvert.archive import read_archive
from sdconvert.formats.sdxml.grammar import grammar
from sdconvert.formats.sdxml.write import DEFAULT_OPTIONS, write
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Document
from sdconvert.model.measure import measure

_IDS = re.compile(r' (?:id|list-id)="[^"]*"')


class Written(NamedTuple):
    """`body` is the content of `document` without ids, `xml` all of sd.xml."""

    body: str
    xml: str
    findings: tuple
    ledger: object
    parts: object

    @property
    def codes(self):
        return [finding.code.id for finding in self.findings]

    @property
    def messages(self):
        return [finding.message for finding in self.findings]


def write_blocks(*blocks, options=DEFAULT_OPTIONS, **fields):
    """What becomes of a document of these blocks; it is valid and its ledger closes, or the test fails here."""
    document = Document(blocks, **fields)
    result = write(document, options)
    parts = read_archive(result.value)
    xml = parts["sd.xml"].decode()
    assert grammar().validate(etree.fromstring(xml.encode())), grammar().error_log
    totals = Counter({kind: sum(result.ledger.total(kind)[1:]) for kind in Kind})
    for (kind, _), count in result.ledger.added.items():
        totals[kind] -= count
    assert {kind: count for kind, count in totals.items() if count} == measure(document)
    body = xml[xml.index("<document>") + len("<document>") : xml.index("</document>")]
    return Written(_IDS.sub("", body), xml, result.findings, result.ledger, parts)


def write_inlines(*content, **fields):
    """The same for one paragraph; `body` is its content."""
    written = write_blocks(Paragraph(content), **fields)
    start, end = '<paragraph indent="0">', "</paragraph>"
    assert written.body.startswith(start)
    return written._replace(body=written.body.removeprefix(start).removesuffix(end))

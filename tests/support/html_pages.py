"""Writes blocks as HTML and reads pages, and gives what tests look at."""

import re
from collections import Counter
from typing import NamedTuple

import html5lib

from sdconvert.archive import read_archive
from sdconvert.formats.html.read import read
from sdconvert.formats.html.write import HtmlOptions, write
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Document
from sdconvert.model.measure import measure

_ANCHORS = re.compile(r' id="sd-[^"]*"')


class Written(NamedTuple):
    """`main` is what stands in `main` without the ids that the writer makes, `page` all of the page."""

    main: str
    page: str
    findings: tuple
    parts: dict

    @property
    def codes(self):
        return [finding.code.id for finding in self.findings]


def write_blocks(*blocks, options=HtmlOptions(), **fields):  # noqa: B008
    """The page of these blocks; it is valid, its ledger closes and it reads back, or the test fails here."""
    document = Document(blocks, **fields)
    result = write(document, options)
    parts = {} if options.single_file else dict(read_archive(result.value))
    page = (result.value if options.single_file else parts["index.html"]).decode()
    html5lib.HTMLParser(strict=True).parse(page)
    booked = {kind: sum(result.ledger.total(kind)[1:]) for kind in Kind}
    assert {kind: count for kind, count in booked.items() if count} == measure(document)
    assert_ledger_closes(read(result.value))
    main = page[page.index("<main>") + len("<main>") : page.index("</main>")].strip("\n")
    return Written(_ANCHORS.sub("", main), page, result.findings, parts)


def write_inlines(*content, **fields):
    """The same for one paragraph; `main` is its content."""
    written = write_blocks(Paragraph(content), **fields)
    return written._replace(main=written.main.removeprefix("<p>").removesuffix("</p>"))


def assert_ledger_closes(result):
    """What was read and added is what was changed, dropped and is there."""
    rest = Counter(result.ledger.read)
    for (kind, _), count in result.ledger.added.items():
        rest[kind] += count
    for booked in (result.ledger.changed, result.ledger.dropped):
        for (kind, _), count in booked.items():
            rest[kind] -= count
    rest.subtract(measure(result.value))
    assert {kind: count for kind, count in rest.items() if count} == {}


class Read(NamedTuple):
    document: Document
    findings: tuple

    @property
    def blocks(self):
        return self.document.blocks

    @property
    def codes(self):
        return [finding.code.id for finding in self.findings]


def read_page(page, **arguments):
    """The document of a page; the ledger closes, or the test fails here."""
    result = read(page if isinstance(page, bytes) else page.encode(), **arguments)
    assert_ledger_closes(result)
    return Read(result.value, result.findings)


def texts(document):
    """The text of each block."""
    return [plain(getattr(block, "content", getattr(block, "caption", ()))) for block in document.blocks]


def plain(content):
    """The text of runs and links in a content."""
    return "".join(getattr(node, "text", None) or plain(getattr(node, "content", ())) for node in content)

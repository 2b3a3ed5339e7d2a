"""What all readers of one document share."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import field

from sdconvert.findings import Code, Location, Report
from sdconvert.formats.parsx.names import MAIN_PART, XML_SPACE
from sdconvert.formats.parsx.read.index import Index
from sdconvert.formats.parsx.read.pictures import PackagePictures
from sdconvert.frozen import dataclass
from sdconvert.ledger import Kind
from sdconvert.model.inlines import Inline, Run
from sdconvert.xmlio import Element

WORDS_SHOWN = 60


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    tag = str(element.tag)
    return tag.rpartition("}")[2] if tag.startswith("{") else tag


@dataclass(slots=True)
class Reading:
    """The state of reading one document: its account, pictures and index, the ids that references name, the last
    heading met. `preserves`: white space is text everywhere, as the file says of itself; else line ends and what
    surrounds them are one space, since files are often indented."""

    pictures: PackagePictures
    report: Report
    referred: frozenset[str]
    preserves: bool
    index: Index = field(default_factory=Index)
    heading: str = ""
    part: str = MAIN_PART
    lists: int = 0
    styles: set[str] = field(default_factory=set)

    def at(self, words: str = "") -> Location:
        """The place of a block that begins with these words."""
        return Location(self.part, heading=self.heading, words=words[:WORDS_SHOWN].strip())

    def id_of(self, element: Element) -> str:
        """The id of an element when something refers to it, else nothing."""
        own: str = element.get("id", "")
        return own if own in self.referred else ""

    def begin_list(self) -> str:
        """The name of a new list."""
        self.lists += 1
        return str(self.lists)

    def count(self, kind: Kind, pieces: int = 1) -> None:
        """Book what was met."""
        self.report.read({kind: pieces})

    def tally(self, code: Code, key: Hashable, **details: object) -> None:
        """Count one occurrence of what is reported once for each `key`, with the place and details of the first."""
        self.report.tally(code, key, self.at, **details)

    def close(self) -> None:
        """Report what was tallied."""
        self.report.report_tallies()


def referred_ids(root: Element) -> frozenset[str]:
    """The ids that references within the document name."""
    found = (element.get("verweis-intern") for element in root.iter() if local_name(element) == "verweis")
    return frozenset(target.removeprefix("#") for target in found if target)


def preserves_space(root: Element) -> bool:
    """Whether the file says of itself that its white space is text."""
    return root.get(XML_SPACE) == "preserve"


def text_of(content: tuple[Inline, ...]) -> str:
    """The text of the runs of a content."""
    return "".join([node.text for node in content if type(node) is Run])


def plain_text(element: Element) -> str:
    """All text in an element."""
    return "".join(map(str, element.itertext()))

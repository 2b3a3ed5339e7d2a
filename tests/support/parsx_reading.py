"""Small parsX files for the tests of its reader."""

from pathlib import Path

from sdconvert.archive import write_archive
from sdconvert.findings import Result
from sdconvert.formats.parsx.read import read
from sdconvert.model.document import Block, Document

SAMPLES = Path(__file__).parents[2] / "samples" / "parsx"


def read_body(body: str, **members: bytes) -> Result[Document]:
    """What is read from a chapter with this content; `members` are pictures by the stems of their names."""
    xml = f"<projekt><werk><hauptteil><kapitel>{body}</kapitel></hauptteil></werk></projekt>"
    pictures = {f"images/{name}.png": data for name, data in members.items()}
    return read(write_archive({"parsx.xml": xml.encode(), **pictures}))


def blocks(body: str) -> tuple[Block, ...]:
    return read_body(body).value.blocks


def codes(result: Result[Document]) -> list[str]:
    return [finding.code.id for finding in result.findings]


def sample(name: str) -> bytes:
    """A package made of a sample folder."""
    folder = SAMPLES / name
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return write_archive({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})

from __future__ import annotations

import pytest
from docx_builder import Relation, build_docx
from docx_documents import assert_accounted, blocks_of, codes, messages, p, r, read_document, table, text_box, texts

CHUNK = '<w:altChunk r:id="c"/>'


def chunk_lines(content: bytes | str, name: str = "chunk.bin") -> list[str]:
    """The texts of the blocks of a document with this chunk between two paragraphs."""
    build = {"relations": [Relation("c", "aFChunk", name)], "files": {f"word/{name}": content}}
    body = p("before") + CHUNK + p("after")
    assert_accounted(build_docx(body, **build))  # type: ignore[arg-type]
    first, *lines, last = texts(blocks_of(body, **build))
    assert (first, last) == ("before", "after")
    return lines


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<h1>one</h1><p>two <b>three</b></p>four", ["one", "two three", "four"]),
        ("<html><head><title>no</title><style>no</style></head><body>yes<script>no</script></body></html>", ["yes"]),
        ("<ul><li>one<li>two</ul>", ["one", "two"]),
        ("<table><tr><td>one</td><td>two</td></tr></table>", ["one", "two"]),
        ("<p>a<br>b</p>", ["a", "b"]),
        ("<p>a &amp; b&nbsp;c</p><!-- no -->", ["a & b c"]),
        ("<p>  \n </p>", []),
    ],
)
def test_a_web_page_is_its_lines(page: str, lines: list[str]) -> None:
    assert chunk_lines(page, "chunk.html") == lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_web_page_may_be_in_any_usual_encoding(encoding: str) -> None:
    assert chunk_lines("<p>Größe</p>".encode(encoding), "chunk.html") == ["Größe"]


def test_a_document_is_the_lines_of_its_paragraphs_each_once() -> None:
    either = (
        f'<mc:AlternateContent><mc:Choice Requires="w14">{r("choice")}</mc:Choice>'
        f"<mc:Fallback>{r('fallback')}</mc:Fallback></mc:AlternateContent>"
    )
    inner = build_docx(p("one ", either) + table(["cell"]) + p() + p("two", text_box(p("box"))))
    assert chunk_lines(inner, "chunk.docx") == ["one choice", "cell", "two box"]


def test_plain_text_is_its_lines() -> None:
    assert chunk_lines("one\r\n\r\n two \n3 < 4", "chunk.txt") == ["one", "two", "3 < 4"]


def test_a_web_page_saved_as_one_file_is_the_lines_of_the_page() -> None:
    page = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=xx\r\n\r\n--xx\r\n"
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "<p>Gr=C3=B6=C3=9Fe</p>\r\n--xx\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
        "--xx--"
    )
    assert chunk_lines(page, "chunk.mht") == ["Größe"]


def test_a_chunk_is_a_finding() -> None:
    build = {"relations": [Relation("c", "aFChunk", "chunk.html")], "files": {"word/chunk.html": "<p>one"}}
    result = read_document(CHUNK, **build)
    assert messages(result, "DOCX-R006") == ["An embedded document (word/chunk.html) is kept as plain paragraphs."]


@pytest.mark.parametrize("content", [b"{\\rtf1 text}", b"PK\x03\x04 broken"])
def test_a_chunk_that_cannot_be_read_is_lost_with_a_finding(content: bytes) -> None:
    build = {"relations": [Relation("c", "aFChunk", "chunk.bin")], "files": {"word/chunk.bin": content}}
    result, _ = assert_accounted(build_docx(CHUNK, **build))  # type: ignore[arg-type]
    assert codes(result) == ["DOCX-R007"]


@pytest.mark.parametrize(
    "relation", [Relation("x", "aFChunk", "chunk.html"), Relation("c", "aFChunk", "http://a", True)]
)
def test_a_chunk_without_a_relationship_or_outside_is_lost_with_a_finding(relation: Relation) -> None:
    result, _ = assert_accounted(build_docx(CHUNK, relations=[relation]))
    assert codes(result) == ["DOCX-R007"]


def test_a_chunk_that_is_missing_is_lost_with_findings() -> None:
    result, _ = assert_accounted(build_docx(CHUNK, relations=[Relation("c", "aFChunk", "chunk.html")]))
    assert codes(result) == ["DOCX-R001", "DOCX-R007"]


def test_a_chunk_in_a_cell_is_its_text_there() -> None:
    build = {"relations": [Relation("c", "aFChunk", "chunk.txt")], "files": {"word/chunk.txt": "one"}}
    _, tree = assert_accounted(build_docx(table([CHUNK + p("x")]), **build))  # type: ignore[arg-type]
    assert [element.text for element in tree.iter("p")] == ["one", "x"]

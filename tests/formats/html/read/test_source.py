import codecs
import time
from contextlib import suppress

import pytest
from html_pages import plain, read_page, texts
from strategies import png

from sdconvert.archive import Limits, write_archive
from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.formats.html.read import read


def test_a_zip_is_read_with_its_pictures():
    pages = {"doc/index.html": b'<p>a<img src="images/a.png"></p>', "doc/images/a.png": png()}
    result = read_page(write_archive(pages))
    assert list(result.document.assets.values()) == [png()]


def test_the_page_nearest_to_the_top_is_read_and_the_others_told():
    result = read_page(write_archive({"x/index.html": b"<p>deep", "b.htm": b"<p>top"}))
    assert texts(result.document) == ["top"]
    assert result.codes == ["HTML-R003"]


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ("<p>äß–".encode(), []),
        (codecs.BOM_UTF8 + "<p>äß–".encode(), []),
        (codecs.BOM_UTF16_LE + "<p>äß–".encode("utf-16-le"), []),
        ("<p>äß–".encode("cp1252"), []),
        ('<meta charset="iso-8859-1"><p>äß–'.encode("cp1252"), []),
        ('<meta http-equiv=Content-Type content="text/html; charset=windows-1252"><p>äß–'.encode("cp1252"), []),
        ('<?xml version="1.0" encoding="utf-8"?><p>äß–'.encode(), []),
        ('<meta charset="utf-8"><p>äß–'.encode("cp1252"), ["HTML-R001"]),
        ('<meta charset="utf-16"><p>äß–'.encode(), []),
        ('<meta charset="rot13"><p>äß–'.encode(), []),
        ('<!-- <meta charset="utf-7"> --><p>äß–'.encode(), []),
    ],
)
def test_encodings(data, codes):
    result = read_page(data)
    assert texts(result.document) == ["äß–"]
    assert result.codes == codes


def test_bytes_that_are_no_text_are_counted():
    result = read_page(b'<meta charset="utf-8"><p>' + "ä“”ö".encode() * 5 + b"\xff</p>")
    assert result.codes == ["HTML-R002"]
    assert result.findings[0].details["count"] == 1


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"{\\rtf1", b"\0\1\2", b"\x89PNG\r\n\x1a\n\0\0", write_archive({"a.txt": b"x"})]
)
def test_what_is_no_page_is_refused(data):
    with pytest.raises(UnreadableInput):
        read(data)


def test_a_page_that_is_too_large_is_refused():
    with pytest.raises(UnsafeInput):
        read(b"<p>" + b"x" * 100, limits=Limits(member_size=50))


def test_deep_nesting_is_read_as_text_and_told():
    result = read_page("<p>before</p>" + "<div><b>" * 300 + "deep" + "</b></div>" * 300 + "<p>after</p>")
    assert "".join(texts(result.document)).replace(" ", "") == "beforedeepafter"
    assert result.codes == ["HTML-R005"]


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "ul><li", "blockquote", "font", "q", "span id=x", "figure"])
@pytest.mark.parametrize("own", ["", '<html data-sdconvert="1">'])
def test_nesting_without_end_gives_a_result_or_an_error_of_ours(tag, own):
    page = own + f"<{tag}>" * 500 + "x"
    with suppress(UnsafeInput, UnreadableInput):
        read_page(page)
    with pytest.raises(UnsafeInput):
        read((own + f"<{tag}>" * 5000 + "x").encode())


def test_notes_that_refer_to_ever_more_notes_end_soon():
    count = 60
    notes = "".join(
        f'<li id="sd-fn{n}"><p>{n}<a class="note-ref" href="#sd-fn{n + 1}"></a>'
        f'<a class="note-ref" href="#sd-fn{n + 1}"></a></p></li>'
        for n in range(count)
    )
    start = time.monotonic()
    read_page(
        '<html data-sdconvert="1"><main><p><a class="note-ref" href="#sd-fn0"></a></p></main>'
        f'<section class="footnotes"><ol>{notes}</ol></section>'
    )
    assert time.monotonic() - start < 5


def test_what_a_page_says_about_itself():
    page = (
        '<html lang="de-AT"><head><title> T \n</title><meta name="Author" content="A">'
        '<meta name="keywords" content="a, b"><meta name="description" content="D"></head><body>x'
    )
    metadata = read_page(page).document.metadata
    assert (metadata.title, metadata.creator, metadata.description) == ("T", "A", "D")
    assert (metadata.tags, metadata.language) == (("a", "b"), "de-AT")


@pytest.mark.parametrize(
    "page",
    ["<p>a</p></body></html><p>b</p>", "<html><body><p>a</p></body></html><html><body>b", "<div>a</html ></div>\nb"],
)
def test_what_stands_after_the_end_of_a_page_is_read(page):
    assert texts(read_page(page).document) == ["a", "b"]


def test_entities_and_odd_characters_are_text():
    assert plain(read_page("<p>&lt;&amp;&#228;&nbsp;&#0;&#x80;\x01</p>").blocks[0].content).startswith("<&ä\xa0")


@pytest.mark.parametrize(
    "piece",
    [
        "<span>a</span>",
        '<a id="y" href="#x">1</a><a id="x" href="#y">1</a>',
        '<img src="https://a.example/x">',
        "<table><tr><td>a</table>",
        "<col span=1000 width=1>",
        "<figure><img src=x>",
        "<br>",
        "<b>",
    ],
)
def test_the_time_to_read_grows_with_the_page_and_no_faster(piece):
    start = time.monotonic()
    with suppress(UnsafeInput):
        read(("<p>" + piece * 6_000).encode())
    assert time.monotonic() - start < 6

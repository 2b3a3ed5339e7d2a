import re

import html5lib
import pytest
from html_pages import write_blocks, write_inlines
from metafiles import wmf, wmf_record, wmf_rectangle
from strategies import png

from sdconvert.choices import Renderer
from sdconvert.formats.html.write import HtmlOptions, write
from sdconvert.model.blocks import Directory, DirectoryKind, Heading, Paragraph, Picture
from sdconvert.model.document import Document, IndexEntry, Metadata
from sdconvert.model.inlines import Comment, InlinePicture, Note, Run, Sidenote
from sdconvert.model.tables import Cell, Row, Table

SINGLE = HtmlOptions(single_file=True)


def test_title_language_and_what_else_is_said_stand_in_the_head():
    page = write_blocks(metadata=Metadata("T & U", "S", "D", "F", "A", "de_AT", "f.docx", ("a, b", "c"))).page
    assert '<html lang="de-AT"' in page
    assert "<title>T &amp; U</title>" in page
    assert '<header><p class="title">T &amp; U</p><p class="subtitle">S</p></header>' in page
    assert '<meta name="keywords" content="a, b">\n<meta name="keywords" content="c">' in page
    assert "<footer><p>F</p></footer>" in page


def test_the_title_is_not_shown_twice():
    page = write_blocks(Heading((Run("My title"),), 0), metadata=Metadata("My title")).page
    assert "<header hidden>" in page
    page = write_blocks(Heading((Run("MY  title"),), 0), metadata=Metadata("My title", "Of more")).page
    assert '<header><p class="title" hidden>My title</p><p class="subtitle">Of more</p></header>' in page


def test_a_picture_is_on_a_phone_as_wide_as_on_paper_and_no_wider_than_the_page():
    small, wide, whole = (
        write_blocks(Picture("p.png", width=width), assets={"p.png": png()}).main for width in (20, 80, 100)
    )
    assert 'style="width:20%;min-width:min(100%,90.6pt)"' in small
    assert 'style="width:80%;min-width:min(100%,362.4pt)"' in wide
    assert 'style="width:100%"' in whole


def test_a_page_forbids_scripts_and_requests():
    page = write_blocks().page
    assert "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'" in page
    assert "<script" not in page
    assert not re.search(r"https?:|url\(|@import|@font-face", page)


def test_a_language_that_is_none_is_left_out():
    written = write_blocks(metadata=Metadata(language='x" onload="y'))
    assert "onload" not in written.page
    assert written.codes == ["HTML-W090"]


def test_pictures_stand_beside_the_page_or_in_it():
    picture = Picture("one.png", 50.0, text='A "b"', caption=(Run("C"),), is_numbered=True)
    beside = write_blocks(picture, assets={"one.png": png()})
    assert '<img src="images/one.png" alt="A &quot;b&quot;">' in beside.main
    assert '<figcaption><span class="number">Figure 1: </span>C</figcaption>' in beside.main
    assert beside.parts["images/one.png"] == png()
    within = write_blocks(picture, assets={"one.png": png()}, options=SINGLE)
    assert '<img src="data:image/png;base64,' in within.main


@pytest.mark.parametrize("name", ["../../evil.png", "a b.png", "x.html", ".htaccess", "C:\\x.png", "a/b.png"])
def test_a_name_that_is_no_plain_file_name_is_not_used_as_one(name):
    written = write_blocks(Picture(name), assets={name: png()})
    files = [part for part in written.parts if part != "index.html"]
    assert re.fullmatch(r"images/[0-9a-f]{32}\.png", files[0])


@pytest.mark.parametrize(
    "svg",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<a-b:svg xmlns:a-b="http://www.w3.org/2000/svg"><a-b:script>alert(1)</a-b:script></a-b:svg>',
        b'<svg xmlns:\xc3\xa4.="http://www.w3.org/2000/svg"><\xc3\xa4.:script>alert(1)</\xc3\xa4.:script></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><a href="javascript:x"/></svg>',
        b'<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
    ],
)
def test_a_drawing_that_could_run_something_is_not_written(svg):
    written = write_blocks(Picture("x.svg", text="alt"), assets={"x.svg": svg})
    assert list(written.parts) == ["index.html"]
    assert written.codes == ["HTML-W042"]
    assert "[alt]" in written.main


@pytest.mark.parametrize("is_single_file", [False, True])
def test_a_metafile_that_may_be_drawn_wrong_is_an_error(is_single_file):
    options = HtmlOptions(is_single_file, renderer=Renderer.BUILTIN)
    data = {"p": wmf(wmf_rectangle(0, 0, 90, 90), wmf_record(0x0429, "H", 1))}
    written = write_blocks(Picture("p"), assets=data, options=options)
    assert written.codes == ["HTML-W044"]
    assert "<img" in written.main


def test_what_is_no_picture_is_not_written():
    written = write_inlines(InlinePicture("x.html", "alt"), assets={"x.html": b"<script>alert(1)</script>"})
    assert written.main == "[alt]"
    assert written.codes == ["HTML-W041"]


EVIL = "\"><img src=x onerror=alert(1)><script>alert(2)</script>'--></style></title>"


def test_no_text_anywhere_becomes_markup():
    run = (Run(EVIL, style=EVIL),)
    table = Table(
        (Row((Cell((Paragraph(run, style=EVIL, id=EVIL),), background=EVIL),)),),
        (100.0,),
        border_color=EVIL,
        caption=run,
        style=EVIL,
        id=EVIL + "2",
    )
    document = Document(
        (
            Heading(run, 0, True, style=EVIL, label=EVIL, id=EVIL + "3"),
            Paragraph((*run, Note((run,)), Sidenote(run), Comment(EVIL, EVIL, (EVIL,), EVIL)), label=EVIL),
            Picture(EVIL, text=EVIL, caption=run, style=EVIL),
            table,
            *(Directory(kind) for kind in DirectoryKind),
        ),
        Metadata(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, (EVIL,)),
        {EVIL: png()},
        (IndexEntry(EVIL, EVIL, (), EVIL, EVIL, EVIL),),
        frozenset({EVIL}),
    )
    page = write(document, SINGLE).value.decode()
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert tree.find(".//script") is None
    assert all(not name.startswith("on") for element in tree.iter() for name in element.attrib)
    assert len(tree.findall(".//img")) == 1

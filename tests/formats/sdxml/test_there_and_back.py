"""What a valid document says in its own way comes back as it said it. The judge is the canonical form of the two trees,
with the defaults of the grammar, and not our reader."""

import pytest
from lxml import etree
from picture_samples import encoded
from sdxml_reading import read_bytes
from sdxml_trees import canonical

from sdconvert.archive import read_archive, write_archive
from sdconvert.findings import Severity
from sdconvert.formats.sdxml.grammar import grammar
from sdconvert.formats.sdxml.write import write
from sdconvert.validation import check

ID, OTHER = "0f8fad5b-d9cb-469f-a165-70867728950e", "0f8fad5b-d9cb-469f-a165-000000000002"
PNG = encoded("PNG")
PICTURE = {"images/a.png": PNG}
META = "<title>T</title>{}<subtitle>S</subtitle><description/><footer/><creator/>{}"


def come_back(xml, **members):
    """Whether the document, which has to be valid, is written as it was read, and without a word of complaint."""
    root = etree.fromstring(xml)
    assert grammar().validate(root), grammar().error_log
    read = read_bytes(write_archive({"sd.xml": xml.encode(), **members}))
    written = write(read.document)
    assert written.findings == ()
    again = etree.fromstring(read_archive(written.value)["sd.xml"])
    assert canonical(again).decode() == canonical(root).decode()


def body(xml):
    return f'<smashdoc version="2.6.0"><document>{xml}</document></smashdoc>'


@pytest.mark.parametrize(
    "attributes",
    [
        f'id="{ID}" level="0"',
        f'id="{ID}" level="0" indent="15"',
        f'id="{ID}" level="0" indent="0"',
        f'id="{ID}" level="3" restartNumbering="1"',
        f'id="{ID}" enumeration="3" restartNumbering="1"',
        f'id="{ID}" level="2" enumeration="1"',
        f'id="{ID}" origin_ids="{ID} {OTHER}" level="1" alignment="justify"',
        f'id="{ID.upper()}" level="1"',
        'id="own" level="1"',
        'level="1"',
        "",
    ],
)
def test_headings(attributes):
    come_back(body(f"<heading {attributes}>x</heading>"))


@pytest.mark.parametrize(
    "attributes",
    [
        *[f'indent="{indent}"' for indent in (0, 14, 15)],
        'indent="0" stylename=""',
        'indent="0" stylename="Own"',
        'indent="0" restartNumbering="1"',
        'indent="1" enumeration="5" restartNumbering="1"',
        'indent="0" origin_ids="a b"',
    ],
)
def test_paragraphs(attributes):
    come_back(body(f'<paragraph id="{ID}" {attributes}>x</paragraph>'))


@pytest.mark.parametrize("name", ["ol-li", "ul-li"])
@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'indent="15"',
        'indent="6"',
        'alignment="left"',
        'indent="0" enumeration="3"',
        f'indent="0" list-id="{OTHER}" origin_ids="{OTHER}"',
        'indent="0" list-id="a list"',
        'indent="0" list-id=""',
    ],
)
def test_list_items(name, attributes):
    come_back(body(f'<{name} id="{ID}" {attributes}>x</{name}>'))


@pytest.mark.parametrize("name", ["image", "table"])
@pytest.mark.parametrize(
    "attributes",
    [
        "",
        *[f'width="{width}"' for width in ("92.0%", "92.00%", "33.333%", "12cm", "0.50%", "100.00%")],
        'caption=""',
        'caption="a &quot;b&quot;"',
        'stylename=""',
        'stylename="Own"',
        'indent="15" num-enabled="0" alignment="center"',
        'num-enabled="1" origin_ids="a"',
    ],
)
def test_pictures_and_tables(name, attributes):
    content = "a.png" if name == "image" else "<tr/>"
    come_back(body(f'<{name} id="{ID}" {attributes}>{content}</{name}>'), **PICTURE)


@pytest.mark.parametrize("reference", ["a.png", " a.png\n"])
def test_how_a_picture_is_named(reference):
    img = f'<paragraph indent="0"><img filename="{reference.strip()}" caption="c"/></paragraph>'
    come_back(body(f'<image id="{ID}">{reference}</image>{img}'), **PICTURE)


@pytest.mark.parametrize(
    "lines",
    [
        "<column_width><item>20%</item><item>79.999%</item></column_width><tr/>",
        "<tr/><column_width><item>20%</item></column_width><tr/><tr/>",
        "<column_width><item/></column_width><column_width><item>wide</item></column_width>",
        "<tr/><column_width><item>1%</item></column_width><column_width><item>2%</item></column_width><tr/>",
    ],
)
def test_rows_and_column_widths_in_any_order(lines):
    come_back(body(f'<table id="{ID}">{lines}</table>'))


@pytest.mark.parametrize("colour", ["#000000", "#1F4e79"])
def test_colours_of_tables(colour):
    come_back(body(f'<table id="{ID}" border-color="{colour}"><tr/></table>'))


@pytest.mark.parametrize(
    "attributes",
    [
        'row-id="r"',
        'row-id=""',
        *[f'min-height="{height}"' for height in ("6.35mm", "6.348758718967975mm", "0.00mm", "0mm", "12", "high")],
    ],
)
def test_rows(attributes):
    come_back(body(f'<table id="{ID}"><tr {attributes}/></table>'))


@pytest.mark.parametrize("name", ["td", "th"])
@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'col-ids="a b"',
        *[f'colspan="{span}" rowspan="{span}"' for span in ("1", "2", "02", "1000")],
        'rowspan="65534"',
        *[f'border-{side}="{value}"' for side in ("top", "right", "bottom", "left") for value in "01"],
        *[f'font-size="{size}"' for size in ("9.75pt", "9.750243756093903pt", "9pt", "9.75", "0.00pt", "small")],
        *[f'text-align="{side}"' for side in ("left", "justify")],
        *[f'vertical-align="{place}"' for place in ("top", "middle", "bottom")],
        *[f'background-color="{colour}"' for colour in ("#000000", "#1F4e79")],
        *[f'background-intensity="{share}"' for share in ("100%", "20%", "0%", "0.2", "1", "strong")],
        'background-color="#1f4e79" background-intensity="100%"',
        'background-color="#1f4e79" background-intensity="20%"',
        'background-color="#000000" background-intensity="0"',
    ],
)
def test_cells(name, attributes):
    come_back(body(f'<table id="{ID}"><tr><{name} {attributes}><p>x</p></{name}></tr></table>'))


@pytest.mark.parametrize(
    "index",
    [
        "",
        "<indexes/>",
        f'<indexes><index-node id="{ID}" title=""/></indexes>',
        '<indexes><index-node id="own" title="a"/></indexes>',
        '<indexes><index-node id="" title="a"/></indexes>',
        *[
            f'<indexes><index-node id="{ID}" title="a" {name}="{value}"/></indexes>'
            for name in ("description", "sorting-key", "target-reference-id")
            for value in ("", ID)
        ],
    ],
)
def test_indexes(index):
    come_back(f'<smashdoc version="2.6.0"><document/>{index}</smashdoc>')


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("", ""),
        ("<filename/>", ""),
        ("<filename>f</filename>", "<tags/>"),
        ("", "<tags><tag/><tag>a</tag></tags>"),
        (
            "",
            '<word-export-presets template_id="a" language="de_DE" {}/>'.format(
                " ".join(
                    f'{kind}_{what}="1"'
                    for kind, what in (
                        ("toc", "text"),
                        ("toc", "image"),
                        ("toc", "table"),
                        ("caption", "image"),
                        ("caption", "table"),
                    )
                )
            ),
        ),
        ("", "<grid><item>1</item><item/></grid><grid-indentation-enabled>1</grid-indentation-enabled>"),
        ("", "<grid/><spellcheck-lang>de</spellcheck-lang>"),
    ],
)
def test_metadata(early, late):
    language = '<language value="ru_RU"/>'
    come_back(f"<smashdoc><meta>{language}{META.format(early, late)}</meta><document/></smashdoc>")
    come_back(f"<smashdoc><meta>{META.format(early, late)}</meta><document/></smashdoc>")


@pytest.mark.parametrize("attributes", ["", 'version="2.6"', 'version="2.6.0"', 'version="2.6.3" id="d"', f'id="{ID}"'])
def test_the_root(attributes):
    come_back(f"<smashdoc {attributes}><document/></smashdoc>")


XREF = '<xref href="{}" data-num-enabled="0" data-content-enabled="1"/>'
MENDED = [
    (f'<paragraph id="{ID}" indent="0">a</paragraph><heading id="{ID}" level="0">b</heading>', "SDXML-R017"),
    ('<table border-color="red"><tr><td/></tr></table>', "SDXML-R012"),
    ('<table border-color="#fff"><tr><td/></tr></table>', "SDXML-R012"),
    ('<table><tr><td background-color="red" background-intensity="100%"/></tr></table>', "SDXML-R012"),
    *[(f'<table><tr><td colspan="{span}"/></tr></table>', "SDXML-R012") for span in ("many", "1001", "0")],
    *[(f'<table><tr><td rowspan="{span}"/></tr></table>', "SDXML-R012") for span in ("many", "65535", "0")],
    ('<table><tr><td/><td rowspan="2"/></tr><tr><td colspan="2"/></tr></table>', "SDXML-W071"),
    ("<image>gone.png</image>", "SDXML-W040"),
    ("<image/>", "SDXML-W040"),
    ('<paragraph indent="0">a<img filename="gone.png" caption=""/></paragraph>', "SDXML-W040"),
    ("<image>images/a.png</image>", "SDXML-W046"),
    ("<image>images\\a.png</image>", "SDXML-W046"),
    ("<image>a.jpg</image>", "SDXML-W046"),
    ("<image>cut.png</image>", "SDXML-W045"),
    ("<image>stump.png</image>", "SDXML-W042"),
    (f'<paragraph indent="0">{XREF.format(ID)}</paragraph>', "SDXML-W019"),
    (f'<paragraph indent="0">a<index data-id="{ID}"/></paragraph>', "SDXML-W028"),
]


@pytest.mark.parametrize(("xml", "code"), MENDED, ids=[f"{code}-{number}" for number, (_, code) in enumerate(MENDED)])
def test_what_an_import_would_refuse_is_mended_and_told(xml, code):
    pictures = {"a.png": PNG, "a.jpg": PNG, "cut.png": PNG[:-20], "stump.png": PNG[:20]}
    used = {f"images/{name}": data for name, data in pictures.items() if name in xml}
    package = write_archive({"sd.xml": body(xml).encode(), **used})
    assert [finding for finding in check(package) if finding.severity is Severity.ERROR]
    read = read_bytes(package)
    written = write(read.document)
    assert code in {finding.code.id for finding in (*read.findings, *written.findings)}
    assert [str(finding) for finding in check(written.value) if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("index", [f'<index-node id="{ID}" title="b"/>', '<index-node id="own" title="b"/>'])
def test_entries_of_an_index_that_share_an_id_get_one_each(index):
    twice = f"<indexes>{index}{index}</indexes>"
    package = write_archive({"sd.xml": f'<smashdoc version="2.6.0"><document/>{twice}</smashdoc>'.encode()})
    read = read_bytes(package)
    assert read.codes == ["SDXML-R017"]
    written = write(read.document).value
    assert [str(finding) for finding in check(written) if finding.severity is Severity.ERROR] == []
    assert read_archive(written)["sd.xml"].count(b"<index-node") == 2


def test_entries_of_an_index_have_different_ids_however_often_one_is_repeated():
    thrice = f'<indexes>{f"""<index-node id="{ID}" title="b"/>""" * 3}</indexes>'
    read = read_bytes(write_archive({"sd.xml": f'<smashdoc version="2.6.0"><document/>{thrice}</smashdoc>'.encode()}))
    assert len({entry.id for entry in read.document.index}) == 3
    assert not write(read.document).findings


@pytest.mark.parametrize("index", ['<index-node title="b"/>', '<index-node id="" title="b"/>'])
def test_a_mark_without_an_id_leads_to_the_entry_without_one(index):
    marked = f"<document><paragraph>a<index/></paragraph></document><indexes>{index}</indexes>"
    read = read_bytes(write_archive({"sd.xml": f'<smashdoc version="2.6.0">{marked}</smashdoc>'.encode()}))
    written = write(read.document).value
    assert [str(finding) for finding in check(written) if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("kind", ["content", "images", "tables", "footnotes", "weblinks", "indexes", "sidenotes"])
def test_page_breaks_and_directories(kind):
    come_back(body(f'<pagebreak/><directory type="{kind}"/>'))


@pytest.mark.parametrize(
    "block",
    [
        *[f'<heading level="0" indent="{indent}"/>' for indent in ("16", "99", "-1", "01", "x", "")],
        '<heading level="9" enumeration="7" restartNumbering="2" alignment="start"/>',
        '<paragraph indent="16" enumeration="6" alignment="middle"/>',
        '<ol-li indent="16" enumeration="9" alignment="right"/>',
        '<image indent="16" num-enabled="2" alignment="x">a.png</image>',
        '<table indent="16" num-enabled="yes"><tr><td border-top="2" text-align="x" vertical-align="y"/></tr></table>',
        '<directory type="quotes" id="a"/>',
    ],
)
def test_what_is_not_valid_is_written_valid(block):
    document = read_bytes(body(block).encode()).document
    again = etree.fromstring(read_archive(write(document).value)["sd.xml"])
    assert grammar().validate(again), grammar().error_log

import pytest
from lxml import etree

from sdconvert.formats.sdxml.grammar import grammar

ID = "0b1c6c3e-9a55-5f5e-8f1e-0a1b2c3d4e5f"
MARKS = ("b", "i", "u", "s", "sub", "sup", "kbd", "sd-sc")
LINES = {*MARKS, "a", "br"}
CELL = {*MARKS, "a", "inline", "footnote", "img", "xref"}
BLOCK = {*CELL, "sidenote", "index"}
CHILDREN = {
    "heading": BLOCK,
    "paragraph": BLOCK,
    "ol-li": BLOCK,
    "ul-li": BLOCK,
    "p": CELL,
    "footnote": LINES,
    "img": LINES,
    "sidenote": {*LINES, "xref"},
    "a": {*MARKS, "inline", "br"},
    "sub": {*MARKS, "inline", "br"} - {"sub", "sup"},
    "sup": {*MARKS, "inline", "br"} - {"sub", "sup"},
    "kbd": LINES - {"kbd"},
    "inline": LINES,
    **{mark: {*LINES, "inline"} - {mark} for mark in ("b", "i", "u", "s", "sd-sc")},
}
ATTRIBUTES = {
    "a": 'href="https://a.example"',
    "inline": 'stylename="Own"',
    "img": 'filename="a.png" caption=""',
    "xref": f'href="{ID}" data-num-enabled="1" data-content-enabled="0"',
    "index": f'data-id="{ID}"',
    "paragraph": 'indent="0"',
}
INLINES = sorted({*BLOCK, "br"})


def element(name, content=""):
    return f"<{name} {ATTRIBUTES.get(name, '')}>{content}</{name}>"


def is_valid(blocks, before="", after=""):
    return grammar().validate(etree.fromstring(f"<smashdoc>{before}<document>{blocks}</document>{after}</smashdoc>"))


def in_document(name, content):
    if name in {"heading", "paragraph", "ol-li", "ul-li"}:
        return element(name, content)
    if name == "p":
        return f"<table><tr><td>{element(name, content)}</td></tr></table>"
    return element("paragraph", element(name, content))


def test_it_declares_48_elements():
    assert len(list(grammar().iterelements())) == 48


def test_it_is_loaded_once():
    assert grammar() is grammar()


@pytest.mark.parametrize("parent", CHILDREN)
def test_each_element_holds_exactly_what_the_format_states(parent):
    held = {child for child in INLINES if is_valid(in_document(parent, element(child)))}
    assert held == CHILDREN[parent]


@pytest.mark.parametrize("parent", CHILDREN)
def test_each_inline_parent_holds_text(parent):
    assert is_valid(in_document(parent, "text"))


def test_metadata_stand_in_one_order():
    texts = "<title/><filename/><subtitle/><description/><footer/><creator/>"
    presets = (
        '<word-export-presets template_id="" language="en_US" toc_text="0" toc_image="0" toc_table="0" '
        'caption_image="1" caption_table="1"><tag/></word-export-presets>'
    )
    rest = "<grid><item/></grid><grid-indentation-enabled/><spellcheck-lang/>"
    full = f'<meta><language value="de_DE"/>{texts}<tags><tag/></tags>{presets}{rest}</meta>'
    assert is_valid("", full)
    assert is_valid("", "<meta><title/><subtitle/><description/><footer/><creator/></meta>")
    assert not is_valid("", "<meta><subtitle/><title/><description/><footer/><creator/></meta>")
    assert not is_valid("", "<meta><title/></meta>")


@pytest.mark.parametrize(
    "block",
    [
        f'<heading id="{ID}" origin_ids="{ID}" level="5" indent="15" alignment="justify" restartNumbering="1"/>',
        '<heading enumeration="0"/>',
        '<paragraph enumeration="2" stylename="Own" indent="0" alignment="center" restartNumbering="0"/>',
        f'<ol-li id="{ID}" enumeration="1" indent="2" list-id="{ID}" alignment="left">x</ol-li>',
        '<image caption="" width="92.0%" indent="1" alignment="right" num-enabled="0" stylename="Own">a.png</image>',
        '<table border-color="#ffffff"><tr row-id="1" min-height="6.35mm"/>'
        "<column_width><item>20%</item></column_width></table>",
        '<table><tr><th col-ids="1" colspan="2" rowspan="2" border-top="1" font-size="9.75pt" text-align="justify" '
        'vertical-align="middle" background-color="#000000" background-intensity="20"/></tr></table>',
        "<pagebreak/>",
        '<directory type="weblinks"/>',
    ],
)
def test_blocks_have_the_attributes_that_the_format_states(block):
    assert is_valid(block)


@pytest.mark.parametrize(
    "block",
    [
        '<heading level="6"/>',
        '<paragraph indent="16"/>',
        "<paragraph/>",
        '<ul-li alignment="center"/>',
        "<table/>",
        "<table><column_width/></table>",
        "<directory/>",
        '<directory type="other"/>',
        f'<directory id="{ID}" type="content"/>',
        f'<directory origin_ids="{ID}" type="content"/>',
        '<table><tr><td vertical-align="baseline"/></tr></table>',
        '<table><tr><td><p alignment="left"/></td></tr></table>',
        "text",
        "<meta/>",
    ],
)
def test_what_the_format_does_not_state_is_refused(block):
    assert not is_valid(block)


def test_index_nodes_hold_each_other():
    node = f'<index-node id="{ID}" title="" target-reference-id="{ID}" description="" sorting-key="">'
    assert is_valid("", after=f"<indexes>{node}{node}</index-node></index-node></indexes>")
    assert not is_valid("", after='<indexes><index-node title=""/></indexes>')


def test_defaults_are_those_of_the_format():
    table = next(declared for declared in grammar().iterelements() if declared.name == "table")
    defaults = {attribute.name: attribute.default_value for attribute in table.iterattributes()}
    assert defaults["border-color"] == "#000000"
    assert (defaults["width"], defaults["indent"], defaults["num-enabled"]) == ("100%", "0", "1")

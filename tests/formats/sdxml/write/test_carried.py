from dataclasses import replace

import pytest
from sdxml_reading import read_body
from sdxml_writing import write_blocks

from sdconvert.archive import read_archive
from sdconvert.formats.sdxml.write import write
from sdconvert.formats.sdxml.write.carried import restore
from sdconvert.formats.sdxml.write.tags import empty_tag, start_tag
from sdconvert.model.blocks import Heading
from sdconvert.model.inlines import Run

TABLE = (
    '<table id="t" width="92.0%" indent="0" num-enabled="1" border-color="#000000">{}'
    '<tr><td colspan="9"><p>x</p></td></tr><tr></tr></table>'
)


@pytest.mark.parametrize(
    ("ours", "extra", "restored"),
    [
        ({"a": "1"}, (), {"a": "1"}),
        ({"width": "51.00%"}, (("width", "51.0%"),), {"width": "51.0%"}),
        ({"width": "60.00%"}, (("width", "51.0%"),), {"width": "60.00%"}),
        ({"id": "x"}, (("id", None),), {}),
        ({}, (("origin_ids", 'a "b"'),), {"origin_ids": 'a "b"'}),
        ({"caption": "new"}, (("caption", ""),), {"caption": "new"}),
        ({}, (("caption", ""),), {"caption": ""}),
        ({"min-height": "6.35mm"}, (("min-height", "6.348758718967975mm"),), {"min-height": "6.348758718967975mm"}),
        ({}, (("<tr>", "2"), ("x", "1")), {"x": "1"}),
        ({"level": "0"}, (("level", None),), {}),
        ({"level": "1"}, (("level", None),), {"level": "1"}),
        ({"enumeration": "1"}, (("level", "2"),), {"enumeration": "1", "level": "2"}),
        ({"indent": "0"}, (("indent", None),), {}),
        ({"indent": "1"}, (("indent", None),), {"indent": "1"}),
    ],
)
def test_what_was_carried_is_said_as_far_as_it_means_the_same(ours, extra, restored):
    assert restore(ours, extra) == restored


def test_a_tag_has_what_was_carried_in_the_place_of_what_is_said_and_its_values_escaped():
    attributes = {"id": "x", "caption": 'a "b" & <c>\n', "width": "51.00%"}
    assert start_tag("image", attributes) == (
        '<image id="x" caption="a &quot;b&quot; &amp; &lt;c&gt;&#10;" width="51.00%">'
    )
    assert empty_tag("image", {"id": "x", "width": "51.00%"}, (("width", "51%"), ("origin_ids", "&"))) == (
        '<image id="x" width="51%" origin_ids="&amp;"/>'
    )
    assert start_tag("tr", {}) == "<tr>"


SHADING = (("background-color", "#000000"), ("background-intensity", "20%"))


def test_a_shading_is_restored_when_the_colour_seen_is_still_the_same():
    same = {"background-color": "#cccccc", "background-intensity": "100%"}
    other = {"background-color": "#ff0000", "background-intensity": "100%"}
    assert restore(same, SHADING) == {"background-color": "#000000", "background-intensity": "20%"}
    assert restore(other, SHADING) == other


def test_a_block_made_from_one_that_was_read_says_what_it_has_become():
    (paragraph,) = read_body('<paragraph id="p1" indent="2" origin_ids="o" restartNumbering="1">x</paragraph>').blocks
    heading = Heading(paragraph.content, 1, id=paragraph.id, extra=paragraph.extra)
    assert 'origin_ids="o"' in write_blocks(heading).xml
    assert '<heading id="p1" level="1"' in write_blocks(heading).xml


def body_of(document):
    xml = read_archive(write(document).value)["sd.xml"].decode()
    return xml[xml.index("<document>") + len("<document>") : xml.index("</document>")]


@pytest.mark.parametrize("widths", ["", "<column_width><item>33.3%</item></column_width>"])
def test_a_table_that_was_read_is_written_with_the_grid_that_it_had(widths):
    table = TABLE.format(widths)
    assert body_of(read_body(table).document) == table


def test_a_table_whose_columns_were_changed_is_written_with_a_whole_grid():
    document = read_body(TABLE.format("<column_width><item>33.3%</item></column_width>")).document
    (table,) = document.blocks
    again = body_of(replace(document, blocks=(replace(table, columns=(50.0, 50.0)),)))
    assert "<item>33.3%</item>" not in again
    assert again.count("<td") == 2


def test_a_picture_that_is_missing_leaves_its_caption():
    document = read_body('<image id="i" width="92.0%" caption="c">images/gone.png</image>').document
    assert body_of(document) == '<paragraph id="i" indent="0">c</paragraph>'


def test_a_reference_that_leads_nowhere_is_not_written():
    xref = '<xref href="0f8fad5b-d9cb-469f-a165-70867728950e" data-num-enabled="0" data-content-enabled="0"/>'
    document = read_body(f'<paragraph id="p" indent="0">a{xref}</paragraph>').document
    assert body_of(document) == '<paragraph id="p" indent="0">a</paragraph>'


def test_runs_of_a_document_that_was_read_can_be_changed():
    document = read_body('<paragraph id="p" indent="0">x</paragraph>').document
    changed = replace(document.blocks[0], content=(Run("y"),))
    assert body_of(replace(document, blocks=(changed,))) == '<paragraph id="p" indent="0">y</paragraph>'


@pytest.mark.parametrize("note", ["<i>a</i><br/><i>b</i>", "<i>a<br/>b</i>"])
def test_a_line_break_in_a_note_stays_inside_or_outside_of_looks(note):
    paragraph = f'<paragraph id="p" indent="0"><footnote>{note}</footnote></paragraph>'
    assert body_of(read_body(paragraph).document) == paragraph

from __future__ import annotations

from docx_drawings import box, drawing, pic, read, settle, vml
from docx_reading import codes, texts

from sdconvert.ledger import Kind


def test_text_boxes_are_given_in_reading_order() -> None:
    result, reading = read(drawing(f"<wpg:wgp><wps:wsp>{box('a')}</wps:wsp><wps:wsp>{box('b')}</wps:wsp></wpg:wgp>"))
    assert [texts(content) for content in result.text_boxes] == [["a"], ["b"]]
    assert codes(reading) == []
    settle(result, reading)


def test_of_nested_text_boxes_only_the_outer_one_is_given_and_its_pictures_are_left_to_it() -> None:
    inner = drawing(f"<wps:wsp>{box('inner')}</wps:wsp>") + drawing(pic())
    outer = box("outer").replace("</w:r>", f"{inner}</w:r>")
    result, reading = read(drawing(f"<wps:wsp>{outer}</wps:wsp>"))
    assert len(result.text_boxes) == 1
    assert result.pictures == ()
    assert reading.report.ledger.kept == {Kind.DRAWINGS: 1}
    settle(result, reading)


def test_a_text_box_as_word_writes_it_into_strict_files_is_given() -> None:
    content = "<wne:txbxContent><w:p><w:r><w:t>x</w:t></w:r></w:p></wne:txbxContent>"
    result, reading = read(drawing(f"<wp:wsp><wp:txbx>{content}</wp:txbx></wp:wsp>"))
    assert [texts(found) for found in result.text_boxes] == [["x"]]
    reading.report.keep({Kind.TEXT_BOXES: 1})
    settle(result, reading)


def test_a_vml_text_box_is_given() -> None:
    content = "<v:textbox><w:txbxContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    result, reading = read(vml(content, "position:absolute;width:9pt"))
    assert [texts(found) for found in result.text_boxes] == [["x"]]
    assert result.is_floating
    settle(result, reading)


def test_text_outside_of_any_box_is_a_finding() -> None:
    result, reading = read(vml("<v:textbox><w:p><w:r><w:t>stray</w:t></w:r></w:p></v:textbox>"))
    assert codes(reading) == ["DOCX-R095"]
    settle(result, reading)

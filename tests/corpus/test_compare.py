"""The comparison gives 1 to a right conversion and less to every wrong one."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO
from itertools import pairwise

import pytest
from compare import align, compare, missing_words
from sdxml_facts import sdxml_facts
from small_word import p, r, style, word
from word_facts import word_facts

BULLETS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
BODY = (
    p(r("Ti") + r("tle"), '<w:pStyle w:val="heading1"/>')
    + p(r("plain ") + r("bold", "<w:b/>") + r(" lean", "<w:i/>"), '<w:jc w:val="center"/>')
    + p(r("point"), '<w:numPr><w:numId w:val="1"/></w:numPr>')
    + f"<w:tbl><w:tr><w:tc>{p(r('cell'))}</w:tc></w:tr></w:tbl>"
    + p(f'<w:hyperlink r:id="l">{r("link")}</w:hyperlink><w:r><w:footnoteReference w:id="1"/></w:r>')
)
SOURCE = word(
    BODY,
    styles=style("heading 1"),
    numbering=BULLETS,
    footnotes=f'<w:footnote w:id="1">{p(r("note"))}</w:footnote>',
    links={"l": "https://example.org"},
)
TARGET = (
    '<heading level="0">Title</heading>'
    '<paragraph indent="0" alignment="center">plain <b>bold</b><i> lean</i></paragraph>'
    '<ul-li indent="0">point</ul-li>'
    "<table><column_width><item>100%</item></column_width><tr><td><p>cell</p></td></tr></table>"
    '<paragraph indent="0"><a href="https://example.org">link</a><footnote>note</footnote></paragraph>'
)


def sdxml(document: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("sd.xml", f"<smashdoc><document>{document}</document></smashdoc>")
    return stream.getvalue()


def scores(source: bytes, target: str, findings: tuple[str, ...] = ()) -> dict[str, float]:
    found = compare(word_facts(source), sdxml_facts(sdxml(target)), findings)
    return {name: score for name, score in found.items() if score is not None}


def test_a_right_conversion_scores_1_in_all_that_there_is() -> None:
    found = scores(SOURCE, TARGET)
    measures = {"words", "headings", "items", "cells", "links", "notes", "alignment", "bold", "italic"}
    assert found == dict.fromkeys(measures, 1.0)


@pytest.mark.parametrize(
    ("right", "wrong", "measure"),
    [
        ("plain ", "", "words"),
        ("Title", "Totle", "words"),
        ('level="0"', 'level="1"', "headings"),
        ('level="0"', 'enumeration="0"', "headings"),
        ("ul-li", "ol-li", "items"),
        ('ul-li indent="0"', 'ul-li indent="1"', "items"),
        ("<td><p>cell", "<td><p/></td><td><p>cell", "cells"),
        ("example.org", "example.com", "links"),
        ("<footnote>note</footnote>", "<footnote/>", "notes"),
        ('alignment="center"', 'alignment="right"', "alignment"),
        ("<b>bold</b>", "bold", "bold"),
        ("plain ", "<b>plain</b> ", "bold"),
        ("<i> lean</i>", "<b> lean</b>", "italic"),
    ],
)
def test_what_is_wrong_costs(right: str, wrong: str, measure: str) -> None:
    assert right in TARGET
    assert scores(SOURCE, TARGET.replace(right, wrong))[measure] < 1


def test_a_word_that_a_finding_holds_is_not_missing() -> None:
    without = TARGET.replace("plain ", "")
    assert missing_words(word_facts(SOURCE), sdxml_facts(sdxml(without)), ()) == ["plain"]
    assert scores(SOURCE, without, ("dropped: plain",))["words"] == 1


def test_a_finding_stands_for_a_word_once() -> None:
    source = word(p(r("one one")))
    assert scores(source, "<paragraph/>", ("one",))["words"] == 0.5


def test_words_in_another_order_are_missing() -> None:
    source = word(p(r("alpha beta gamma")))
    assert scores(source, "<paragraph>beta gamma alpha</paragraph>")["words"] == pytest.approx(2 / 3)


def test_words_cut_or_joined_elsewhere_are_found() -> None:
    source = word(p(r("first sec") + r("ond third", "<w:b/>")))
    found = scores(source, "<paragraph>firstsec<b>on</b></paragraph><paragraph><b>d third</b></paragraph>")
    assert (found["words"], found["bold"]) == (1, 1)


def test_a_caption_may_stand_before_or_after_and_without_its_number() -> None:
    number = f'<w:fldSimple w:instr="SEQ Figure">{r("1")}</w:fldSimple>'
    caption = p(r("Figure ") + number + r(": A "), '<w:pStyle w:val="Caption"/>')
    source = word(caption + p(r("text")), styles=style("Caption", "<w:rPr><w:i/></w:rPr>"))
    found = scores(source, '<paragraph>text</paragraph><image caption="A">a.png</image>')
    assert found["words"] == 1
    assert "italic" not in found
    assert scores(source, "<paragraph>A text</paragraph>")["words"] == 0.5


def test_a_reference_may_become_an_xref() -> None:
    source = word(p(r("see ") + f'<w:fldSimple w:instr="REF a">{r("Part One")}</w:fldSimple>'))
    assert scores(source, '<paragraph>see <xref href="x"/></paragraph>')["words"] == 1
    assert scores(source, "<paragraph>see Part One</paragraph>")["words"] == 1
    assert scores(source, "<paragraph>see</paragraph>")["words"] == pytest.approx(1 / 3)


def test_an_equation_is_found_in_another_notation() -> None:
    equation = "<m:oMath><m:r><m:t>x=2y</m:t></m:r></m:oMath>"
    source = word(p(r("so ") + equation + r(" holds")))
    assert scores(source, r"<paragraph>so $x = \frac{2}{y}$ holds</paragraph>")["words"] == 1
    assert scores(source, "<paragraph>so holds</paragraph>")["words"] < 1


def test_a_heading_in_a_cell_may_be_a_bold_paragraph() -> None:
    heading = p(r("x"), '<w:pStyle w:val="heading1"/>')
    source = word(f"<w:tbl><w:tr><w:tc>{heading}</w:tc></w:tr></w:tbl>", styles=style("heading 1"))
    assert scores(source, "<table><tr><td><p><b>x</b></p></td></tr></table>") == {"words": 1, "cells": 1}


def test_alignment_is_lists_with_equal_members_in_rising_order() -> None:
    random.seed(7)
    a = [str(random.randrange(300)) for _ in range(3000)]
    b = [word for word in a if random.random() > 0.1]
    pairs = align(a, b)
    assert all(a[i] == b[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(pairs))
    assert len(pairs) > 0.97 * len(b)


def test_alignment_of_nothing_is_nothing() -> None:
    assert align([], ["a"]) == []
    assert align(["a", "b"], ["c"]) == []

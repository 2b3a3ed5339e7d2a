"""Mappings for Word files: what is proposed, and what is sent with each of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from survey_kit import docx, heading, own

from sdconvert.proposing import rows_for, style_mapping
from sdconvert.stylemap import MappingRow, StyleMap, TextType

CLAUSE = "The supplier delivers the goods within ten days after the order was placed in writing."
FAMILY = StyleMap({"Ow*": MappingRow(TextType.PARAGRAPH, 1), "Heading 1": MappingRow(TextType.HEADING, 0)})


def test_the_rows_that_are_sent_with_a_file_name_its_styles(tmp_path: Path) -> None:
    rows = {"heading 1": {"textType": "heading", "level": 0}}
    assert rows_for(FAMILY, docx(tmp_path / "a.docx", own("Mine."))) == {
        **rows,
        "Own": {"textType": "paragraph", "level": 1},
    }
    assert rows_for(FAMILY, docx(tmp_path / "b.docx", "Text.")) == rows


def test_a_mapping_without_families_does_not_ask_what_a_file_holds(tmp_path: Path) -> None:
    stylemap = StyleMap({"Own": MappingRow(TextType.CAPTION, 2)})
    assert rows_for(stylemap, tmp_path / "none.docx") == {"Own": {"textType": "caption"}}


@pytest.mark.parametrize(("text", "row"), [("Scope", "heading 0"), (CLAUSE, "paragraph 0")])
def test_a_heading_is_what_reads_like_one(tmp_path: Path, text: str, row: str) -> None:
    proposal = style_mapping([docx(tmp_path / "a.docx", heading(text))]).value
    assert str(proposal.stylemap.rows["heading 1"]) == row


def test_each_change_is_named_with_its_file(tmp_path: Path) -> None:
    source = docx(tmp_path / "a.docx", heading("Scope"), heading("Term"), heading(CLAUSE))
    findings = style_mapping([source]).value.findings
    assert findings == ()
    source = docx(tmp_path / "b.docx", heading("Scope"), heading(CLAUSE), heading(CLAUSE))
    (finding,) = style_mapping([source]).value.findings
    assert finding.message.startswith("The row “heading 1” makes text of 3 headings of 1 file (b.docx); the first:")

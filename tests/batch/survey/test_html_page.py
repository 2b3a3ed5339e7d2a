"""The page of a survey: what it shows, and that what documents hold stays text."""

from __future__ import annotations

import html
import re
from pathlib import Path

from docx_documents import p
from survey_kit import LOST, OWN_HEADING, STYLES, docx, heading, own

from sdconvert.batch.sources import discover
from sdconvert.batch.survey.html_page import survey_page
from sdconvert.batch.survey.survey import survey

EVIL = "&lt;script&gt;alert(1)&lt;/script&gt;"


def page_of(folder: Path) -> str:
    return survey_page(survey(discover([str(folder)], (".docx",)).items, workers=0))


def test_the_page_has_styles_rows_changes_and_losses_by_document(tmp_path: Path) -> None:
    docx(tmp_path / "a.docx", heading("First"), own("Mine."), own("Again."))
    docx(tmp_path / "b.docx", heading("Second"), own("A heading"), p(LOST), styles=OWN_HEADING)
    (tmp_path / "broken.docx").write_bytes(b"nothing")
    text = " ".join(html.unescape(re.sub("<[^>]*>", " ", page_of(tmp_path))).split())
    for words in (
        "Survey of 3 documents",
        "heading 1 Word's own 2 2 First a.docx heading 0 high Word's own heading, not numbered in Word",
        "makes text of 1 heading of 1 file b.docx",
        "MAP-011 The style “Own” is not the same in all files",
        "b.docx 1 6 DOCX-R034 Own: makes text of 1 heading of 1 file",
        "broken.docx : broken.docx is of an unknown kind, not an intact zip package.",
    ):
        assert words in text


def test_the_cells_name_their_columns_for_narrow_pages(tmp_path: Path) -> None:
    docx(tmp_path / "a.docx", heading("First"), own("Mine."), p(LOST))
    page = page_of(tmp_path)
    for name in ("Uses", "Files", "Example", "Becomes", "Confidence", "Losses", "Characters", "By", "Kept", "Lost"):
        assert f'data-label="{name}">' in page


def test_hostile_names_and_texts_are_text(tmp_path: Path) -> None:
    styles = STYLES.replace('w:val="Own"', f'w:val="{EVIL}"')
    docx(tmp_path / "<img src=x onerror=alert(2)>.docx", heading("x </q><b>"), own("Mine."), styles=styles)
    page = page_of(tmp_path)
    assert "<script" not in page
    assert "<img" not in page
    for shown in (EVIL, "x &lt;/q&gt;&lt;b&gt;", "&lt;img src=x onerror=alert(2)&gt;.docx"):
        assert shown in page
    assert "default-src 'none'; style-src 'sha256-" in page

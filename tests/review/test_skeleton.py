"""Documents without their text, and what a mapping changes in them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from survey_kit import docx, heading, own

from sdconvert.effects import EffectKind, effects_of, summarise
from sdconvert.findings import Location
from sdconvert.model.blocks import Heading, Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import CrossReference, Note, Run
from sdconvert.options import ConversionOptions
from sdconvert.pipeline import read_document
from sdconvert.proposing import style_mapping
from sdconvert.review.labels import count_changed, see_labels
from sdconvert.review.skeleton import document_of, effects_in, skeleton_of
from sdconvert.stylemap import MappingRow, StyleMap, TextType

SAMPLES = Path(__file__).parents[2] / "samples" / "docx"
OPTIONS = ConversionOptions()
NUMBERED = StyleMap({"heading 1": MappingRow(TextType.HEADING_OL, 0)})


def test_a_mapping_that_numbers_headings_adds_a_number_to_each(tmp_path: Path) -> None:
    document = read_document(docx(tmp_path / "a.docx", heading("One"), own("Text."), heading("Two"))).value
    (effect,) = effects_in(skeleton_of(document), NUMBERED, OPTIONS, 7)
    assert (effect.kind, effect.noun, effect.row) == (EffectKind.NUMBER_ADDED, "heading", "heading 1")
    assert (effect.count, effect.files) == (2, (7,))


@pytest.mark.parametrize("name", ["contract-de", "technical-report", "minutes", "letter"])
@pytest.mark.parametrize("text_type", [None, TextType.HEADING_OL, TextType.CAPTION, TextType.LIST_UL])
def test_a_skeleton_changes_as_its_document_does(name: str, text_type: TextType | None) -> None:
    source = SAMPLES / f"{name}.docx"
    document = read_document(source).value
    proposed = style_mapping([source]).value.stylemap
    rows = {style: row if text_type is None else MappingRow(text_type, 0) for style, row in proposed.rows.items()}
    mapping = StyleMap(rows)
    by_document = summarise(effects_of(document, mapping).seen)
    by_skeleton = effects_in(skeleton_of(document), mapping, OPTIONS)
    assert [(one.row, one.kind, one.noun, one.count) for one in by_skeleton] == [
        (one.row, one.kind, one.noun, one.count) for one in by_document
    ]


def test_a_skeleton_is_small_and_holds_no_text(tmp_path: Path) -> None:
    source = docx(tmp_path / "a.docx", heading("Secret heading"), own("Secret text."))
    skeleton = skeleton_of(read_document(io.BytesIO(source.read_bytes())).value)
    assert "ecret" not in repr(document_of(skeleton))
    assert len(skeleton_of(read_document(SAMPLES / "contract-de.docx").value)) < 6000


def test_labels_that_are_kept_as_text_do_not_count_as_changed() -> None:
    seen = see_labels(read_document(SAMPLES / "contract-de.docx").value, OPTIONS)
    assert seen["10"].shown == "§ 1"
    assert count_changed(seen) == 0


def test_a_number_where_the_source_has_none_counts_as_changed(tmp_path: Path) -> None:
    document = read_document(docx(tmp_path / "a.docx", heading("One"), own("Text."))).value
    assert count_changed(see_labels(document, OPTIONS)) == 0
    assert count_changed(see_labels(document, ConversionOptions.parse(headings="numbered"))) == 1


def test_a_reference_that_a_mapping_makes_words_is_an_effect_of_the_skeleton_too() -> None:
    at = Location("word/document.xml", 1)
    heading_1 = Heading((Run("One"),), 0, True, style="heading 1", label="1", id="one", at=at)
    reference = CrossReference("one", show_number=True, show_content=False, text="1")
    note = Note(((reference,),))
    document = Document((heading_1, Paragraph((Run("See "), note), at=at._replace(paragraph=2))))
    effects = effects_in(skeleton_of(document), StyleMap({"heading 1": MappingRow(TextType.PARAGRAPH, 0)}), OPTIONS)
    assert EffectKind.REFERENCE_TYPED in [one.kind for one in effects]

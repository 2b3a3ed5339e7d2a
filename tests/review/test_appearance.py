"""What a reader sees of blocks, and what a mapping changes of that."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from survey_kit import docx, heading, own

from sdconvert.labelling.agreement import Agreement
from sdconvert.options import ConversionOptions
from sdconvert.pipeline import read_document
from sdconvert.review.appearance import (
    Appearance,
    BlockKind,
    Effect,
    appearances,
    changed_labels,
    count_effects,
    document_of,
    effect_between,
    effects_by_place,
    restyled_appearances,
    settle_for_smashdocs,
    skeleton_of,
    source_labels,
)
from sdconvert.stylemap import MappingRow, StyleMap, TextType

SAMPLES = Path(__file__).parents[2] / "samples" / "docx"
OPTIONS = ConversionOptions()
NO_MAPPING = StyleMap({})


def looks(kind: BlockKind, shown: str = "", level: int = 0) -> Appearance:
    return Appearance(kind, level, shown, Agreement.SAME, "")


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (looks(BlockKind.HEADING), looks(BlockKind.HEADING), None),
        (looks(BlockKind.HEADING), looks(BlockKind.HEADING, "1"), Effect.NUMBER_ADDED),
        (looks(BlockKind.HEADING, "1"), looks(BlockKind.HEADING), Effect.NUMBER_LOST),
        (looks(BlockKind.ITEM, "1"), looks(BlockKind.ITEM, "2"), Effect.NUMBER_CHANGED),
        (looks(BlockKind.PARAGRAPH), looks(BlockKind.HEADING, "1"), Effect.BECOMES_HEADING),
        (looks(BlockKind.HEADING, "1"), looks(BlockKind.PARAGRAPH), Effect.BECOMES_TEXT),
        (looks(BlockKind.PARAGRAPH), looks(BlockKind.ITEM), Effect.KIND_CHANGED),
        (looks(BlockKind.HEADING), looks(BlockKind.HEADING, level=1), Effect.LEVEL_CHANGED),
        (looks(BlockKind.PARAGRAPH), None, Effect.BECOMES_CAPTION),
    ],
)
def test_a_block_has_the_first_effect_that_applies(
    before: Appearance, after: Appearance | None, effect: Effect | None
) -> None:
    assert effect_between(before, after) is effect


def test_a_mapping_that_numbers_headings_adds_a_number_to_each(tmp_path: Path) -> None:
    skeleton = skeleton_of(read_document(docx(tmp_path / "a.docx", heading("One"), own("Text."), heading("Two"))).value)
    numbered = StyleMap({"heading 1": MappingRow(TextType.HEADING_OL, 0)})
    before = restyled_appearances(skeleton, NO_MAPPING, OPTIONS)
    after = restyled_appearances(skeleton, numbered, OPTIONS)
    assert effects_by_place(before, after) == {"1": Effect.NUMBER_ADDED, "3": Effect.NUMBER_ADDED}
    assert count_effects(before, after) == {(Effect.NUMBER_ADDED, BlockKind.HEADING): 2}
    assert [after[place].shown for place in ("1", "2", "3")] == ["1", "", "2"]
    assert (changed_labels(before), changed_labels(after)) == (0, 2)


@pytest.mark.parametrize("name", ["contract-de", "technical-report", "minutes"])
def test_a_skeleton_shows_what_the_document_shows(name: str) -> None:
    document = read_document(SAMPLES / f"{name}.docx").value
    skeleton = skeleton_of(document)
    stripped = restyled_appearances(skeleton, NO_MAPPING, OPTIONS)
    assert stripped == appearances(settle_for_smashdocs(document, OPTIONS), source_labels(document))
    assert len(skeleton) < 6000


def test_a_skeleton_holds_no_text(tmp_path: Path) -> None:
    source = docx(tmp_path / "a.docx", heading("Secret heading"), own("Secret text."))
    document = document_of(skeleton_of(read_document(io.BytesIO(source.read_bytes())).value))
    assert "ecret" not in repr(document)


def test_labels_that_are_kept_as_text_do_not_count_as_changed() -> None:
    document = read_document(SAMPLES / "contract-de.docx").value
    seen = restyled_appearances(skeleton_of(document), NO_MAPPING, OPTIONS)
    assert seen["10"].shown == "§ 1"
    assert changed_labels(seen) == 0

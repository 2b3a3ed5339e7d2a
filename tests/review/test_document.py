"""What the page shows of one document."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from survey_kit import LOST, docx, heading, own

from sdconvert.effects import EffectKind
from sdconvert.labelling.agreement import Agreement
from sdconvert.options import ConversionOptions
from sdconvert.review.document import Reading, Side
from sdconvert.stylemap import MappingRow, StyleMap, TextType

SAMPLES = Path(__file__).parents[2] / "samples" / "docx"
NO_MAPPING = StyleMap({})
NUMBERED = StyleMap({"heading 1": MappingRow(TextType.HEADING_OL, 0)})


def reading_of(path: Path) -> Reading:
    return Reading(io.BytesIO(path.read_bytes()), ConversionOptions())


def shown_places(side: Side) -> list[str]:
    """The places whose elements are on a side."""
    return [block.place for block in side.blocks if f'id="{block.id}"' in side.html]


@pytest.fixture(scope="module")
def contract() -> Reading:
    return reading_of(SAMPLES / "contract-de.docx")


def test_both_sides_show_every_place_by_an_element(contract: Reading) -> None:
    view = contract.view(NO_MAPPING)
    assert set(view.places) <= set(shown_places(view.smashdocs)) == set(shown_places(contract.word_side))
    assert len(view.places) > 60


def test_the_word_side_has_the_labels_of_word_as_text(contract: Reading) -> None:
    assert "§ 1\tBegriffe" in contract.word_side.html
    assert "(a)\tEinrichtung" in contract.word_side.html


def test_references_on_the_word_side_show_the_words_of_word(contract: Reading) -> None:
    assert ">Termine und Vergütung</a>" in contract.word_side.html


def test_places_know_style_words_and_labels(contract: Reading) -> None:
    place = contract.view(NO_MAPPING).places["10"]
    assert (place.style, place.words, place.label, place.shown) == ("heading 1", "Begriffe", "§ 1", "§ 1")
    assert (place.kind, place.level, place.agreement, place.effects) == ("heading", 0, Agreement.SAME, ())


def test_references_that_become_words_are_known_by_their_place_and_told_apart_in_the_html(contract: Reading) -> None:
    view = contract.view(NO_MAPPING)
    assert view.places["25"].lost_references == ("§ 4", "Termine und Vergütung")
    lost = sum(len(place.lost_references) for place in view.places.values())
    assert lost == 10 == view.smashdocs.html.count('data-shows=""')


def test_a_mapping_shows_its_effect_at_its_places(tmp_path: Path) -> None:
    reading = reading_of(docx(tmp_path / "a.docx", heading("One"), own("Text."), heading("Two")))
    assert [place.effects for place in reading.view(NO_MAPPING).places.values()] == [()] * 3
    view = reading.view(NUMBERED)
    places = view.places
    kinds = {place: [effect.kind for effect in one.effects] for place, one in places.items() if one.effects}
    assert kinds == {"1": [EffectKind.NUMBER_ADDED], "3": [EffectKind.NUMBER_ADDED]}
    assert [(one.kind, one.count) for one in view.effects] == [(EffectKind.NUMBER_ADDED, 2)]
    assert (places["3"].label, places["3"].effects[0].before, places["3"].shown) == ("", "", "2")
    assert places["3"].agreement is Agreement.OTHER


def test_losses_are_told_apart_from_other_findings(tmp_path: Path) -> None:
    view = reading_of(docx(tmp_path / "a.docx", own("Text."), LOST)).view(NO_MAPPING)
    assert [view.findings[number].code.id for number in view.losses] == ["DOCX-R005"]


def test_inline_styles_are_data_and_no_text_is_taken_for_one(tmp_path: Path) -> None:
    text = 'A tag <p style="x"> and a style="y" in the text.'
    side = reading_of(docx(tmp_path / "a.docx", own(text))).view(NO_MAPPING).smashdocs
    assert "and a style=" in side.html
    pictures = reading_of(SAMPLES / "technical-report.docx").view(NO_MAPPING).smashdocs
    assert ' style="' not in pictures.html
    assert 'data-css="width:' in pictures.html
    assert len(pictures.pictures) > 2

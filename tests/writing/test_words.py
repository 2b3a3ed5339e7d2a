import pytest

from sdconvert.model.blocks import DirectoryKind
from sdconvert.writing.words import words_of


@pytest.mark.parametrize("language", ["de", "de-AT", "de_DE", "DE", "deu"])
def test_german_has_words_of_its_own(language):
    assert (words_of(language).figure, words_of(language).table) == ("Abbildung", "Tabelle")


@pytest.mark.parametrize("language", ["", "en-GB", "fr", "den"])
def test_other_languages_have_the_english_ones(language):
    assert words_of(language).figure == "Figure"


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_directory_has_a_title(language):
    assert set(words_of(language).directories) == set(DirectoryKind)

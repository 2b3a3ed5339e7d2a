import pytest

from sdconvert.errors import BadConfiguration
from sdconvert.formats.sdxml.write import SdxmlOptions
from sdconvert.formats.sdxml.write.options import sdxml_language


def test_metadata_that_do_not_exist_are_refused_with_those_that_do():
    with pytest.raises(BadConfiguration, match=r"'author'.*title.*creator"):
        SdxmlOptions(meta={"author": "Ann"})


def test_a_language_that_sdxml_does_not_know_is_refused():
    with pytest.raises(BadConfiguration, match="'fr-FR'"):
        SdxmlOptions(meta={"language": "fr-FR"})


@pytest.mark.parametrize(("tag", "language"), [("de", "de_DE"), ("EN-us", "en_EN"), ("ru_RU", "ru_RU"), ("den", None)])
def test_a_language_is_told_by_the_first_part_of_its_tag(tag, language):
    assert sdxml_language(tag) == language

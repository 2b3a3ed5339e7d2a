import pytest

from sdconvert.errors import BadConfiguration
from sdconvert.formats.docx.write import WordSettings, parse_settings


def test_no_settings_write_the_document_as_it_is():
    assert parse_settings({}) == WordSettings()


def test_all_settings_of_the_api_are_known():
    settings = parse_settings(
        {
            "language": "en_EN",
            "textToc": True,
            "imageToc": True,
            "tableToc": True,
            "imageCaption": True,
            "tableCaption": True,
        }
    )
    assert settings == WordSettings("en_EN", True, True, True, True, True)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"fonts": True}, "'fonts' is not a setting"),
        ({"textToc": "true"}, "true or false"),
        ({"language": "fr_FR"}, "de_DE, en_EN"),
        ({"imageToc": True, "imageCaption": False}, "needs imageCaption"),
    ],
)
def test_what_the_api_does_not_have_is_refused(settings, problem):
    with pytest.raises(BadConfiguration, match=problem):
        parse_settings(settings)

"""The catalogue has each word of the page, and no other."""

from __future__ import annotations

import re
from importlib.resources import files

from sdconvert.review.words import LANGUAGES, words_in

_TEXT = r'"((?:[^"\\]|\\.)*)"'
_ONE = re.compile(rf"\bt\(\s*{_TEXT}")
_MANY = re.compile(rf"\btn\([^\",]+,\s*{_TEXT},\s*{_TEXT}")


def words_of_the_page() -> dict[str, int]:
    """The words in the scripts, with the number of their forms."""
    page = files("sdconvert.review").joinpath("page")
    scripts = [entry.read_text("utf-8") for entry in page.iterdir() if entry.name.endswith(".js")]
    found = {text: 1 for script in scripts for text in _ONE.findall(script)}
    return found | {one: 2 for script in scripts for one, _ in _MANY.findall(script)}


def test_german_has_each_word_in_as_many_forms_and_no_other() -> None:
    german = {english: len(forms) for english, forms in words_in("de").items()}
    assert german == words_of_the_page()
    assert len(german) > 80


def test_values_have_the_same_names_in_german() -> None:
    names = re.compile(r"\{\w+\}")
    wrong = [
        english
        for english, forms in words_in("de").items()
        for form in forms
        if set(names.findall(form)) != set(names.findall(english)) or not form
    ]
    assert wrong == []


def test_english_needs_no_catalogue_and_another_language_has_none() -> None:
    assert LANGUAGES == ("en", "de")
    assert words_in("en") == {} == words_in("../../etc/passwd")

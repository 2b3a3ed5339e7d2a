"""Each example of a finding has it, and the one beside it has not."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any

import pytest
from docx_builder import Relation, build_docx
from picture_samples import named_picture
from site_examples import Example, Side, read_examples

import sdconvert
from sdconvert.archive import write_archive
from sdconvert.codes import known_codes
from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.parse import check_file
from sdconvert.validation import check

EXAMPLES = read_examples()
WRITTEN = 320
"""So many there are at least."""
META = '<meta><language value="en_GB"/><title>T</title><subtitle/><description/><footer/><creator/></meta>'


def read_word(parts: dict[str, Any], options: dict[str, Any]) -> list[str]:
    """`links` is the address of the relation `link`; a picture has its name as the id of its relation."""
    given = {**parts}
    body, pictures = given.pop("body"), given.pop("pictures", {})
    relations = [Relation("link", "hyperlink", given.pop("links"), is_external=True)] if "links" in given else []
    relations += [Relation(name, "image", f"media/{name}") for name in pictures]
    relations += [
        Relation(id, type, target, is_external=bool(where))
        for id, (type, target, *where) in given.pop("relations", {}).items()
    ]
    files = {f"word/media/{name}": named_picture(kind) for name, kind in pictures.items()} | given.pop("files", {})
    return codes(sdconvert.convert(build_docx(body, relations=relations, files=files, **given), **options).findings)


def read_package(parts: dict[str, Any], _options: dict[str, Any]) -> list[str]:
    return codes(check(parts["sd.xml"]))


def read_sdxml(parts: dict[str, Any], options: dict[str, Any]) -> list[str]:
    """`sd.xml` is the whole of it."""
    indexes = f"<indexes>{parts['indexes']}</indexes>" if "indexes" in parts else ""
    body = parts.get("body", "")
    text = f'<smashdoc version="2.6">{META}<document>{body}</document>{indexes}</smashdoc>'
    return converted("sdxml", "sd.xml", text, parts, options)


def read_html(parts: dict[str, Any], options: dict[str, Any]) -> list[str]:
    """`index.html` is the whole of it."""
    head = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title></head>'
    return converted("html", "index.html", f"{head}<body>{parts.get('body', '')}</body></html>", parts, options)


def read_parsx(parts: dict[str, Any], options: dict[str, Any]) -> list[str]:
    """`parsx.xml` is the whole of it."""
    chapter = f"<werk><hauptteil><kapitel>{parts.get('body', '')}</kapitel></hauptteil></werk>"
    text = f'<projekt xmlns="https://www.parsx.de/ns/4.0">{chapter}</projekt>'
    return converted("parsx", "parsx.xml", text, parts, options)


def converted(source: str, name: str, text: str, parts: dict[str, Any], options: dict[str, Any]) -> list[str]:
    """The codes of converting `text`, unless a part called `name` is there in its place, with the pictures."""
    data = parts.get(name, text).encode(parts.get("encoding", "utf-8"))
    pictures = {f"images/{picture}": named_picture(kind) for picture, kind in parts.get("pictures", {}).items()}
    files = {member: content.encode() for member, content in parts.get("files", {}).items()}
    given = write_archive({name: data, **pictures, **files}) if pictures or files else data
    return codes(sdconvert.convert(given, source_format=source, **options).findings)


def read_export(parts: dict[str, Any], _options: dict[str, Any]) -> list[str]:
    """The parts are the files of the package."""
    pictures = {f"images/{name}": named_picture(kind) for name, kind in parts.get("pictures", {}).items()}
    texts = {name: text.encode() for name, text in parts.items() if name != "pictures"}
    return codes(sdconvert.validate(write_archive(texts | pictures)))


def read_mapping(parts: dict[str, Any], _options: dict[str, Any]) -> list[str]:
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(parts["body"])
        file.flush()
        return codes(check_file(file.name, [StyleUse(name, count=2) for name in ("Title", "heading 1", "Body Text")]))


READERS: dict[str, Callable[[dict[str, Any], dict[str, Any]], list[str]]] = {
    "export": read_export,
    "html": read_html,
    "mapping": read_mapping,
    "package": read_package,
    "parsx": read_parsx,
    "sdxml": read_sdxml,
    "word": read_word,
}


def codes(findings: tuple[sdconvert.Finding, ...]) -> list[str]:
    return [finding.code.id for finding in findings]


def found(example: Example, side: Side) -> set[str]:
    return set(READERS[example.kind](side.parts, example.options))


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=list(EXAMPLES))
def test_the_bad_one_has_the_finding_and_the_good_one_has_nothing_that_the_bad_one_has_not(example: Example) -> None:
    bad, good = found(example, example.bad), found(example, example.good)
    assert example.code in bad
    assert good <= bad - {example.code}


def test_examples_are_of_codes_that_there_are() -> None:
    assert set(EXAMPLES) <= set(known_codes())
    assert len(EXAMPLES) >= WRITTEN

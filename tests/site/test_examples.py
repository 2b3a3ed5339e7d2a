"""Each example of a finding has it, and the one beside it has not."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx_builder import Relation, build_docx
from picture_samples import named_picture
from site_examples import Example, Side, read_examples

import sdconvert
from sdconvert.archive import write_archive
from sdconvert.cli.main import cli
from sdconvert.codes import known_codes
from sdconvert.merging import load_template
from sdconvert.merging.documents import MergePlan, merge_all
from sdconvert.merging.joins import load_join
from sdconvert.merging.patterns import parse_pattern
from sdconvert.merging.records import read_records
from sdconvert.model.styleuse import StyleUse
from sdconvert.packages import pack
from sdconvert.project import load_project
from sdconvert.stylemap.parse import check_file
from sdconvert.validation import check

EXAMPLES = read_examples()
WRITTEN = 466
"""So many there are at least."""
META = '<meta><language value="en_GB"/><title>T</title><subtitle/><description/><footer/><creator/></meta>'


def read_word(parts: dict[str, Any], options: dict[str, Any]) -> list[str]:
    """`mapping` is a style mapping as JSON."""
    given = {**parts}
    more = {"mapping": json.loads(given.pop("mapping"))} if "mapping" in given else {}
    return codes(sdconvert.convert(word_file(given), **options, **more).findings)


def word_file(parts: dict[str, Any]) -> bytes:
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
    return build_docx(body, relations=relations, files=files, **given)


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
    """The codes of converting `text`, unless a part called `name` is there in its place, with the pictures. `settings`
    are those of the Word export as JSON, `template` is the body of a Word template."""
    data = parts.get(name, text).encode(parts.get("encoding", "utf-8"))
    pictures = {f"images/{picture}": named_picture(kind) for picture, kind in parts.get("pictures", {}).items()}
    files = {member: content.encode() for member, content in parts.get("files", {}).items()}
    own = {name: data} if {name, "body"} & parts.keys() else {}
    given = write_archive({**own, **pictures, **files}) if pictures or files else data
    more: dict[str, Any] = {"settings": json.loads(parts["settings"])} if "settings" in parts else {}
    if "template" in parts:
        more["template"] = build_docx(parts["template"], styles=parts.get("styles", ""))
    return codes(sdconvert.convert(given, source_format=source, **options, **more).findings)


def read_export(parts: dict[str, Any], _options: dict[str, Any]) -> list[str]:
    """The parts are the files of the package."""
    pictures = {f"images/{name}": named_picture(kind) for name, kind in parts.get("pictures", {}).items()}
    texts = {name: text.encode() for name, text in parts.items() if name != "pictures"}
    return codes(sdconvert.validate(write_archive(texts | pictures)))


def read_packing(parts: dict[str, Any], _options: dict[str, Any]) -> list[str]:
    """The parts are the files of a folder, which is packed."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in parts.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        return codes(pack(folder).findings)


def read_project(parts: dict[str, Any], _options: dict[str, Any]) -> list[str]:
    """The parts are the project file and the document of a package, as a batch judges it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sdconvert.toml")
        path.write_text(parts["sdconvert.toml"], encoding="utf-8")
        ignores = load_project(path).ignores.of(Path(folder, "package.zip"))
    package = write_archive({"sd.xml": parts["sd.xml"].encode()})
    return codes(ignores.fold(sdconvert.validate(package)))


def read_sarif(parts: dict[str, Any], _options: dict[str, Any]) -> list[str]:
    """The codes in the log that `validate` writes of a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sd.xml")
        path.write_text(parts["sd.xml"], encoding="utf-8")
        shown = CliRunner().invoke(cli, ["validate", str(path), "--sarif", "-"]).stdout
    return [result["ruleId"] for run in json.loads(shown)["runs"] for result in run["results"]]


def read_merge(parts: dict[str, Any], options: dict[str, Any]) -> list[str]:
    """`body` is that of the template; `join` among the options names the field, and `others` holds what it joins."""
    template = load_template(
        build_docx(parts["body"], **{"comments": parts["comments"]} if "comments" in parts else {})
    )
    patterns = {name: parse_pattern(text) for name, text in options.items() if name != "join"}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "others.jsonl").write_text(parts.get("others", ""), encoding="utf-8")
        joins = tuple(load_join(text.replace("=", f"={folder}/")) for text in (options.get("join"),) if text)
        plan = MergePlan(name=patterns.pop("name", None), texts=patterns, joins=joins)
        records = read_records(io.BytesIO(parts["records"].encode()))
        outcomes = list(merge_all(template, records, Path(folder, "made"), plan))
    return codes((*template.findings, *(finding for outcome in outcomes for finding in outcome.findings)))


def read_proposal(parts: dict[str, Any], _options: dict[str, Any]) -> list[str]:
    """A mapping is proposed for the document whose `body` and `styles` these are, and for that with the `other` body
    and `other styles`."""
    others = [{"body": parts["other"], "styles": parts.get("other styles", "")}] if "other" in parts else []
    files = [build_docx(each["body"], styles=each.get("styles", "")) for each in (parts, *others)]
    return codes(sdconvert.style_mapping(files).findings)


def read_mapping(parts: dict[str, Any], _options: dict[str, Any]) -> list[str]:
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(parts["body"])
        file.flush()
        return codes(check_file(file.name, [StyleUse(name, count=2) for name in ("Title", "heading 1", "Body Text")]))


READERS: dict[str, Callable[[dict[str, Any], dict[str, Any]], list[str]]] = {
    "export": read_export,
    "html": read_html,
    "mapping": read_mapping,
    "merge": read_merge,
    "package": read_package,
    "packing": read_packing,
    "parsx": read_parsx,
    "project": read_project,
    "proposal": read_proposal,
    "sarif": read_sarif,
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

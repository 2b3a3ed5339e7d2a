"""Every option of a conversion: its JSON, and the ways on which it reaches a conversion."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path
from typing import Any

import pytest
from batch_kit import word_files
from click.testing import CliRunner
from docx_builder import build_docx

from sdconvert import pipeline
from sdconvert.archive import Limits
from sdconvert.batch.job import conversion_of
from sdconvert.batch.outcome import Step
from sdconvert.batch.planning import plan, plan_again
from sdconvert.choices import DIALECT, Comments, Headings, Labels, Renderer, Revisions
from sdconvert.cli import batch_plan_options
from sdconvert.cli import convert as convert_command
from sdconvert.cli.main import cli
from sdconvert.errors import BadConfiguration, BadOption
from sdconvert.findings import Result
from sdconvert.formats.docx.write.options import DocxWriteOptions, parse_settings
from sdconvert.formats.html.write import HtmlOptions
from sdconvert.formats.sdxml.write import SdxmlOptions
from sdconvert.model.document import Document
from sdconvert.options import OPTIONS, ConversionOptions
from sdconvert.pipeline import FORMATS, convert
from sdconvert.recognition import FormatName

MAPPING = {"Own": {"textType": "heading", "level": 1}, "b": {"textType": "list-ul"}}
SETTINGS = {"textToc": True}
SAID: Mapping[str, Any] = {
    "source_format": FormatName.DOCX,
    "to": FormatName.HTML,
    "mapping": MAPPING,
    "revisions": Revisions.REJECT,
    "headings": Headings.PLAIN,
    "labels": Labels.LITERAL,
    "comments": Comments.SIDENOTE,
    "meta": {"title": "Mine"},
    "single_file": True,
    "template": "house.dotx",
    "settings": SETTINGS,
    "update_fields": False,
    "dialect": DIALECT,
    "renderer": Renderer.BUILTIN,
    "limits": Limits(members=7),
}
"""For each option a value that is not its default."""
ARGUMENTS = {
    "source_format": ["--from", "docx"],
    "mapping": ["--mapping", "mapping.json"],
    "meta": ["--meta", "title=Mine"],
    "single_file": ["--single-file"],
    "settings": ["--settings", json.dumps(SETTINGS)],
    "update_fields": ["--no-update-fields"],
    "limits": ["--max-members", "7"],
}
EVERY_OPTION = pytest.mark.parametrize("name", OPTIONS)
OLD_JSON = (
    '{"comments": "sidenote", "dialect": null, "headings": "plain", "labels": "literal", "limits": {"member_size": '
    '250000000, "members": 10000, "ratio": 400, "total_size": 1000000000}, "mapping": {"A": {"level": 1, "textType": '
    '"heading"}, "b": {"textType": "list-ul"}}, "meta": {"title": "X"}, "revisions": "reject", "settings": null, '
    '"single_file": null, "source_format": null, "template": null, "to": "sdxml"}'
)
"""What a journal of an earlier release holds."""


def options_with(name: str) -> ConversionOptions:
    """Options in which this one is said, and the format that it is for."""
    writing = OPTIONS[name].writing
    return replace(ConversionOptions(**{"to": writing[0]} if writing else {}), **{name: SAID[name]})


def wanted_value(name: str) -> object:
    return getattr(options_with(name), name)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    word_files(tmp_path, "a.docx")
    (tmp_path / "mapping.json").write_text(json.dumps(MAPPING))
    (tmp_path / "house.dotx").write_bytes(build_docx(""))
    return tmp_path


def test_the_table_and_the_value_have_the_same_options() -> None:
    assert list(OPTIONS) == [one.name for one in fields(ConversionOptions)] == list(SAID)


def test_options_are_a_value_that_is_given_by_name_only() -> None:
    assert all(one.kw_only for one in fields(ConversionOptions))
    with pytest.raises(FrozenInstanceError):
        ConversionOptions().to = FormatName.HTML  # type: ignore[misc]


# ---------------------------------------------------------------------------------------------------------------- JSON


@EVERY_OPTION
def test_an_option_comes_back_from_its_json(name: str) -> None:
    options = options_with(name)
    assert options != replace(ConversionOptions(), to=options.to) or name == "to"
    assert ConversionOptions.from_json(options.to_json()) == options
    assert json.loads(options.to_json())[name] == options.as_dict()[name]


@EVERY_OPTION
def test_an_option_that_json_does_not_name_has_its_default(name: str) -> None:
    values = {other: value for other, value in ConversionOptions().as_dict().items() if other != name}
    assert ConversionOptions.from_dict(values) == ConversionOptions()


@EVERY_OPTION
def test_an_error_names_the_option(name: str) -> None:
    bad = object() if name == "template" else 3
    with pytest.raises(BadOption) as caught:
        ConversionOptions(**{name: bad})
    assert caught.value.option == name
    with pytest.raises(BadOption, match=f"^The option {name}: ") as caught:
        ConversionOptions.from_dict({name: bad})
    assert caught.value.option == name


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ([], "is an object"),
        ({"tot": "html"}, "There is no option 'tot'; there are source_format, to, "),
        ({"to": None}, "The option to: None is not one of docx, sdxml, html, parsx"),
        ({"limits": {"pages": 1}}, "The option limits: There is no limit 'pages'; there are members"),
        ({"limits": {"members": "7"}}, "The limit members is a whole number"),
        ({"meta": {"titel": "x"}}, "The option meta: There is no metadata named 'titel'"),
        ({"meta": {"title": 3}}, "The metadata title is a text"),
        ({"mapping": {"Own": {"textType": "poem"}}}, "The option mapping: the mapping cannot be used"),
    ],
)
def test_json_that_is_no_options_is_refused(values: object, says: str) -> None:
    with pytest.raises(BadConfiguration, match=says):
        ConversionOptions.from_json(json.dumps(values))


def test_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="are no JSON"):
        ConversionOptions.from_json("{")


def test_a_template_that_is_no_place_has_no_json() -> None:
    with pytest.raises(BadOption, match="its bytes") as caught:
        ConversionOptions(template=b"PK").to_json()
    assert caught.value.option == "template"


def test_an_option_that_earlier_journals_do_not_know_is_in_json_where_it_is_said() -> None:
    options = ConversionOptions(renderer=Renderer.BUILTIN)
    assert ConversionOptions.from_json(options.to_json()) == options != ConversionOptions.from_json(OLD_JSON)
    assert '"renderer": "builtin"' in options.to_json()


def test_the_json_is_that_of_earlier_journals() -> None:
    options = ConversionOptions.from_json(OLD_JSON)
    assert options.choice(Revisions) is Revisions.REJECT
    assert options.to_json() == OLD_JSON
    assert ConversionOptions.from_dict({**json.loads(OLD_JSON), "limits": {}}) == options


def test_the_request_of_an_earlier_journal_can_be_planned_again(folder: Path) -> None:
    request = {
        "sources": [str(folder / "a.docx")],
        "listed": [],
        "destination": str(folder / "out"),
        "steps": ["convert"],
    }
    planned = plan_again(json.dumps({**request, "choices": json.loads(OLD_JSON), "only": None}))
    assert planned.options == ConversionOptions.from_json(OLD_JSON)
    assert [item.name for item in planned.items] == ["a.docx"]


def test_the_hash_of_options_is_that_of_earlier_journals(folder: Path) -> None:
    """Else a batch would do everything again."""
    hashes = [
        plan(["a.docx"], "out", options=options).options_hash
        for options in (ConversionOptions(), ConversionOptions.from_json(OLD_JSON))
    ]
    assert hashes == ["909c1816cbdf63e8", "7e0e75015f26bb0c"]


# --------------------------------------------------------------------------------------------- the ways to a conversion


@EVERY_OPTION
def test_convert_takes_an_option_by_its_name(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert inspect.signature(convert).parameters[name].kind is inspect.Parameter.KEYWORD_ONLY
    seen: list[ConversionOptions] = []
    monkeypatch.setattr(pipeline, "prepare", lambda options: seen.append(options) or str)
    convert(b"", **{name: SAID[name]})
    assert [getattr(options, name) for options in seen] == [wanted_value(name)]


@EVERY_OPTION
def test_an_option_of_the_command_line_reaches_the_conversion(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[ConversionOptions] = []
    monkeypatch.setattr(convert_command, "prepare", lambda options: seen.append(options) or pipeline.prepare(options))
    result = CliRunner().invoke(cli, ["convert", "a.docx", "-o", "out", *arguments(name)])
    assert result.exit_code == 0, result.output
    assert [comparable(getattr(options, name)) for options in seen] == [wanted_value(name)]


@EVERY_OPTION
def test_an_option_of_the_command_line_reaches_the_plan_of_a_batch(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[ConversionOptions] = []
    monkeypatch.setattr(
        batch_plan_options, "make_plan", lambda *given, options, **known: seen.append(options) or plan(*given, **known)
    )
    result = CliRunner().invoke(cli, ["batch", "plan", "a.docx", "-o", "out", *arguments(name)])
    assert result.exit_code == 0, result.output
    assert [comparable(getattr(options, name)) for options in seen] == [wanted_value(name)]


@EVERY_OPTION
def test_a_batch_carries_an_option_to_its_workers_and_its_journal(name: str, folder: Path) -> None:
    planned = plan(["a.docx"], "out", steps=[Step.CONVERT], options=options_with(name))
    (job,) = planned.jobs(zip(planned.items, planned.outputs, strict=True), 1.0)
    expected = (folder / "house.dotx").read_bytes() if name == "template" else wanted_value(name)
    assert getattr(conversion_of(job.options, job.options_hash).options, name) == expected
    assert plan_again(planned.request()).options == planned.options


def arguments(name: str) -> list[str]:
    """The arguments of the command line that say this option, and the format that it is for."""
    own = ARGUMENTS.get(name) or [f"--{name}", str(SAID[name])]
    writing = OPTIONS[name].writing
    return [*own, "--to", str(writing[0])] if writing else own


def comparable(value: object) -> object:
    return str(value) if isinstance(value, Path) else value


# ------------------------------------------------------------------------------------------------ formats and defaults


@pytest.mark.parametrize("to", list(FormatName))
@EVERY_OPTION
def test_an_option_is_taken_by_the_formats_that_it_is_for(name: str, to: FormatName) -> None:
    if name == "to":
        return
    options = replace(options_with(name), to=to)
    if to in (OPTIONS[name].writing or FormatName):
        options.check_formats()
        return
    with pytest.raises(BadOption, match=f"The option {name} is for writing .*; this writes {to}") as caught:
        options.check_formats()
    assert caught.value.option == name


@pytest.mark.parametrize("source", list(FormatName))
@EVERY_OPTION
def test_an_option_is_taken_by_the_formats_whose_reading_it_is_for(name: str, source: FormatName) -> None:
    if source in (OPTIONS[name].reading or FormatName):
        options_with(name).check_source(source, "this reads")
        return
    with pytest.raises(BadOption, match=f"this reads {source}") as caught:
        options_with(name).check_source(source, "this reads")
    assert caught.value.option == name


@pytest.mark.parametrize(
    ("to", "own"),
    [
        (FormatName.SDXML, SdxmlOptions()),
        (FormatName.HTML, HtmlOptions()),
        (FormatName.DOCX, DocxWriteOptions(None, parse_settings({}))),
    ],
)
def test_what_a_writer_does_when_nothing_is_said_is_what_it_does_by_itself(
    to: FormatName, own: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []

    def write(_document: Document, options: object) -> Result[bytes]:
        seen.append(options)
        return Result(b"")

    monkeypatch.setattr(f"sdconvert.formats.{to}.write.write", write)
    FORMATS[to].prepare(ConversionOptions())(Document(()))
    assert seen == [own]


@pytest.mark.parametrize("words", [Revisions, Headings, Labels, Comments])
def test_where_nothing_is_said_the_default_counts(words: Any) -> None:
    (name,) = (name for name, option in OPTIONS.items() if option.words is words)
    assert ConversionOptions().choice(words) is OPTIONS[name].default
    assert options_with(name).choice(words) is SAID[name]

"""A fault of ours reaches a caller as one typed error that asks for a report."""

import importlib
import inspect
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx_builder import build_docx

import sdconvert
from sdconvert import pipeline
from sdconvert.cli.main import cli
from sdconvert.faults import reporting_faults

FUNCTIONS = [name for name in sdconvert.__all__ if inspect.isfunction(getattr(sdconvert, name))]


def fail(*_arguments: object, **_options: object) -> None:
    raise KeyError("x\x1b[31m")


@pytest.mark.usefixtures("faults_expected")
def test_a_fault_says_what_it_is_where_it_happened_and_what_to_do() -> None:
    with pytest.raises(sdconvert.InternalFault) as caught:
        reporting_faults(lambda: sdconvert.files._describe(*[1, 2]))()
    assert isinstance(caught.value.__cause__, TypeError)
    words = str(caught.value)
    assert words.startswith("This is a fault of sdconvert: TypeError: _describe() takes 1 positional argument")
    assert "Please report it" in words


def test_what_is_ours_and_a_wrong_call_pass_as_they_are() -> None:
    with pytest.raises(sdconvert.InvalidSource):
        sdconvert.convert(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="no_such_option"):
        sdconvert.convert(b"", no_such_option=1)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_reports_faults_and_keeps_its_name_and_signature(name: str) -> None:
    function = getattr(sdconvert, name)
    assert function.__wrapped__ is not None
    assert function.__name__ in (name, "validate")
    assert inspect.signature(function).parameters


@pytest.mark.parametrize(
    ("room", "names"),
    [
        ("batch", None),
        ("merging", None),
        ("partner", None),
        ("redline", None),
        ("sources", None),
        ("exchange", ["upload", "connect"]),
    ],
)
def test_the_functions_of_the_rooms_report_faults_too(room: str, names: list[str] | None) -> None:
    module = importlib.import_module(f"sdconvert.{room}")
    functions = {name: getattr(module, name) for name in names or module.__all__}
    plain = [
        name
        for name, function in functions.items()
        if inspect.isfunction(function) and not inspect.isgeneratorfunction(inspect.unwrap(function))
        if not hasattr(function, "__wrapped__")
    ]
    assert plain in ([], ["style"])  # the style of a page takes nothing


@pytest.mark.usefixtures("faults_expected")
def test_a_fault_of_one_document_stops_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.docx", "b.docx"):
        Path(name).write_bytes(build_docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>"))
    read = pipeline._read
    monkeypatch.setattr(
        pipeline, "_read", lambda source, options: fail() if "a.docx" in str(source) else read(source, options)
    )
    done = CliRunner().invoke(cli, ["--debug", "convert", "."])
    assert (done.exit_code, Path("b.zip").exists()) == (2, True)
    assert "a.docx: unreadable: This is a fault of sdconvert: KeyError: 'x\\x1b[31m'" in done.stderr
    assert "Traceback (most recent call last):" in done.stderr
    assert "1 of 2 converted" in done.stderr


@pytest.mark.usefixtures("faults_expected")
def test_a_fault_of_a_command_is_one_sentence_and_an_exit_code_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sdconvert.cli.explain._find", fail)
    done = CliRunner().invoke(cli, ["explain", "SDXML-V021"])
    assert (done.exit_code, done.stderr.count("\n")) == (70, 1)
    assert done.stderr.startswith("sdconvert: error: This is a fault of sdconvert: KeyError: ")

"""The rules of the house: who imports whom, what a code must say, and which errors reach a caller."""

from __future__ import annotations

import ast
import inspect
import io
import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx_builder import build_docx
from grimp import ImportGraph, build_graph

import sdconvert
from sdconvert import archive, errors, files, xmlio
from sdconvert.cli.main import cli
from sdconvert.codes import known_codes
from sdconvert.findings import CODES, Code, Severity, declare

PROJECT = Path(sdconvert.__file__).parents[1]
ID = re.compile(r"[A-Z]+-[A-Z]?\d{3}")


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    """Who imports whom, imports for types alone included."""
    return build_graph("sdconvert")


def all_codes() -> list[Code]:
    return list(known_codes().values())


def test_every_import_contract_is_kept() -> None:
    script = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=PROJECT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", done.stdout)


@cache
def sources() -> dict[str, ast.Module]:
    """Every module by its path below sdconvert."""
    package = PROJECT / "sdconvert"
    paths = sorted(package.rglob("*.py"))
    return {path.relative_to(package).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


def circles(graph: ImportGraph) -> set[frozenset[str]]:
    """The modules that reach each other by their imports, those for types and those within functions included."""
    found = set()
    for module in graph.modules:
        above, below = graph.find_downstream_modules(module), graph.find_upstream_modules(module)
        if both := above & below:
            found.add(frozenset(both | {module}))
    return found


def test_no_modules_import_each_other_in_a_circle(graph: ImportGraph) -> None:
    assert [sorted(circle) for circle in circles(graph)] == []


def test_a_circle_of_imports_is_found_with_all_that_is_in_it() -> None:
    graph = ImportGraph()
    for importer, imported in (("a", "b"), ("b", "c"), ("c", "b"), ("c", "d"), ("e", "f"), ("f", "e")):
        graph.add_import(importer=importer, imported=imported)
    assert circles(graph) == {frozenset({"b", "c"}), frozenset({"e", "f"})}


def names_of_modules(tree: ast.AST) -> set[str]:
    """The libraries that a module imports, or loads as an extra."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            found.add(str(node.args[0].value))
    return {name.partition(".")[0] for name in found}


@pytest.mark.parametrize(
    ("libraries", "places"),
    [
        ({"distributed", "dask"}, {"batch/executors.py"}),
        ({"fsspec"}, {"remote.py"}),
        ({"sqlite3"}, {"batch/journal.py", "batch/lock.py", "sandbox"}),
        ({"multiprocessing"}, {"batch/nested.py", "batch/processes.py", "pictures/team.py"}),
        ({"requests", "urllib3", "truststore", "tenacity"}, {"http"}),
        ({"requests_toolbelt", "jwt"}, {"partner", "sandbox"}),
    ],
)
def test_few_modules_or_rooms_know_a_library_by_import_or_as_an_extra(libraries: set[str], places: set[str]) -> None:
    found = {path for path, tree in sources().items() if libraries & names_of_modules(tree)}
    assert {path if path in places else path.partition("/")[0] for path in found} == places


def test_a_batch_loads_what_it_needs_when_it_does() -> None:
    code = "import sys, sdconvert.batch.runner, sdconvert.batch.executors; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"fsspec", "distributed", "jinja2", "junitparser", "requests", "jwt", "pyarrow"} & set(
        done.stdout.split()
    ) == set()


def ids_declared_in(tree: ast.AST) -> set[str]:
    """The ids that a module hands to `declare` or to `@rule`, as they stand in its text."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    named = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("declare", "rule")]
    return {str(id.value) for id in named if isinstance(id, ast.Constant)}


DECLARED = {
    f"sdconvert.{path.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__"): ids
    for path, tree in sources().items()
    if (ids := ids_declared_in(tree))
}
"""The ids in the sources, by module."""


def room_of(module: str) -> str:
    """The package directly in sdconvert, or sdconvert for its own modules."""
    return ".".join(module.split(".")[:2]) if module.count(".") > 1 else "sdconvert"


@pytest.mark.parametrize("room", sorted({room_of(module) for module in DECLARED}))
def test_a_room_imports_all_that_declares_codes_in_its_module_of_codes(graph: ImportGraph, room: str) -> None:
    reached = graph.find_upstream_modules(f"{room}.codes")
    assert {module for module in DECLARED if room_of(module) == room} - reached == set()


def test_every_code_of_the_sources_is_known_without_the_command_line_and_without_an_extra() -> None:
    code = "import sys; from sdconvert.codes import known_codes; print(*known_codes()); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    known, loaded = (set(line.split()) for line in done.stdout.splitlines())
    assert known == set().union(*DECLARED.values())
    assert loaded & {"click", "jinja2", "docxtpl", "babel", "requests", "jwt", "starlette", "fsspec", "PIL"} == set()


def test_every_id_names_its_room_and_stands_for_one_code() -> None:
    codes = all_codes()
    assert len(codes) > 50
    assert [code.id for code in codes if not ID.fullmatch(code.id)] == []
    assert len({code.id for code in codes}) == len(codes)
    assert all(CODES[code.id] is code for code in codes)


def test_what_all_writers_do_and_the_model_declare_no_codes_which_are_a_formats_own() -> None:
    assert {room_of(module) for module in DECLARED} & {"sdconvert.writing", "sdconvert.model"} == set()


def test_an_id_cannot_be_declared_twice() -> None:
    with pytest.raises(ValueError, match="is declared twice"):
        declare(all_codes()[0].id, Severity.INFO, "Again.")


@pytest.mark.parametrize("field", ["message", "why"])
def test_every_code_says_what_and_why(field: str) -> None:
    assert [code.id for code in all_codes() if not getattr(code, field).strip()] == []


def test_every_message_begins_as_a_sentence_does() -> None:
    assert [code.id for code in all_codes() if not re.match(r"[A-Z{“]|sd\.xml", code.message)] == []


def test_every_code_can_be_explained_and_is_listed() -> None:
    listed = CliRunner().invoke(cli, ["explain", "--list"]).output
    for code in all_codes():
        page = CliRunner().invoke(cli, ["explain", code.id])
        assert page.exit_code == 0
        assert page.output.startswith(f"{code.id} ({code.severity})")
        assert code.why.strip()[:40] in page.output
        assert f"{code.id}  " in listed


def test_every_error_of_ours_has_the_one_root_and_says_what_it_is() -> None:
    classes = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__]
    assert len(classes) >= 6
    assert all(issubclass(kind, errors.SdconvertError) and kind.__doc__ for kind in classes)


def catches_everything(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or (isinstance(handler.type, ast.Name) and handler.type.id.endswith("Exception"))


def tells(handler: ast.ExceptHandler) -> bool:
    """Whether the handler raises, or returns an outcome in which the error is told."""
    last = handler.body[-1]
    uses = {node.id for node in ast.walk(ast.Module(handler.body, [])) if isinstance(node, ast.Name)}
    return isinstance(last, ast.Raise) or (isinstance(last, ast.Return) and handler.name in uses)


def test_a_handler_of_every_exception_raises_one_of_ours_or_returns_what_tells_of_it() -> None:
    silent = []
    for path, tree in sources().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and catches_everything(node):
                silent += [f"{path}:{node.lineno}"] * (not tells(node))
    assert silent == []


FOREIGN = {
    "zlib.error": archive.zlib.error("Error -3"),
    "BadZipFile": zipfile.BadZipFile("Bad CRC-32"),
    "struct.error": archive.struct.error("unpack requires a buffer"),
    "EOFError": EOFError("ended"),
    "OSError": OSError("Invalid data stream"),
    "NotImplementedError": NotImplementedError("compressed patched data"),
    "RuntimeError": RuntimeError("File is encrypted, password required"),
    "OverflowError": OverflowError("too large"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_the_zip_library_raises_arrives_as_an_error_of_ours(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    opened = archive.read_archive(build_docx("").replace(b"PK\3\4", b"PK\0\0"))

    def fail(*_arguments: object, **_options: object) -> None:
        raise FOREIGN[name]

    monkeypatch.setattr(zipfile.ZipFile, "open", fail)
    with pytest.raises(errors.UnreadableInput) as caught:
        opened["word/document.xml"]
    assert caught.value.__cause__ is FOREIGN[name]


def test_what_the_xml_library_raises_arrives_as_an_error_of_ours() -> None:
    for data in (b"", b"<a>", b"<a>\x01</a>", b"<?xml version='1.0' encoding='x'?><a/>"):
        with pytest.raises(errors.UnreadableInput) as caught:
            xmlio.parse(data, "part.xml")
        assert type(caught.value.__cause__).__module__.startswith("lxml")


def test_what_the_file_system_raises_arrives_as_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(errors.UnreadableInput):
        files.load(tmp_path / "none")
    with pytest.raises(errors.OutputRefused):
        files.save(tmp_path, b"x")
    assert list(tmp_path.parent.glob(f".{tmp_path.name}*")) == []


def test_endless_recursion_arrives_as_an_error_of_ours() -> None:
    def endless() -> None:
        endless()

    with pytest.raises(errors.UnreadableInput, match="too deeply"), errors.limited_nesting():
        endless()


def test_a_broken_source_object_arrives_as_an_error_of_ours() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(errors.UnreadableInput, match="Input/output error"):
        sdconvert.convert(Broken())

"""What a start loads: each module costs a fraction of a millisecond to some milliseconds of every command."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sdconvert

SAMPLE = Path(__file__).parents[1] / "samples" / "docx" / "letter.docx"

LIBRARIES = {
    "click": "the command line",
    "lxml": "reads and writes XML; nothing is converted without it",
    "_cython": "what lxml is made with",
    "cython_runtime": "what lxml is made with",
}
"""The packages of others that a start may load, each with its reason."""

STANDARD = frozenset(
    [
        "abc",
        "ast",
        "atexit",
        "binascii",
        "bisect",
        "bz2",
        "codecs",
        "collections",
        "colorsys",
        "contextlib",
        "copy",
        "copyreg",
        "dataclasses",
        "datetime",
        "difflib",
        "dis",
        "encodings",
        "enum",
        "errno",
        "fnmatch",
        "functools",
        "gc",
        "genericpath",
        "gettext",
        "gzip",
        "hashlib",
        "heapq",
        "importlib",
        "inspect",
        "io",
        "ipaddress",
        "itertools",
        "keyword",
        "linecache",
        "locale",
        "lzma",
        "math",
        "ntpath",
        "opcode",
        "operator",
        "os",
        "pathlib",
        "platform",
        "posixpath",
        "random",
        "re",
        "reprlib",
        "runpy",
        "shutil",
        "stat",
        "struct",
        "tempfile",
        "textwrap",
        "threading",
        "time",
        "token",
        "tokenize",
        "types",
        "typing",
        "unicodedata",
        "urllib",
        "uuid",
        "warnings",
        "weakref",
        "zipfile",
        "zlib",
    ]
)
"""Of the standard library. What is not here and why: email, http, socket and ssl come with xml.sax.saxutils and
urllib.request; multiprocessing, concurrent, queue and subprocess with workers, of which one document needs none;
tomllib where there is a project file; html, logging, secrets, csv and importlib.metadata where they are used. click
asks for datetime, difflib, gettext, platform and uuid, pathlib for urllib.parse and ipaddress, dataclasses for inspect,
ast, dis and tokenize, zipfile for shutil, bz2 and lzma, lxml for gzip."""

ROOMS = frozenset(
    [
        "sdconvert.archive",
        "sdconvert.backings",
        "sdconvert.results",
        "sdconvert.folders",
        "sdconvert.opening",
        "sdconvert.handles",
        "sdconvert.backings",
        "sdconvert.choices",
        "sdconvert.cli",
        "sdconvert.errors",
        "sdconvert.extras",
        "sdconvert.faults",
        "sdconvert.files",
        "sdconvert.findings",
        "sdconvert.folders",
        "sdconvert.formats.docx",
        "sdconvert.formats.sdxml",
        "sdconvert.frozen",
        "sdconvert.handles",
        "sdconvert.ignores",
        "sdconvert.labelling",
        "sdconvert.late",
        "sdconvert.ledger",
        "sdconvert.model",
        "sdconvert.numerals",
        "sdconvert.opening",
        "sdconvert.options",
        "sdconvert.overwriting",
        "sdconvert.paths",
        "sdconvert.patterns",
        "sdconvert.pictures",
        "sdconvert.pipeline",
        "sdconvert.project",
        "sdconvert.recognition",
        "sdconvert.remote",
        "sdconvert.results",
        "sdconvert.stylemap",
        "sdconvert.suggestions",
        "sdconvert.symbols",
        "sdconvert.writing",
        "sdconvert.xmlio",
    ]
)
"""Our own rooms that a plain Word file goes through."""

UNNEEDED = (
    "sdconvert.batch",
    "sdconvert.codes",
    "sdconvert.formats.docx.read.alt_chunk",
    "sdconvert.formats.docx.read.date_formats",
    "sdconvert.formats.docx.read.drawing.charts",
    "sdconvert.formats.docx.read.drawing.diagrams",
    "sdconvert.formats.docx.read.hidden_rows",
    "sdconvert.formats.docx.read.host_styles",
    "sdconvert.formats.docx.read.inline.computed_fields",
    "sdconvert.formats.docx.read.inline.eq_fields",
    "sdconvert.formats.docx.read.insertion",
    "sdconvert.formats.docx.read.inventory",
    "sdconvert.formats.docx.read.math",
    "sdconvert.formats.docx.read.note_marks",
    "sdconvert.formats.docx.read.revisions.refusal",
    "sdconvert.formats.docx.read.revisions.resolving",
    "sdconvert.formats.sdxml.write.comments",
    "sdconvert.formats.sdxml.write.inner_tables",
    "sdconvert.formats.sdxml.write.references",
    "sdconvert.labelling.plain",
    "sdconvert.labelling.references",
    "sdconvert.labelling.shown",
    "sdconvert.pictures.bitmaps",
    "sdconvert.pictures.conversion",
    "sdconvert.pictures.mending",
    "sdconvert.pictures.orientation",
    "sdconvert.stylemap.apply",
    "sdconvert.stylemap.parse",
    "sdconvert.writing.formulas",
)
"""What is imported when a document has something for it: chunks of other formats, charts, equations, fields that are
computed, comments, tracked changes, pictures that have to be drawn, a mapping."""

IMPORT = "import sdconvert"
COMMAND = "from sdconvert.cli.main import cli; cli({arguments!r}, standalone_mode=False)"
MOST_OWN = 215
"""How many modules of our own the conversion of a plain file loads."""


def loaded(code: str, folder: Path) -> set[str]:
    """The modules that a process of its own has when the code has run, and not before."""
    script = f"import json, sys; before = set(sys.modules)\n{code}\n"
    script += "print('\\n' + json.dumps(sorted(set(sys.modules) - before)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=folder)
    return set(json.loads(done.stdout.splitlines()[-1]))


def others(names: set[str]) -> set[str]:
    """The modules by their first part, without our own and without what only begins with an underscore besides them."""
    first = {name.partition(".")[0] for name in names} - {"sdconvert"}
    hidden = {name for name in first if name.startswith("_") and name.lstrip("_") in sys.stdlib_module_names}
    return {name for name in first - hidden if name not in sys.stdlib_module_names or not name.startswith("_")}


@pytest.fixture(scope="module")
def of_convert(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("start")
    arguments = ["convert", str(SAMPLE), "-o", "letter.zip", "--progress", "none"]
    return loaded(COMMAND.format(arguments=arguments), folder)


def test_a_conversion_of_a_plain_file_loads_no_other_library_than_it_needs(of_convert: set[str]) -> None:
    found = others(of_convert)
    libraries = {name for name in found if name not in sys.stdlib_module_names}
    assert {next((known for known in LIBRARIES if name.startswith(known)), name) for name in libraries} <= set(
        LIBRARIES
    )
    assert found - libraries <= STANDARD


def test_a_conversion_of_a_plain_file_loads_no_other_room_than_it_goes_through(of_convert: set[str]) -> None:
    own = {name for name in of_convert if name.startswith("sdconvert.") and name != "sdconvert.formats"}
    rooms = {".".join(name.split(".")[: 3 if name.startswith("sdconvert.formats.") else 2]) for name in own}
    assert rooms <= ROOMS
    assert len(own) <= MOST_OWN


@pytest.mark.parametrize("unneeded", UNNEEDED)
def test_a_conversion_of_a_plain_file_loads_nothing_of_what_it_does_not_have(
    of_convert: set[str], unneeded: str
) -> None:
    assert not {name for name in of_convert if name == unneeded or name.startswith(f"{unneeded}.")}


def test_the_package_itself_is_next_to_nothing(tmp_path: Path) -> None:
    found = loaded(IMPORT, tmp_path)
    own = {name for name in found if name.startswith("sdconvert.")}
    rooms = ("errors", "extras", "faults", "findings", "choices", "ledger", "frozen")
    assert own <= {f"sdconvert.{room}" for room in rooms}
    assert others(found) <= STANDARD


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["convert", "--help"]])
def test_what_only_tells_something_loads_no_reader(arguments: list[str], tmp_path: Path) -> None:
    code = f"try:\n    {COMMAND.format(arguments=arguments)}\nexcept SystemExit: pass"
    found = loaded(code, tmp_path)
    assert not {name for name in found if name.startswith(("lxml", "sdconvert.formats.", "multiprocessing", "ssl"))}


def test_to_judge_a_package_loads_neither_the_reader_of_word_nor_what_proposes_mappings(tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_bytes(sdconvert.convert(SAMPLE).value)
    found = loaded(COMMAND.format(arguments=["validate", "letter.zip"]), tmp_path)
    unneeded = ("sdconvert.formats.docx.read", "sdconvert.effects", "sdconvert.stylemap.propose", "email", "tomllib")
    assert not {name for name in found if name.startswith(unneeded)}


def test_all_that_is_made_in_this_package_is_made_the_quick_way() -> None:
    """The standard library compiles the methods of each dataclass, which takes ten times as long."""
    for path in (SAMPLE.parents[2] / "sdconvert").rglob("*.py"):
        lines = path.read_text("utf-8").splitlines()
        usual = [line for line in lines if re.match(r"from dataclasses import .*\bdataclass\b", line.strip())]
        assert path.name == "frozen.py" or not usual, f"{path}: from sdconvert.frozen import dataclass"

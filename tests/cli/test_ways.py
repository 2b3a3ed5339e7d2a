"""The commands as a new user calls them, right and wrong: one line each.

Each way says how it is called on a desk of files, how it ends, what it says, and which files it makes. Whatever the
way: no traceback, nothing half written, no file of the desk changed.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from docx_builder import build_docx

import sdconvert
from sdconvert.cli.main import cli
from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.server import Sandbox, start

SAMPLES = Path(__file__).parents[2] / "samples" / "docx"
PLAIN = "<w:p><w:r><w:t>Good day.</w:t></w:r></w:p>"
LOSSY = PLAIN + "<w:foo><w:r><w:t>lost</w:t></w:r></w:foo>"
OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
NOWHERE = "http://127.0.0.1:9"
"""Nothing listens there."""


class Way(NamedTuple):
    """A command line; `< FILE` at its end gives it standard input."""

    words: str
    ends: int
    says: str
    makes: str = ""


CONVERT = [
    Way("convert", 2, r"Name what to convert: IN, or a list with --from-file\."),
    Way("convert missing.docx", 2, r"missing\.docx does not exist\."),
    Way("convert letter.docx", 0, r"letter\.docx -> letter\.zip: 2 warnings", "letter.zip"),
    Way("convert good.docx -o out.zip", 0, r"1 of 1 converted \(no findings\)", "out.zip"),
    Way("convert good.docx -o out.html", 0, r"good\.docx -> out\.html", "out.html"),
    Way("convert good.docx -o out.pdf", 2, r"out\.pdf is no name for this result"),
    Way("convert good.docx -o out.txt", 2, r"out\.txt is no name for this result"),
    Way("convert good.docx -o out.doc", 2, r"out\.doc"),
    Way("convert good.docx -o -", 0, r"standard output: no findings"),
    Way("convert - < good.docx", 0, r"standard input -> standard output"),
    Way("convert - -o x.zip < good.docx", 0, r"standard input -> x\.zip", "x.zip"),
    Way("convert - -o x.zip < empty.docx", 2, r"is empty"),
    Way("convert good.docx letter.docx -o out.zip", 2, r"out\.zip names a file, but the inputs need a folder\."),
    Way("convert good.docx letter.docx -o outdir", 0, r"2 of 2 converted", "outdir/good.zip outdir/letter.zip"),
    Way("convert in -o outdir", 0, r"2 of 2 converted", "outdir/a.zip outdir/sub/b.zip"),
    Way("convert in -o outdir --to html", 0, r"2 of 2 converted", "outdir/a.html.zip outdir/sub/b.html.zip"),
    Way("convert empty -o outdir", 0, r"Nothing to do"),
    Way("convert empty -o outdir --fail-empty", 2, r"Nothing to do"),
    Way("convert empty.docx", 2, r"empty\.docx is empty\."),
    Way("convert text.docx", 2, r"text\.docx is of an unknown kind"),
    Way("convert old.doc", 2, r"old\.doc.*[Ss]ave it as \.docx|soffice"),
    Way("convert old.docx", 2, r"old\.docx"),
    Way("convert note.txt", 2, r"note\.txt is of an unknown kind"),
    Way("convert cut.docx", 2, r"cut\.docx is truncated or damaged"),
    Way("convert lossy.docx", 1, r"1 error", "lossy.zip"),
    Way("convert letter.docx --fail-on warning", 1, r"2 warnings", "letter.zip"),
    Way("convert letter.docx --fail-on sometimes", 2, r"'sometimes' is not one of 'error', 'warning', 'info'"),
    Way("convert good.docx --to pdf", 2, r"'pdf' is not one of 'docx', 'sdxml', 'html', 'parsx'"),
    Way("convert good.docx --to html -o p.html", 0, r"-> p\.html", "p.html"),
    Way("convert good.zip --to docx -o again.docx", 0, r"-> again\.docx", "again.docx"),
    Way("convert good.docx --mapping missing.json", 2, r"missing\.json cannot be read"),
    Way("convert good.docx --mapping broken.json", 2, r"broken\.json is not JSON.*line 1, column 7"),
    Way("convert good.docx --mapping mapping.json", 2, r"mapping\.json cannot be used"),
    Way("convert letter.docx --lables literal", 2, r"Did you mean '--labels'\?"),
    Way("convert letter.docx --labels litteral", 2, r"literal"),
    Way("convert letter.docx -q", 0, r"^$", "letter.zip"),
    Way("convert letter.docx --json", 0, r'"findings"', "letter.zip"),
    Way("convert letter.docx -o letter.docx", 2, r"letter\.docx is an input"),
    Way("convert letter.docx --to docx", 2, r"letter\.docx is an input"),
    Way("convert page.html", 0, r"page\.html -> page\.zip", "page.zip"),
    Way("convert bad.zip -o bad.html", 2, r"bad\.zip"),
    Way(
        "convert in '*.docx' -o outdir",
        2,
        r"empty\.docx is empty",
        "outdir/a.zip outdir/good.zip outdir/letter.zip outdir/lossy.zip outdir/sub/b.zip",
    ),
    Way("convert good.docx --max-size x", 2, r"'--max-size'"),
    Way("convert letter.docx --meta title", 2, r"--meta takes KEY=VALUE"),
    Way("convert --from-file list.txt -o outdir", 2, r"missing\.docx"),
    Way("convert --from-file nolist.txt -o outdir", 2, r"nolist\.txt"),
    Way("convert good.docx -o folder-in-the-way.zip", 0, r"1 of 1 converted", "folder-in-the-way.zip/good.zip"),
    Way("convert good.docx -o note.txt/out.zip", 2, r"note\.txt/out\.zip cannot be written"),
]
VALIDATE = [
    Way("validate", 2, r"Name what to judge: PATH, or a list with --from-file\."),
    Way("validate good.zip", 0, r"SDXML-V090"),
    Way("validate good.zip --fail-on warning", 1, r"SDXML-V090"),
    Way("validate good.docx", 0, r"no findings"),
    Way("validate lossy.docx", 1, r"error DOCX-R005"),
    Way("validate in", 0, r"2 files"),
    Way("validate empty", 0, r"Nothing to do"),
    Way("validate missing.zip", 2, r"missing\.zip does not exist\."),
    Way("validate bad.zip", 2, r"bad\.zip"),
    Way("validate note.txt", 2, r"note\.txt"),
    Way("validate - < good.zip", 0, r"SDXML-V090"),
    Way("validate good.zip --sarif -", 0, r'"version": "2\.1\.0"'),
    Way("validate good.zip --sarif s.sarif", 0, r"SDXML-V090", "s.sarif"),
    Way("validate good.zip --json -o f.json", 0, r"", "f.json"),
    Way("validate good.zip --json", 0, r"SDXML-V090"),
    Way("validate good.docx --for-import", 0, r"good\.docx: yes, SMASHDOCs takes it"),
    Way("validate old.doc --for-import", 1, r"old\.doc: no, .*Save it as \.docx"),
    Way("validate page.html", 0, r"HTML-V005"),
    Way("validate note.txt --for-import", 1, r"note\.txt: no"),
    Way("validate good.zip --fromat x", 2, r"No such option '--fromat'"),
]
LOOK = [
    Way("explain DOCX-R001", 0, r"Hint: Open the file in Word"),
    Way("explain docx-r001", 0, r"DOCX-R001 \(error\)"),
    Way("explain DOCX-R01", 2, r"There is no code 'DOCX-R01'\. Did you mean 'DOCX-R001'\?"),
    Way("explain", 2, r"Name one code"),
    Way("explain --json DOCX-R001", 0, r'"DOCX-R001"'),
    Way("formats", 0, r"\.docx \.docm \.dotx \.dotm"),
    Way("formats --json", 0, r'"sdxml"'),
    Way("cache", 0, r"pictures: 0 pictures kept, 0 bytes"),
    Way("cache --clear --json", 0, r'"pictures": 0'),
    Way("inspect", 2, r"Missing argument"),
    Way("inspect letter.docx", 0, r"Paragraph styles"),
    Way("inspect letter.docx --json", 0, r'"Sender"'),
    Way("inspect - < letter.docx", 0, r"Paragraph styles"),
    Way("inspect good.zip", 2, r"good\.zip is a zip without a Word document in it\."),
    Way("inspect old.doc", 2, r"old\.doc is a Word file of the old format.*Save it as \.docx"),
    Way("inspect missing.docx", 2, r"missing\.docx"),
    Way("diff good.docx", 2, r"Missing argument 'B'"),
    Way("diff good.docx good.zip", 0, r"no difference"),
    Way("diff good.docx letter.docx", 1, r"Good day\."),
    Way("diff good.docx letter.docx --json", 1, r"Good day\."),
    Way("diff good.docx missing.docx", 2, r"missing\.docx"),
    Way("diff good.docx old.doc", 2, r"old\.doc is a Word file of the old format.*Save it as \.docx"),
    Way("mapping letter.docx", 0, r"heading 1 .*heading 0"),
    Way("mapping letter.docx --json", 0, r'"heading 1"'),
    Way("mapping letter.docx -o m.json", 0, r"m\.json: 6 styles mapped", "m.json"),
    Way("mapping letter.docx -o m.toml", 0, r"m\.toml: 6 styles mapped", "m.toml"),
    Way("mapping letter.docx --check mapping.json", 1, r"MAP-004"),
    Way("mapping letter.docx --check broken.json", 2, r"broken\.json is not JSON"),
    Way("mapping letter.docx --explain 'Heading 1'", 0, r"What speaks for which row"),
    Way("mapping letter.docx --explain Nope", 2, r"There is no row"),
    Way("mapping missing.docx", 2, r"missing\.docx does not exist\."),
    Way("mapping old.doc", 2, r"old\.doc"),
    Way("mapping empty", 0, r"Nothing to do"),
    Way("mapping diff mapping.json broken.json", 2, r"--on"),
]
MAKE = [
    Way("unpack good.zip -o un", 0, r"good\.zip -> un", "un/sd.xml"),
    Way("unpack good.zip -o in", 2, r"in exists already; nothing was unpacked\. --force"),
    Way("unpack bad.zip -o un", 2, r"bad\.zip is neither"),
    Way("unpack missing.zip -o un", 2, r"missing\.zip"),
    Way("pack in -o p.zip", 2, r"The folder in is neither"),
    Way("pack good.zip -o p.zip", 2, r"good\.zip is no folder\."),
    Way("pack missing -o p.zip", 2, r"missing"),
    Way("pack package -o p.zip", 0, r"p\.zip", "p.zip"),
    Way("annotate letter.docx -o an.docx", 0, r"2 warnings, 8 infos as comments", "an.docx"),
    Way("reconcile good.zip good.zip good.docx -o m.zip", 0, r"good\.docx -> m\.zip", "m.zip"),
    Way("reconcile good.zip good.zip -o m.zip", 2, r"Missing argument 'EDITED'"),
    Way("reconcile good.zip missing.zip good.docx -o m.zip", 2, r"missing\.zip"),
    Way("reconcile good.zip good.zip good.docx -o m.zip --conflicts ours", 2, r"'ours' is not one of"),
    Way("annotate letter.docx", 2, r"Missing option '-o' / '--output'"),
    Way("annotate old.doc -o an.docx", 2, r"old\.doc is a Word file of the old format.*Save it as \.docx"),
    Way("annotate good.zip -o an.docx", 2, r"good\.zip is a zip without a Word document"),
    Way("anonymise letter.docx -o out.docx", 0, r"letter\.docx -> out\.docx: no word of it is left", "out.docx"),
    Way("anonymise good.zip -o out.zip", 0, r"good\.zip -> out\.zip: no word of it is left", "out.zip"),
    Way("anonymise page.html -o out.html", 2, r"page\.html is of the format html.*--to docx"),
    Way("anonymise old.doc -o out.docx", 2, r"old\.doc is a Word file of the old format.*Save it as \.docx"),
    Way("shrink letter.docx", 2, r"--keep CODE.*--keep-error\."),
    Way("shrink letter.docx --keep DOCX-R999", 2, r"There is no code 'DOCX-R999'\. Did you mean"),
    Way(
        "shrink lossy.docx --keep docx-r005", 0, r"-> lossy-shrunk\.docx: 0 of 1 blocks.*DOCX-R005", "lossy-shrunk.docx"
    ),
    Way("shrink letter.docx --keep DOCX-R005 -o s.docx", 1, r"gives no finding DOCX-R005"),
    Way("shrink good.docx --keep-error -o s.docx", 1, r"converted without an error"),
    Way("shrink good.docx --keep 'true {}' -o s.docx", 0, r"0 of 1 blocks.*the exit code 0 of true", "s.docx"),
    Way("shrink good.docx --keep true", 2, r"The command 'true' has no \{\}"),
    Way("shrink good.docx --keep 'no-such-program {}'", 2, r"no-such-program cannot be run"),
    Way("shrink good.docx --keep DOCX-R005 --keep-error", 2, r"exclude each other"),
    Way("shrink old.doc --keep DOCX-R005", 2, r"old\.doc is a Word file of the old format.*Save it as \.docx"),
    Way("shrink page.html --keep HTML-R001", 2, r"page\.html is an HTML file"),
    Way("report-bug lossy.docx", 0, r"-> bug-report\.zip: the finding DOCX-R005 in 0 of 1 blocks", "bug-report.zip"),
    Way("report-bug good.docx", 1, r"without an error and without a finding\. Name with --keep"),
    Way("report-bug missing.docx", 2, r"missing\.docx"),
    Way(
        "merge good.docx --records records.jsonl -o m",
        1,
        r"line 2: no document.*1 of 2 merged",
        "m/1.docx m/documents.jsonl",
    ),
    Way("merge missing.docx --records records.jsonl -o m", 2, r"missing\.docx"),
    Way("merge good.docx --records none.jsonl -o m", 2, r"none\.jsonl"),
]
SERVER = [
    Way("ping", 2, r"The address of the server is not known: set SDCONVERT_URL"),
    Way(f"ping --url {NOWHERE}", 2, r"SDCONVERT_CLIENT_ID"),
    Way("whoami", 2, r"SDCONVERT_URL"),
    Way("whoami --profile nope", 2, r"nope|partner\.toml"),
    Way("upload", 2, r"Name what to send: FILE, or a list with --from-file\."),
    Way("upload good.docx", 2, r"SDCONVERT_URL"),
    Way("upload missing.docx --dry-run", 2, r"missing\.docx.*does not exist"),
    Way("download", 2, r"Name documents: ID, or a list with --from-file\."),
    Way("download 123 -o x.zip", 2, r"x\.zip will not be what its name says"),
    Way("api list", 2, r"SDCONVERT_URL"),
    Way("api info", 2, r"Missing argument 'ID'"),
    Way("api delet x", 2, r"Did you mean 'delete'\?"),
    Way("fetch smoothschedule bookings", 2, r"SDCONVERT_SMOOTHSCHEDULE_SUBDOMAIN"),
    Way("sandbox --port 99999", 2, r"'--port'"),
    Way("review missing", 2, r"missing does not exist\."),
]
LIVE = [
    Way("ping", 0, r"."),
    Way("whoami", 0, r"127\.0\.0\.1"),
    Way("upload good.docx", 0, r"good\.docx"),
    Way("upload good.docx --as sdxml", 0, r"good\.docx"),
    Way("upload letter.docx --json", 0, r'"letter\.docx"'),
    Way("upload good.docx --dry-run", 0, r"good\.docx"),
    Way("upload good.zip", 0, r"good\.zip"),
    Way("upload old.doc", 1, r"old\.doc is a Word file of before 2007.*Save it as \.docx"),
    Way("upload empty.docx", 1, r"empty\.docx: the import would refuse it"),
    Way("upload text.docx", 1, r"text\.docx: the import would refuse it"),
    Way("upload good.docx --mapping broken.json", 2, r"broken\.json is not JSON"),
    Way("api list", 0, r"."),
    Way("api list --json", 0, r"\[|\{"),
    Way("api info 00000000-0000-4000-8000-000000000000", 2, r"00000000-0000-4000-8000-000000000000"),
    Way("api delete 00000000-0000-4000-8000-000000000000", 2, r"."),
    Way("download 00000000-0000-4000-8000-000000000000 -o x.docx", 2, r"."),
    Way("api create --title T", 0, r"."),
    Way("api templates", 0, r""),
]
BATCH = [
    Way("batch run", 2, r"SOURCE|--output"),
    Way("batch run in", 2, r"Missing option '-o' / '--output'"),
    Way("batch run missing -o out", 2, r"missing does not exist\."),
    Way("batch run in -o out --steps upload", 2, r"SDCONVERT_USER_ID"),
    Way("batch run in -o out --steps nope", 2, r"'nope' is no step of a batch"),
    Way("batch run in -o out --jobs 0", 2, r"'--jobs'"),
    Way("batch plan in -o out", 0, r"a\.docx"),
    Way("batch plan in -o out --json", 0, r'"a\.docx"'),
    Way("batch status out", 2, r"No batch was run into out"),
    Way("batch why out a.docx", 2, r"No batch was run into out"),
    Way("batch retry out", 2, r"No batch was run into out"),
    Way("batch report out", 2, r"No batch was run into out"),
    Way("batch compare out", 2, r"RUN_B"),
    Way("batch compare out out", 2, r"No batch was run into out"),
    Way("batch compare out out --changes lables", 2, r"Did you mean 'labels'\?"),
    Way("batch run in -o out --only-changed", 2, r"--only-changed needs --baseline"),
    Way("batch rn in -o o", 2, r"Did you mean 'run'\?"),
]
GENERAL = [
    Way("conver good.docx", 2, r"Did you mean 'convert'\?"),
    Way("covnert good.docx", 2, r"Did you mean 'convert'\?"),
    Way("--versoin", 2, r"Did you mean '--version'\?"),
    Way("--version", 0, r"sdconvert \d"),
    Way("-h", 0, r"convert .*\n"),
    Way("config", 0, r"."),
    Way("config --json", 0, r"\{"),
    Way("completion show --shell bash", 0, r"sdconvert"),
]
WAYS = [*CONVERT, *VALIDATE, *LOOK, *MAKE, *SERVER, *BATCH, *GENERAL]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of every sort that users have at hand."""
    folder = tmp_path_factory.mktemp("desk")
    good = build_docx(PLAIN)
    package = sdconvert.convert(good).value
    for name in ("in/sub", "empty", "folder-in-the-way.zip", "package"):
        (folder / name).mkdir(parents=True)
    contents: Mapping[str, bytes] = {
        "good.docx": good,
        "in/a.docx": good,
        "in/sub/b.docx": good,
        "lossy.docx": build_docx(LOSSY),
        "empty.docx": b"",
        "text.docx": b"just text",
        "cut.docx": good[:300],
        "old.doc": OLD,
        "old.docx": OLD,
        "note.txt": b"note",
        "good.zip": package,
        "bad.zip": b"PK\x05\x06" + bytes(18),
        "page.html": b"<html><body><h1>T</h1><p>x</p></body></html>",
        "mapping.json": b'{"word2sd": []}',
        "broken.json": b'{"a": ',
        "list.txt": b"letter.docx\nmissing.docx\n",
        "records.jsonl": b'{"name": "A"}\n{"name": \n',
    }
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    shutil.unpack_archive(folder / "good.zip", folder / "package")
    shutil.copy(SAMPLES / "letter.docx", folder)
    return folder


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with start(options=SandboxOptions(seed=1)) as running:
        yield running


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.words)
def test_a_way(way: Way, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    follow(way, desk, tmp_path, monkeypatch, {})


@pytest.mark.parametrize("way", LIVE, ids=lambda way: way.words)
def test_a_way_with_a_server(
    way: Way, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox
) -> None:
    account = sandbox.credentials
    settings = {"URL": sandbox.url, "CLIENT_ID": account.client_id, "CLIENT_SECRET": account.client_secret}
    person = {"USER_ID": "u1", "GROUP_ID": "g1", "EMAIL": "a@b.c", "FIRSTNAME": "A", "LASTNAME": "B", "COMPANY": "C"}
    follow(
        way, desk, tmp_path, monkeypatch, {f"SDCONVERT_{name}": value for name, value in (settings | person).items()}
    )


def follow(way: Way, desk: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> None:
    place = folder / "desk"
    shutil.copytree(desk, place)
    monkeypatch.chdir(place)
    before = contents_of(place)
    words, _, source = way.words.partition(" < ")
    given = (place / source).read_bytes() if source else None
    environment = {"HOME": str(folder / "home"), **settings}
    result = CliRunner().invoke(cli, shlex.split(words), prog_name="sdconvert", input=given, env=environment)
    said = result.stderr + result.stdout_bytes.decode("utf-8", "replace")
    after = contents_of(place)
    assert result.exit_code == way.ends, said
    assert re.search(way.says, said, re.DOTALL), said
    assert "Traceback" not in said
    assert sorted(after.keys() - before.keys()) == way.makes.split()
    assert {name: after[name] for name in before} == before
    if way.ends == 2:
        assert re.search(r"[.?)\]\"']$", said, re.MULTILINE), said


def contents_of(folder: Path) -> dict[str, str]:
    """The files below a folder, by what is in them."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}

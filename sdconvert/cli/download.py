"""`sdconvert download`: documents exported from SMASHDOCs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from sdconvert.archive import Limits
from sdconvert.cli.connection import PartnerConnection, connection_options, read_ids
from sdconvert.cli.conversion_options import parse_settings
from sdconvert.cli.items import Done, process_each
from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.messages import is_verbose, tell
from sdconvert.cli.option_groups import Command, with_options
from sdconvert.cli.render import FileOutcome, as_text
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import fail_on_option, force_option, json_option, list_option, output_place_option
from sdconvert.cli.stdio import DASH, check_stdout, check_terminal, write_result
from sdconvert.errors import BadConfiguration, OutputRefused
from sdconvert.files import save
from sdconvert.findings import Severity, severity_counts
from sdconvert.frozen import dataclass
from sdconvert.packages import unpack as unpack_package
from sdconvert.partner import HtmlMode, PartnerClient, WordExportSettings
from sdconvert.pipeline import convert
from sdconvert.recognition import FormatName

T = TypeVar("T", Path, "Path | None")
_SUFFIXES = {"word": ".docx", "html": ".html.zip", "sdxml": ".zip", "parsx": ".parsx.zip"}
_CONVERTED = {FormatName.DOCX: ".docx", FormatName.HTML: ".html", FormatName.SDXML: ".zip", FormatName.PARSX: ".zip"}
_WHAT = {".docx": "a Word file", ".zip": "a package", ".html": "a page"}
_FILES = tuple(_WHAT)
ASSUMED = {"/partner/templates/word": [{"id": "the-first-of-the-server"}]}
"""What a dry run takes the server to say, so that the export itself is shown."""

_SETTINGS = {
    "language": "language",
    "imageCaption": "image_caption",
    "tableCaption": "table_caption",
    "textToc": "text_toc",
    "imageToc": "image_toc",
    "tableToc": "table_toc",
}


@dataclass(frozen=True, slots=True)
class Export:
    """What is asked of an export: its format, and the options of that format."""

    form: str
    user: str | None = None
    mode: str = HtmlMode.FINAL
    only_public: bool = False
    template: str | None = None
    settings: WordExportSettings = WordExportSettings()

    def save(self, client: PartnerClient, document_id: str, target: Path) -> Path:
        """The export of a document in the file `target`."""
        if self.form == "sdxml":
            return client.export_sdxml(document_id, target, self.user)
        if self.form == "parsx":
            return client.export_parsx(document_id, target, self.user)
        if self.form == "html":
            return client.export_html(document_id, target, self.user, mode=self.mode, only_public=self.only_public)
        template = self.template or _first_template(client)
        return client.export_word(document_id, target, template, self.user, settings=self.settings)


def _first_template(client: PartnerClient) -> str:
    templates = client.word_templates()
    if not templates:
        raise BadConfiguration("The server has no Word template, which an export to Word needs.")
    return templates[0].id


def export_options(command: Command) -> Command:
    """Adds the options of an export."""
    options = (
        click.option(
            "--format",
            "form",
            type=click.Choice(list(_SUFFIXES)),
            default="word",
            show_default=True,
            help="The format.",
        ),
        click.option("--user", metavar="ID", help="For whom: of a draft, its creator. Default: the acting user."),
        click.option(
            "--mode",
            type=click.Choice([str(m) for m in HtmlMode]),
            help="HTML: what is shown of the history. Default: final.",
        ),
        click.option("--only-public", is_flag=True, help="HTML: only conversations that everybody sees."),
        click.option("--template", metavar="ID", help="Word: the template. Default: the server's first."),
        click.option(
            "--settings",
            metavar="JSON",
            help='Word: settings such as {"language": "de_DE", "textToc": true}, as JSON or a file with it.',
        ),
        force_option("Replace files that exist."),
    )
    return with_options(command, options)


def export_from(
    form: str, user: str | None, mode: str | None, only_public: bool, template: str | None, settings: str | None
) -> Export:
    """The export that the options ask for.

    Raises: UsageError for an option of another format, BadConfiguration for settings that are none.
    """
    if form != "html" and (mode is not None or only_public):
        raise click.UsageError("--mode and --only-public are for --format html.")
    if form != "word" and (template is not None or settings is not None):
        raise click.UsageError("--template and --settings are for --format word.")
    wanted = WordExportSettings() if settings is None else _word_settings(settings)
    return Export(form, user, mode or HtmlMode.FINAL, only_public, template, wanted)


def _word_settings(text: str) -> WordExportSettings:
    """The settings in JSON, or in a file with it. Raises: click.UsageError, BadConfiguration, UnreadableInput."""
    value = parse_settings(text)
    unknown = [name for name in value if name not in _SETTINGS]
    if unknown:
        raise BadConfiguration(f"A Word export has no setting {', '.join(unknown)}; known are {', '.join(_SETTINGS)}.")
    return WordExportSettings(**{_SETTINGS[name]: setting for name, setting in value.items()})


class ExportPaths(NamedTuple):
    """Where the parts of a download go: what the server exports, that unpacked, and that converted."""

    export: Path
    folder: Path | None = None
    converted: Path | None = None

    def check(self, force: bool) -> None:
        """Raises: OutputRefused for paths that are taken, before anything is asked of the server."""
        if self.converted == self.export:
            raise OutputRefused(f"{self.export} would be both the export and its conversion; name another output.")
        for path in self if not force else ():
            if path is not None and path.exists():
                raise OutputRefused(f"{path} exists already; --force replaces it.")


@click.command(cls=SharedCommand)
@click.argument("ids", nargs=-1, metavar="[ID]...")
@output_place_option("A folder, or the file of a single document; - is standard output.  [default: this folder]")
@list_option
@click.option("--unpack", is_flag=True, help="Also unpack each export, into a folder beside it.")
@click.option(
    "--convert",
    "convert_to",
    type=click.Choice([str(name) for name in FormatName]),
    help="Also convert each export, into a file beside it.",
)
@export_options
@fail_on_option(more=" Findings are those of --convert.")
@limit_options
@json_option("`documents` with `documentId`, `output`, `folder`, `converted`, `error` and `findings`; `summary`")
@connection_options
def download(
    ids: tuple[str, ...],
    output: Path | None,
    lists: tuple[str, ...],
    unpack: bool,
    convert_to: str | None,
    as_json: bool,
    force: bool,
    fail_on: Severity | None,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
    connection: PartnerConnection,
    **options: Any,
) -> None:
    """Export documents by their ids; `-` takes the ids from standard input, such as the output of `api list --json`.

    Each goes into a file named by its id, in the folder of `-o`, else here. When `-o` ends in .docx, .zip or .html, it
    is the file of a single document: that of the conversion where there is one.

    \b
    sdconvert download ID -o contract.docx
    sdconvert api list --group ID --json | sdconvert download - --format sdxml -o exports

    Exit code: 0 fine, 1 findings at or above --fail-on in a conversion, 2 something went wrong; the other documents are
    exported all the same.
    """
    export = export_from(**options)
    wanted = read_ids(ids, lists)
    to = None if convert_to is None else FormatName(convert_to)
    if len(wanted) > 1 and (_is_file(output) or output == DASH):
        what = "Standard output" if output == DASH else output
        raise click.UsageError(f"{what} is the file of one document, and {len(wanted)} are named; give a folder.")
    if unpack and output == DASH:
        raise click.UsageError("--unpack makes a folder; name a place with -o.")
    check_stdout(output, as_json=as_json)
    check_terminal(output)
    check_name(output, export.form, to)
    limits = limits_from(max_size, max_ratio, max_members)
    failing: list[bool] = []
    with connection.client(ASSUMED) as client, file_for(output, export.form, to) as target:

        def work(document_id: str) -> Done:
            paths = _export_paths(document_id, target, export, unpack, to)
            paths.check(force or connection.is_dry)
            done, outcome = _download(client, document_id, export, paths, to, force, limits)
            failing.append(outcome.fails_at(fail_on))
            if output != DASH:
                return done
            write_result(output, (paths.converted or paths.export).read_bytes())
            return Done(done.facts, ())

        errors = process_each(connection, "documentId", wanted, work, as_json)
    click.get_current_context().exit(2 if errors else int(any(failing)))


@contextmanager
def file_for(output: T, form: str, to: FormatName | None = None) -> Iterator[T | Path]:
    """Where an export goes: what was named, and for standard output a file that is gone afterwards."""
    if output != DASH:
        yield output
        return
    with tempfile.TemporaryDirectory(prefix="sdconvert-") as folder:
        yield Path(folder, f"document{_suffix(form, to)}")


def _suffix(form: str, to: FormatName | None) -> str:
    """What the name of the file ends in that is made last."""
    return f".{_SUFFIXES[form].rpartition('.')[2]}" if to is None else _CONVERTED[to]


def check_name(output: Path | None, form: str, to: FormatName | None = None) -> None:
    """Raises: UsageError for a file whose name says something else than what will be in it."""
    suffix = _suffix(form, to)
    if output is not None and _is_file(output) and output.suffix.lower() != suffix:
        raise click.UsageError(f"{output} will not be what its name says: {_WHAT[suffix]} is called {suffix}.")


def _is_file(output: Path | None) -> bool:
    return output is not None and output.suffix.lower() in _FILES and not output.is_dir()


def _export_paths(
    document_id: str, output: Path | None, export: Export, unpack: bool, to: FormatName | None
) -> ExportPaths:
    """Where an export goes. The id is checked before the call, yet it is made a bare name here."""
    if output is not None and _is_file(output):
        stem = output.with_name(output.name.partition(".")[0] or output.name)
        whole = output
    else:
        stem = (output or Path()) / Path(document_id).name
        whole = stem.with_name(stem.name + _SUFFIXES[export.form])
    if to is None:
        return ExportPaths(whole, stem if unpack else None)
    converted = output if output is not None and _is_file(output) else stem.with_name(stem.name + _CONVERTED[to])
    return ExportPaths(stem.with_name(stem.name + _SUFFIXES[export.form]), stem if unpack else None, converted)


def _download(
    client: PartnerClient,
    document_id: str,
    export: Export,
    paths: ExportPaths,
    to: FormatName | None,
    force: bool,
    limits: Limits,
) -> tuple[Done, FileOutcome]:
    """What was done, and what the conversion found. Raises: SdconvertError."""
    export.save(client, document_id, paths.export)
    facts: dict[str, Any] = {"documentId": document_id, "output": str(paths.export)}
    lines = [f"{document_id} -> {paths.export}"]
    outcome = FileOutcome(document_id)
    if paths.folder is not None:
        unpack_package(paths.export, paths.folder, force, limits)
        facts["folder"] = str(paths.folder)
        lines.append(f"  unpacked -> {paths.folder}")
    if paths.converted is not None and to is not None:
        result = convert(paths.export, to=to, single_file=True if to is FormatName.HTML else None, limits=limits)
        save(paths.converted, result.value)
        outcome = FileOutcome(document_id, result.findings)
        told = f": {severity_counts(result.findings)}" if result.findings else ""
        lines.append(f"  converted -> {paths.converted}{told}")
        facts |= {"converted": str(paths.converted), "findings": [one.as_dict() for one in result.findings]}
        for line in as_text([outcome]) if is_verbose() else ():
            tell(line)
    return Done(facts, lines), outcome

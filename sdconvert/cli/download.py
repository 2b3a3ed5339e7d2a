"""`sdconvert download`: documents exported from SMASHDOCs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from sdconvert.archive import load, save
from sdconvert.cli.connection import Connection, connection_options, echo_json, read_ids
from sdconvert.errors import BadConfiguration, OutputRefused, SdconvertError
from sdconvert.findings import Severity
from sdconvert.packages import unpack as unpack_package
from sdconvert.partner import HtmlMode, PartnerClient, WordSettings
from sdconvert.pipeline import convert
from sdconvert.recognition import FormatName

_SUFFIXES = {"word": ".docx", "html": ".html.zip", "sdxml": ".zip", "parsx": ".parsx.zip"}
_CONVERTED = {FormatName.DOCX: ".docx", FormatName.HTML: ".html", FormatName.SDXML: ".zip", FormatName.PARSX: ".zip"}
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
    settings: WordSettings = WordSettings()

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


def export_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options of an export."""
    options = (
        click.option("--format", "form", type=click.Choice(list(_SUFFIXES)), default="word", show_default=True),
        click.option("--user", metavar="ID", help="For whom: of a draft, its creator. Default: the acting user."),
        click.option("--mode", type=click.Choice([str(m) for m in HtmlMode]), default="final", show_default=True),
        click.option("--only-public", is_flag=True, help="HTML: only conversations that everybody sees."),
        click.option("--template", metavar="ID", help="Word: the template. Default: the server's first."),
        click.option(
            "--settings",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="Word: a JSON file with settings such as language and textToc.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def parse_word_settings(path: Path | None) -> WordSettings:
    """The settings in a JSON file. Raises: BadConfiguration."""
    if path is None:
        return WordSettings()
    try:
        value = json.loads(load(path))
    except ValueError as error:
        raise BadConfiguration(f"{path} is no JSON.") from error
    unknown = [name for name in value if name not in _SETTINGS] if isinstance(value, dict) else ["such value"]
    if unknown:
        raise BadConfiguration(f"A Word export has no setting {unknown[0]}; known are {', '.join(_SETTINGS)}.")
    return WordSettings(**{_SETTINGS[name]: setting for name, setting in value.items()})


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A folder, or the file of a single document.")
@click.option("--unpack", is_flag=True, help="Unpack each export into a folder.")
@click.option(
    "--convert", "convert_to", type=click.Choice([str(name) for name in FormatName]), help="Convert each export."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@export_options
@connection_options
def download(
    ids: tuple[str, ...],
    output: Path | None,
    unpack: bool,
    convert_to: str | None,
    as_json: bool,
    connection: Connection,
    settings: Path | None,
    **options: Any,
) -> None:
    """Export documents by their ids; `-` takes the ids from standard input, such as the output of `api list --json`.

    Exit code: 0 fine, 1 a conversion lost something, 2 something went wrong; the other documents are exported all the
    same.
    """
    if unpack and convert_to:
        raise click.UsageError("Give --unpack or --convert, not both.")
    export = Export(settings=parse_word_settings(settings), **options)
    wanted = read_ids(ids)
    done: list[Mapping[str, Any]] = []
    with connection.client() as client:
        for document_id in wanted:
            target = _target(document_id, output, len(wanted), _SUFFIXES[export.form])
            done.append(_downloaded(client, document_id, export, target, unpack, convert_to))
    _report(done, as_json)
    click.get_current_context().exit(
        2 if any("error" in one for one in done) else int(any(one.get("lost") for one in done))
    )


def _target(document_id: str, output: Path | None, count: int, suffix: str) -> Path:
    """Where an export goes. The id is checked before the call, yet it is made a bare name here."""
    name = f"{Path(document_id).name}{suffix}"
    if output is None:
        return Path(name)
    is_file = count == 1 and output.suffix and not output.is_dir()
    return output if is_file else output / name


def _downloaded(
    client: PartnerClient, document_id: str, export: Export, target: Path, unpack: bool, convert_to: str | None
) -> dict[str, Any]:
    done: dict[str, Any] = {"documentId": document_id}
    try:
        path = export.save(client, document_id, target)
        if unpack:
            path = _unpacked(path)
        elif convert_to:
            path, done["lost"] = _converted(path, FormatName(convert_to))
        return {**done, "file": str(path)}
    except SdconvertError as error:
        return {**done, "error": str(error)}


def _unpacked(path: Path) -> Path:
    folder = path.with_name(path.name.split(".")[0])
    unpack_package(path, folder)
    return folder


def _converted(path: Path, to: FormatName) -> tuple[Path, int]:
    """The converted file, and how many findings tell of a loss. Raises: OutputRefused where it would be the export."""
    target = path.with_name(path.name.split(".")[0] + _CONVERTED[to])
    if target == path:
        raise OutputRefused(f"{path} is the export itself; name another output.")
    result = convert(path, to=to)
    save(target, result.value)
    return target, sum(finding.severity is Severity.ERROR for finding in result.findings)


def _report(done: list[Mapping[str, Any]], as_json: bool) -> None:
    if as_json:
        echo_json(done)
    for one in done:
        if "error" in one:
            click.echo(f"sdconvert: error: {one['documentId']}: {one['error']}", err=True)
        elif not as_json:
            lost = f" ({one['lost']} losses)" if one.get("lost") else ""
            click.echo(f"{one['documentId']} -> {one['file']}{lost}")

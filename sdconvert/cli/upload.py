"""`sdconvert upload`: files brought into SMASHDOCs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from sdconvert import exchange
from sdconvert.cli.connection import ConnectionCommand, PartnerConnection, connection_options, document_options
from sdconvert.cli.conversion_options import option_for
from sdconvert.cli.items import Done, process_each
from sdconvert.cli.mapping_file import load_mapping
from sdconvert.cli.option_groups import with_options
from sdconvert.cli.request_files import RequestFiles
from sdconvert.errors import SdconvertError
from sdconvert.exchange import UploadForm, package_for_import
from sdconvert.files import as_path
from sdconvert.findings import severity_counts
from sdconvert.options import ConversionOptions
from sdconvert.partner import IfExists, NewDocument, PartnerClient
from sdconvert.partner.errors import AlreadyExists, InvalidFile, TooLarge
from sdconvert.partner.imports import kind_of
from sdconvert.partner.uploads import Progress
from sdconvert.proposing import rows_for

_CHOICES = ("revisions", "headings", "labels", "comments", "renderer")
"""What of a conversion can be chosen where the result goes to the service."""


def _conversion_choices(command: Any) -> Any:
    return with_options(command, map(option_for, _CHOICES))


_ASSUMED: dict[str, Any] = {"/partner/documents/list": []}
"""What a dry run takes the server to say, so that the import itself is shown."""


@click.command(cls=ConnectionCommand)
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--title", help="The title, for one FILE. Default: the name of the file without its suffix.")
@click.option(
    "--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A style mapping for Word files."
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["word", "sdxml"]),
    help="Send a Word file to the service's own import (word), or convert it here, so that what Word shows is kept or "
    "told, and send the SDXML package (sdxml).  [default: each file as it is]",
)
@click.option(
    "--if-exists",
    type=click.Choice([str(choice) for choice in IfExists]),
    default=str(IfExists.ADOPT),
    show_default=True,
    help="When the same file was imported before with the same settings: take that document, import anew, or refuse.",
)
@click.option(
    "--fingerprint/--no-fingerprint",
    default=None,
    help="Whether imports carry in `supplemental` what tells that a file was imported already. Without it all 400 "
    "characters are yours, and an upload that is repeated makes another document.  [env: SDCONVERT_FINGERPRINT; "
    "default: on]",
)
@click.option("--no-validate", is_flag=True, help="Send the file though the import would refuse it.")
@click.option(
    "--largest-upload",
    type=click.IntRange(1),
    metavar="BYTES",
    help="Send no larger file.  [env: SDCONVERT_LARGEST_UPLOAD; default: 1000000000]",
)
@click.option(
    "--write-request",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Send nothing; write the headers (without credentials) and the body of each request into this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, an entry for each file.")
@_conversion_choices
@connection_options
@document_options
@click.pass_context
def upload(
    ctx: click.Context,
    /,
    files: tuple[Path, ...],
    title: str | None,
    mapping: Path | None,
    form: str | None,
    if_exists: str,
    no_validate: bool,
    largest_upload: int | None,
    fingerprint: bool | None,
    folder: Path | None,
    as_json: bool,
    connection: PartnerConnection,
    describe: Callable[[str], NewDocument],
    **choices: str | None,
) -> None:
    """Bring each FILE into SMASHDOCs: Word files (.docx) and SDXML packages (.zip).

    A file is validated first, and it is imported once: when the outcome of an import is unknown, the document is looked
    for. Running the command again is safe. A file that fails does not stop the others.

    A Word file goes as it is to the import of the service, which knows paragraph styles by the --mapping. With --as
    sdxml it is converted here, validated and sent as SDXML: numbers, references and tracked changes come out as
    `sdconvert convert` shows them, Word files of all kinds are taken (.docm, .dotx, too), and a file of which content
    would be lost is held back.

    \b
    sdconvert upload contract.docx --mapping styles.json --group ID
    sdconvert upload contract.docx --as sdxml --group ID

    Exit code: 0 fine, 1 a file was not sent (the import would refuse it, content would be lost, it is too large, or it
    is there already and --if-exists=fail), 2 something else went wrong.
    """
    _check_usage(files, title, mapping, form, choices)
    stylemap = None if mapping is None else load_mapping(mapping)
    options = ConversionOptions.parse(mapping=stylemap, **choices)
    sent_as = UploadForm.FILE if form is None else UploadForm(form)
    stated = {"largest_upload": largest_upload, "fingerprint": fingerprint}
    changes: dict[str, Any] = {name: value for name, value in stated.items() if value is not None}
    connection = replace(connection, profile=replace(connection.profile, **changes))

    def work_on(file: Path) -> NewDocument:
        return describe(title or file.stem)

    if folder is not None:
        requests = RequestFiles(connection, folder, validates=not no_validate and sent_as is not UploadForm.SDXML)

        def write(file: Path) -> Done:
            return _write_request(requests, file, work_on(file), sent_as, options, not no_validate)

        errors = process_each(connection, "file", files, write, as_json)
    else:
        with connection.client(_ASSUMED) as client:

            def send(file: Path) -> Done:
                how = {"form": sent_as, "options": options, "if_exists": if_exists, "validate": not no_validate}
                return _upload(client, file, work_on(file), how)

            errors = process_each(connection, "file", files, send, as_json)
    ctx.exit(_exit_code(errors))


def _check_usage(
    files: tuple[Path, ...],
    title: str | None,
    mapping: Path | None,
    form: str | None,
    choices: Mapping[str, str | None],
) -> None:
    """Raises: UsageError for options that would not do what they seem to."""
    if title is not None and len(files) > 1:
        raise click.UsageError(f"--title is for one file; the {len(files)} files are titled by their names.")
    if mapping is not None and form != UploadForm.SDXML and all(kind_of(file) != "word" for file in files):
        raise click.UsageError("--mapping is for Word files, and none is among the files.")
    stated = [name for name, value in choices.items() if value is not None]
    if stated and form != UploadForm.SDXML:
        raise click.UsageError(f"--{stated[0]} is for conversions: say --as sdxml, or leave it to the service.")


def _write_request(
    requests: RequestFiles,
    file: Path,
    document: NewDocument,
    form: UploadForm,
    options: ConversionOptions,
    validate: bool,
) -> Done:
    if form is UploadForm.SDXML:
        made = package_for_import(file, options, validate=validate)
        with as_path(made.value, "") as path:
            return requests.write(path, document, None)
    rows = rows_for(options.mapping, file) if options.mapping is not None and kind_of(file) == "word" else None
    return requests.write(file, document, rows)


def _upload(client: PartnerClient, file: Path, document: NewDocument, how: Mapping[str, Any]) -> Done:
    with _progress(file) as progress:
        done = exchange.upload(client, file, document, progress=progress, **how)
    imported = done.imported
    told = f": {severity_counts(done.findings)}" if done.findings else ""
    note = " (it was there already)" if imported.was_adopted else ""
    lines = [f"{file} -> {imported.document_id}{note}{told}"]
    if imported.access is not None:
        lines.append(f"  open within a minute: {imported.access.link}")
    facts: dict[str, Any] = {
        "file": str(file),
        "documentId": imported.document_id,
        "adopted": imported.was_adopted,
        "documentAccessLink": imported.access.link if imported.access else None,
    }
    if how["form"] is UploadForm.SDXML:
        facts["findings"] = [finding.as_dict() for finding in done.findings]
    return Done(facts, lines)


@contextmanager
def _progress(file: Path) -> Iterator[Progress | None]:
    """A bar on a terminal, from the first byte that is sent; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as stack:
        bars: list[Any] = []

        def advance(sent: int, total: int) -> None:
            if not bars:
                bars.append(stack.enter_context(click.progressbar(length=total, label=file.name, file=sys.stderr)))
            bars[0].update(sent - bars[0].pos)

        yield advance


def _exit_code(errors: Sequence[SdconvertError]) -> int:
    if not errors:
        return 0
    return 1 if all(_is_held_back(error) for error in errors) else 2


def _is_held_back(error: SdconvertError) -> bool:
    """Whether a file was not sent because of what it is."""
    return isinstance(error, (InvalidFile, AlreadyExists)) or (isinstance(error, TooLarge) and error.status is None)

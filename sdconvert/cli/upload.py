"""`sdconvert upload`: files brought into SMASHDOCs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from sdconvert.cli.connection import ConnectionCommand, PartnerConnection, connection_options, document_options
from sdconvert.cli.items import Done, process_each
from sdconvert.cli.mapping_file import load_mapping
from sdconvert.cli.request_files import RequestFiles
from sdconvert.errors import SdconvertError
from sdconvert.partner import IfExists, NewDocument, PartnerClient
from sdconvert.partner.errors import AlreadyExists, InvalidFile, TooLarge
from sdconvert.partner.imports import kind_of
from sdconvert.partner.uploads import Progress
from sdconvert.proposing import rows_for

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
@connection_options
@document_options
@click.pass_context
def upload(
    ctx: click.Context,
    files: tuple[Path, ...],
    title: str | None,
    mapping: Path | None,
    if_exists: str,
    no_validate: bool,
    largest_upload: int | None,
    fingerprint: bool | None,
    folder: Path | None,
    as_json: bool,
    connection: PartnerConnection,
    describe: Callable[[str], NewDocument],
) -> None:
    """Bring each FILE into SMASHDOCs: Word files (.docx) and SDXML packages (.zip).

    A file is validated first, and it is imported once: when the outcome of an import is unknown, the document is looked
    for. Running the command again is safe. A file that fails does not stop the others.

    \b
    sdconvert upload contract.docx --mapping styles.json --group ID

    Exit code: 0 fine, 1 a file was not sent (the import would refuse it, it is too large, or it is there already and
    --if-exists=fail), 2 something else went wrong.
    """
    _check_usage(files, title, mapping)
    stylemap = None if mapping is None else load_mapping(mapping)
    stated = {"largest_upload": largest_upload, "fingerprint": fingerprint}
    changes: dict[str, Any] = {name: value for name, value in stated.items() if value is not None}
    connection = replace(connection, profile=replace(connection.profile, **changes))

    def describe_file(file: Path) -> tuple[NewDocument, Mapping[str, Any] | None]:
        rows = rows_for(stylemap, file) if stylemap is not None and kind_of(file) == "word" else None
        return describe(title or file.stem), rows

    if folder is not None:
        requests = RequestFiles(connection, folder, validates=not no_validate)
        errors = process_each(
            connection, "file", files, lambda file: requests.write(file, *describe_file(file)), as_json
        )
    else:
        with connection.client(_ASSUMED) as client:

            def send(file: Path) -> Done:
                return _upload(client, file, *describe_file(file), if_exists, not no_validate)

            errors = process_each(connection, "file", files, send, as_json)
    ctx.exit(_exit_code(errors))


def _check_usage(files: tuple[Path, ...], title: str | None, mapping: Path | None) -> None:
    """Raises: UsageError for options that would not do what they seem to."""
    if title is not None and len(files) > 1:
        raise click.UsageError(f"--title is for one file; the {len(files)} files are titled by their names.")
    if mapping is not None and all(kind_of(file) != "word" for file in files):
        raise click.UsageError("--mapping is for Word files, and none is among the files.")


def _upload(
    client: PartnerClient,
    file: Path,
    document: NewDocument,
    mapping: Mapping[str, Any] | None,
    if_exists: str,
    validate: bool,
) -> Done:
    with _progress(file) as progress:
        imported = client.upload(file, document, mapping, if_exists=if_exists, validate=validate, progress=progress)
    note = " (it was there already)" if imported.was_adopted else ""
    lines = [f"{file} -> {imported.document_id}{note}"]
    if imported.access is not None:
        lines.append(f"  open within a minute: {imported.access.link}")
    facts = {
        "file": str(file),
        "documentId": imported.document_id,
        "adopted": imported.was_adopted,
        "documentAccessLink": imported.access.link if imported.access else None,
    }
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

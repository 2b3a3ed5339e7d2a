"""`sdconvert upload`: files brought into SMASHDOCs."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from sdconvert.archive import save
from sdconvert.cli.connection import Connection, connection_options, document_options, echo_json
from sdconvert.errors import OutputRefused, SdconvertError
from sdconvert.exchange import refusals
from sdconvert.partner import IfExists, Imported, NewDocument, PartnerClient, pack_upload
from sdconvert.partner.client import kind_of
from sdconvert.partner.errors import InvalidFile
from sdconvert.partner.uploads import Progress
from sdconvert.stylemap.parse import load_stylemap


@dataclass(frozen=True, slots=True)
class _Done:
    file: Path
    imported: Imported | None = None
    error: SdconvertError | None = None

    def as_dict(self) -> dict[str, Any]:
        if self.imported is None:
            return {"file": str(self.file), "error": str(self.error)}
        link = self.imported.access.link if self.imported.access else None
        return {
            "file": str(self.file),
            "documentId": self.imported.document_id,
            "adopted": self.imported.was_adopted,
            "documentAccessLink": link,
        }


@click.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--mapping", type=click.Path(dir_okay=False, path_type=Path), help="A style mapping for Word files.")
@click.option(
    "--if-exists",
    type=click.Choice([str(choice) for choice in IfExists]),
    default=str(IfExists.ADOPT),
    show_default=True,
    help="When the same file was imported before with the same settings: take that document, import anew, or refuse.",
)
@click.option("--no-validate", is_flag=True, help="Send the file though the import would refuse it.")
@click.option(
    "--write-request",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Send nothing; write the headers (without credentials) and the body of each request into this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@connection_options
@document_options
@click.pass_context
def upload(
    ctx: click.Context,
    files: tuple[Path, ...],
    mapping: Path | None,
    if_exists: str,
    no_validate: bool,
    write_request: Path | None,
    as_json: bool,
    connection: Connection,
    described: Callable[[str], NewDocument],
) -> None:
    """Bring each FILE into SMASHDOCs: Word files (.docx) and SDXML packages (.zip).

    A file is validated first, and it is imported once: when the outcome of an import is unknown, the document is looked
    for. Running the command again is safe.

    Exit code: 0 fine, 1 a file that the import would refuse was not sent, 2 something else went wrong.
    """
    rows = None if mapping is None else _mapping_rows(mapping)
    if write_request is not None:
        for file in files:
            _write_request(connection, file, described(file.stem), rows, write_request, no_validate)
        return
    with connection.client() as client:
        done = [_uploaded(client, file, described(file.stem), rows, if_exists, not no_validate) for file in files]
    _report(done, as_json)
    ctx.exit(_exit_code(done))


def _mapping_rows(path: Path) -> dict[str, Any]:
    """The mapping as the API takes it, checked. Raises: BadConfiguration."""
    return {
        style: {"textType": str(row.text_type), **({} if row.level is None else {"level": row.level})}
        for style, row in load_stylemap(path).rows.items()
    }


def _uploaded(
    client: PartnerClient,
    file: Path,
    document: NewDocument,
    rows: dict[str, Any] | None,
    if_exists: str,
    validate: bool,
) -> _Done:
    mapping = rows if kind_of(file) == "word" else None
    try:
        with _progress(file) as progress:
            imported = client.upload(file, document, mapping, if_exists=if_exists, validate=validate, progress=progress)
        return _Done(file, imported)
    except SdconvertError as error:
        return _Done(file, error=error)


@contextmanager
def _progress(file: Path) -> Iterator[Progress | None]:
    """A bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=100, label=file.name, file=sys.stderr) as bar:

        def advance(sent: int, total: int) -> None:
            bar.update(100 * sent // max(total, 1) - bar.pos)

        yield advance


def _report(done: list[_Done], as_json: bool) -> None:
    if as_json:
        echo_json([one.as_dict() for one in done])
    for one in done:
        if one.error is not None:
            click.echo(f"sdconvert: error: {one.file}: {one.error}", err=True)
        elif one.imported is not None and not as_json:
            note = " (it was there already)" if one.imported.was_adopted else ""
            click.echo(f"{one.file} -> {one.imported.document_id}{note}")
            if one.imported.access is not None:
                click.echo(f"  open within a minute: {one.imported.access.link}")


def _exit_code(done: list[_Done]) -> int:
    errors = [one.error for one in done if one.error is not None]
    if any(not isinstance(error, InvalidFile) for error in errors):
        return 2
    return int(bool(errors))


def _write_request(
    connection: Connection,
    file: Path,
    document: NewDocument,
    rows: dict[str, Any] | None,
    folder: Path,
    no_validate: bool,
) -> None:
    """Writes NAME.json with method, address and headers, and NAME.body. Raises: OutputRefused, InvalidFile."""
    reasons = () if no_validate else refusals(file)
    if reasons:
        raise OutputRefused(f"{file} would be refused: {' '.join(reasons)}")
    kind = kind_of(file)
    headers, body = pack_upload(file, document, rows if kind == "word" else None)
    url = f"{connection.profile.url.rstrip('/')}/partner/imports/{kind}/upload"
    described = {"method": "POST", "url": url, "headers": headers, "body": f"{file.name}.body"}
    save(folder / f"{file.name}.json", json.dumps(described, indent=2).encode())
    target = folder / f"{file.name}.body"
    try:
        with target.open("wb") as opened:
            shutil.copyfileobj(body, opened)
    except OSError as error:
        raise OutputRefused(f"{target} cannot be written: {error.strerror or error}.") from error
    finally:
        body.close()
    click.echo(f"{file} -> {target}")

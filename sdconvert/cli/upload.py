"""`sdconvert upload`: files brought into SMASHDOCs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import click

from sdconvert import exchange
from sdconvert.archive import Limits
from sdconvert.cli.connection import PartnerConnection, connection_options, document_options
from sdconvert.cli.conversion_options import option_for
from sdconvert.cli.ending import ending_in_order
from sdconvert.cli.items import Done, process_each
from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.lists import read_lists
from sdconvert.cli.mapping_file import load_mapping
from sdconvert.cli.messages import is_verbose, tell
from sdconvert.cli.option_groups import with_options
from sdconvert.cli.progress import has_bar
from sdconvert.cli.render import FileOutcome, as_text
from sdconvert.cli.replacing import refuse_to_replace
from sdconvert.cli.request_files import RequestFiles
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import json_option, list_option, mapping_option, progress_option
from sdconvert.cli.skipped import check_documents, fail_empty_option, tell_of_nothing, tell_of_skipped
from sdconvert.cli.stdio import DASH, check_stdin, name_of_source, source_at
from sdconvert.errors import SdconvertError
from sdconvert.exchange import UploadForm, package_for_import
from sdconvert.files import as_path, load
from sdconvert.findings import severity_counts
from sdconvert.options import ConversionOptions
from sdconvert.partner import IfExists, NewDocument, PartnerClient
from sdconvert.partner.errors import AlreadyExists, InvalidFile, TooLarge
from sdconvert.partner.imports import kind_of
from sdconvert.partner.uploads import Progress, name_by_content
from sdconvert.paths import WORD_SUFFIXES, Skipped, as_on_disk, find_documents, is_lock_file, lock_file
from sdconvert.proposing import rows_for

_CHOICES = ("revisions", "headings", "labels", "comments", "renderer")
"""What of a conversion can be chosen where the result goes to the service."""


def _conversion_choices(command: Any) -> Any:
    return with_options(command, map(option_for, _CHOICES))


_ASSUMED: dict[str, Any] = {"/partner/documents/list": []}
"""What a dry run takes the server to say, so that the import itself is shown."""


@click.command(cls=SharedCommand)
@click.argument(
    "files",
    nargs=-1,
    metavar="[FILE]...",
    type=click.Path(readable=False, allow_dash=True),
)
@list_option
@fail_empty_option
@click.option("--title", help="The title, for one FILE. Default: the name of the file without its suffix.")
@mapping_option("A style mapping for Word files.")
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
    "--reconcile",
    "is_reconciled",
    is_flag=True,
    help="FILE comes home: refuse where the group has a document of its title, which no import can replace, and say "
    "what can be done.",
)
@click.option(
    "--fingerprint/--no-fingerprint",
    default=None,
    help="Whether imports carry in `supplemental` what tells that a file was imported already. Without it all 400 "
    "characters are yours, and an upload that is repeated makes another document.  [env: SDCONVERT_FINGERPRINT; "
    "default: on]",
)
@click.option(
    "--validate/--no-validate",
    default=True,
    show_default=True,
    help="Send no file that the import would refuse, or send it all the same.",
)
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
@_conversion_choices
@limit_options
@progress_option
@json_option("`files` with `file`, `documentId`, `adopted`, `documentAccessLink`, `error` and `findings`; `summary`")
@connection_options
@document_options
@click.pass_context
def upload(
    ctx: click.Context,
    /,
    files: tuple[str, ...],
    lists: tuple[str, ...],
    fails_empty: bool,
    title: str | None,
    mapping: Path | None,
    form: str | None,
    if_exists: str,
    is_reconciled: bool,
    validate: bool,
    largest_upload: int | None,
    fingerprint: bool | None,
    folder: Path | None,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
    progress: str,
    as_json: bool,
    connection: PartnerConnection,
    describe: Callable[[str], NewDocument],
    **choices: str | None,
) -> None:
    """Bring each FILE into SMASHDOCs: Word files (.docx) and SDXML packages (.zip), or - for one in standard input.

    Those of a folder are taken, at any depth, and what is not taken is named.

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
    is there already and --if-exists=fail or --reconcile), 2 something else went wrong.
    """
    check_stdin(*files, *lists)
    paths, skipped = _find_files(files, read_lists(lists), form)
    tell_of_skipped(skipped)
    if files or lists:
        check_documents(bool(paths), fails_empty)
        tell_of_nothing(bool(paths))
        if not paths:
            ctx.exit(_exit_code((), skipped))
    if is_reconciled and folder is not None:
        raise click.UsageError("--reconcile asks the server, and --write-request sends nothing.")
    limits = limits_from(max_size, max_ratio, max_members)
    _check_usage(paths, title, mapping, form, choices, has_limits=limits != Limits())
    stylemap = None if mapping is None else load_mapping(mapping)
    options = ConversionOptions.parse(mapping=stylemap, limits=limits, **choices)
    sent_as = UploadForm.FILE if form is None else UploadForm(form)
    stated = {"largest_upload": largest_upload, "fingerprint": fingerprint}
    changes: dict[str, Any] = {name: value for name, value in stated.items() if value is not None}
    connection = replace(connection, profile=replace(connection.profile, **changes))

    def work_on(file: _File) -> NewDocument:
        return describe(title or file.path.stem)

    with ending_in_order(), ExitStack() as opened:
        todo = [opened.enter_context(_open_file(path, limits)) for path in paths]
        if folder is not None:
            requests = RequestFiles(connection, folder, validates=validate and sent_as is not UploadForm.SDXML)

            def write(file: _File) -> Done:
                return _write_request(requests, file.path, work_on(file), sent_as, options, validate)

            errors = process_each(connection, "file", todo, write, as_json)
        else:
            client = opened.enter_context(connection.client(_ASSUMED))

            def send(file: _File) -> Done:
                if is_reconciled:
                    refuse_to_replace(client, work_on(file))
                how = {"form": sent_as, "options": options, "if_exists": if_exists, "validate": validate}
                return _upload(client, file, work_on(file), how, progress)

            errors = process_each(connection, "file", todo, send, as_json)
    ctx.exit(_exit_code(errors, skipped))


def _find_files(
    places: Sequence[str], listed: Sequence[str], form: str | None
) -> tuple[tuple[Path, ...], tuple[Skipped, ...]]:
    """The files to send: of folders those that the service takes, or that a conversion takes; and what is not sent.

    Raises: BadConfiguration for what does not exist; what a list names fails alone.
    """
    word = WORD_SUFFIXES if form == UploadForm.SDXML else WORD_SUFFIXES[:1]
    found = find_documents([place for place in places if place != str(DASH)], (*word, ".zip"))
    stdin = [DASH for place in places if place == str(DASH)]
    by_list = [as_on_disk(Path(place)) for place in listed]
    sent = [*stdin, *(one.path for one in found.inputs), *(path for path in by_list if not is_lock_file(path.name))]
    locks = [lock_file(str(path)) for path in by_list if is_lock_file(path.name)]
    return tuple(dict.fromkeys(sent)), (*found.skipped, *locks)


class _File(NamedTuple):
    """A file to send, and what it is called: that of standard input is a copy."""

    path: Path
    name: str

    def __str__(self) -> str:
        return self.name


@contextmanager
def _open_file(path: Path, limits: Limits) -> Iterator[_File]:
    if path != DASH:
        yield _File(path, str(path))
        return
    with as_path(load(source_at(path, limits)), name_by_content) as copy:
        yield _File(copy, name_of_source(path))


def _check_usage(
    files: tuple[Path, ...],
    title: str | None,
    mapping: Path | None,
    form: str | None,
    choices: Mapping[str, str | None],
    *,
    has_limits: bool,
) -> None:
    """Raises: UsageError for options that would not do what they seem to, and when there is nothing to send."""
    if not files:
        raise click.UsageError("Name what to send: FILE, or a list with --from-file.")
    if title is None and DASH in files:
        raise click.UsageError("Name the document of standard input with --title.")
    if title is not None and len(files) > 1:
        raise click.UsageError(f"--title is for one file; the {len(files)} files are titled by their names.")
    if (
        mapping is not None
        and form != UploadForm.SDXML
        and all(file != DASH and kind_of(file) != "word" for file in files)
    ):
        raise click.UsageError("--mapping is for Word files, and none is among the files.")
    stated = [name for name, value in choices.items() if value is not None]
    if stated and form != UploadForm.SDXML:
        raise click.UsageError(f"--{stated[0]} is for conversions: say --as sdxml, or leave it to the service.")
    if has_limits and form != UploadForm.SDXML:
        raise click.UsageError("--max-size, --max-ratio and --max-members are for conversions: say --as sdxml.")


def _write_request(
    requests: RequestFiles,
    file: Path,
    document: NewDocument,
    form: UploadForm,
    options: ConversionOptions,
    validate: bool,
) -> Done:
    if form is UploadForm.SDXML:
        with package_for_import(file, options, validate=validate) as made:
            return requests.write(made.value, document, None)
    rows = rows_for(options.mapping, file) if options.mapping is not None and kind_of(file) == "word" else None
    return requests.write(file, document, rows)


def _upload(client: PartnerClient, file: _File, document: NewDocument, how: Mapping[str, Any], progress: str) -> Done:
    with _show_bytes(file.name, progress) as advance:
        done = exchange.upload(client, file.path, document, progress=advance, **how)
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
        for line in as_text([FileOutcome(str(file), done.findings)]) if is_verbose() else ():
            tell(line)
    return Done(facts, lines)


@contextmanager
def _show_bytes(name: str, progress: str) -> Iterator[Progress | None]:
    """A bar of the bytes, from the first that is sent, where --progress asks for one."""
    if not has_bar(progress):
        yield None
        return
    with ExitStack() as stack:
        bars: list[Any] = []

        def advance(sent: int, total: int) -> None:
            if not bars:
                bars.append(stack.enter_context(click.progressbar(length=total, label=name, file=sys.stderr)))
            bars[0].update(sent - bars[0].pos)

        yield advance


def _exit_code(errors: Sequence[SdconvertError], skipped: Iterable[Skipped]) -> int:
    if any(one.is_unread for one in skipped):
        return 2
    if not errors:
        return 0
    return 1 if all(_is_held_back(error) for error in errors) else 2


def _is_held_back(error: SdconvertError) -> bool:
    """Whether a file was not sent because of what it is."""
    return isinstance(error, (InvalidFile, AlreadyExists)) or (isinstance(error, TooLarge) and error.status is None)

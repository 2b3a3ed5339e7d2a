"""`sdconvert review`: a page on this machine that shows Word files beside their conversions."""

from __future__ import annotations

import threading
import webbrowser
from pathlib import Path

import click

from sdconvert.batch.sources import discover
from sdconvert.cli.browser import show
from sdconvert.cli.conversion_options import option_for
from sdconvert.cli.corpus import processors
from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.lists import read_lists
from sdconvert.cli.mapping_file import load_mapping
from sdconvert.cli.messages import tell
from sdconvert.cli.output import echo, echo_json
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import jobs_option, json_option, list_option, mapping_option, output_option
from sdconvert.cli.skipped import check_documents, tell_of_skipped
from sdconvert.cli.stdio import DASH, is_force_given
from sdconvert.options import ConversionOptions
from sdconvert.pipeline import FORMATS
from sdconvert.recognition import FormatName
from sdconvert.review.server import ReviewServer, check_libraries
from sdconvert.review.session import ReviewSession, find_layouter

_DEFAULT_OUTPUT = "mapping.json"
_FEW = 3


@click.command(cls=SharedCommand)
@click.argument("paths", nargs=-1, type=click.Path(readable=False), metavar="[FILE_OR_DIR]...")
@output_option(f"Where “save” writes the mapping.  [default: that of --mapping, or else {_DEFAULT_OUTPUT}]")
@list_option
@mapping_option("Begin with this style mapping.")
@option_for("revisions")
@option_for("headings")
@option_for("labels")
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="PORT", default=0, show_default=True, help="0 takes a free one."
)
@click.option(
    "--office/--no-office",
    default=True,
    show_default=True,
    help="Let LibreOffice lay out the Word side, where it is installed.",
)
@click.option(
    "--browser/--no-browser",
    default=True,
    show_default=True,
    help="Open the page in the browser, or only print its address.",
)
@limit_options
@jobs_option("one for each processor")
@json_option("`url` and `files`, their number")
def review(
    paths: tuple[str, ...],
    output: Path | None,
    lists: tuple[str, ...],
    mapping: Path | None,
    revisions: str | None,
    headings: str | None,
    labels: str | None,
    port: int,
    office: bool,
    browser: bool,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
    jobs: int | None,
    as_json: bool,
) -> None:
    """See Word files beside what SMASHDOCs will show, with every finding at its place, and try a style mapping on them.

    A page on this machine: the address has a token, nothing leaves the machine, and nothing is written but the mapping,
    on “save”. Ctrl+C ends it. It needs the extra sdconvert[review].

    Exit code: 0 it was ended, 2 it could not begin.

    \b
    sdconvert review contracts/ --mapping mapping.json
    """
    if not paths and not lists:
        raise click.UsageError("Name documents: FILE_OR_DIR, or a list with --from-file.")
    if output == DASH:
        raise click.UsageError("“save” writes a file as often as it is pressed: name one with -o.")
    check_libraries()
    items, skipped = discover(paths, FORMATS[FormatName.DOCX].suffixes, read_lists(lists))
    tell_of_skipped(skipped)
    check_documents(bool(items), fails_empty=True)
    options = ConversionOptions.parse(
        mapping=None if mapping is None else load_mapping(mapping),
        revisions=revisions,
        headings=headings,
        labels=labels,
        limits=limits_from(max_size, max_ratio, max_members),
    )
    session = ReviewSession(
        items,
        options,
        output or mapping or Path(_DEFAULT_OUTPUT),
        workers=0 if len(items) <= _FEW else jobs or processors(),
        is_folder=len(items) > 1 or any(Path(path).is_dir() for path in paths),
        office=find_layouter() if office else None,
        overwrites=(output is None and mapping is not None) or is_force_given(),
    )
    server = ReviewServer(session, port)
    if as_json:
        echo_json({"url": server.url, "files": len(items)})
    else:
        echo(f"{len(items)} document(s) at {server.url}")
    tell("Ctrl+C ends the review.")
    if browser:
        _open_soon(server.url)
    server.run()


def _open_soon(url: str) -> None:
    """Lead a browser to the page once it is served."""
    threading.Thread(target=show, args=(url, webbrowser.open), daemon=True).start()

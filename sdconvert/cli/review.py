"""`sdconvert review`: a page on this machine that shows Word files beside their conversions."""

from __future__ import annotations

import threading
import webbrowser
from pathlib import Path

import click

from sdconvert.batch.sources import discover
from sdconvert.choices import Headings, Labels, Revisions
from sdconvert.cli.browser import show
from sdconvert.cli.corpus import processors
from sdconvert.cli.mapping_file import load_mapping
from sdconvert.cli.output import echo
from sdconvert.cli.skipped import check_documents, tell_of_skipped
from sdconvert.options import ConversionOptions
from sdconvert.pipeline import FORMATS
from sdconvert.recognition import FormatName
from sdconvert.review.server import ReviewServer, check_libraries
from sdconvert.review.session import ReviewSession, find_layouter

_DEFAULT_OUTPUT = "mapping.json"
_FEW = 3


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False), metavar="FILE_OR_DIR...")
@click.option("--mapping", type=click.Path(path_type=Path, dir_okay=False), help="Begin with this style mapping.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"Where “save” writes the mapping.  [default: that of --mapping, or else {_DEFAULT_OUTPUT}]",
)
@click.option("--revisions", type=click.Choice([str(word) for word in Revisions]), help="As for `convert`.")
@click.option("--headings", type=click.Choice([str(word) for word in Headings]), help="As for `convert`.")
@click.option("--labels", type=click.Choice([str(word) for word in Labels]), help="As for `convert`.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="0 takes a free one.")
@click.option(
    "--office/--no-office", default=True, help="Let LibreOffice lay out the Word side, where it is installed."
)
@click.option(
    "--jobs", type=click.IntRange(1), help="How many documents are read at once.  [default: one for each processor]"
)
@click.option("--browser/--no-browser", default=True, help="Open the page in the browser, or only print its address.")
def review(
    paths: tuple[str, ...],
    mapping: Path | None,
    output: Path | None,
    revisions: str | None,
    headings: str | None,
    labels: str | None,
    port: int,
    office: bool,
    jobs: int | None,
    browser: bool,
) -> None:
    """See Word files beside what SMASHDOCs will show, with every finding at its place, and try a style mapping on them.

    A page on this machine: the address has a token, nothing leaves the machine, and nothing is written but the mapping,
    on “save”. Ctrl+C ends it. It needs the extra sdconvert[review].
    """
    check_libraries()
    items, skipped = discover(paths, FORMATS[FormatName.DOCX].suffixes)
    tell_of_skipped(skipped)
    check_documents(bool(items), fails_empty=True)
    options = ConversionOptions.parse(
        mapping=None if mapping is None else load_mapping(mapping),
        revisions=revisions,
        headings=headings,
        labels=labels,
    )
    session = ReviewSession(
        items,
        options,
        output or mapping or Path(_DEFAULT_OUTPUT),
        workers=0 if len(items) <= _FEW else jobs or processors(),
        is_folder=len(items) > 1 or any(Path(path).is_dir() for path in paths),
        office=find_layouter() if office else None,
        overwrites=output is None and mapping is not None,
    )
    server = ReviewServer(session, port)
    echo(f"{len(items)} document(s) at {server.url}", "Ctrl+C ends the review.")
    if browser:
        _open_soon(server.url)
    server.run()


def _open_soon(url: str) -> None:
    """Lead a browser to the page once it is served."""
    threading.Thread(target=show, args=(url, webbrowser.open), daemon=True).start()

"""`sdconvert anonymise`: a file without its words."""

from __future__ import annotations

from pathlib import Path

import click

from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.messages import tell
from sdconvert.cli.output import echo_error, echo_json
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import json_option, output_option
from sdconvert.cli.stdio import check_stdout, check_terminal, name_of_output, name_of_source, source_at, write_result
from sdconvert.sharing import WordsLeft
from sdconvert.sharing import anonymise as anonymise_file


@click.command(cls=SharedCommand)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@output_option("The file without its words; - is standard output.", is_required=True)
@limit_options
@json_option("`file`, `output` (null where nothing was written), `left` with `part` and `words`")
@click.pass_context
def anonymise(
    ctx: click.Context,
    file: Path,
    output: Path,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
    as_json: bool,
) -> None:
    """Copy a Word FILE or an SDXML package, or - for standard input, with stand-ins of the same shape for every word,
    name, number, date, picture, property, author, path and address.

    The same word has the same stand-in throughout the file. They are made from a random secret that is thrown away, so
    another call gives others, and nobody finds the way back. Structure, styles and numbering stay; pictures are flat
    ones of their size, embedded files and custom parts are empty. A look at all parts of the result then proves that
    no word of four letters or more is left, but for those of the format itself: names of Word's own styles, of fields,
    of fonts.

    Exit code: 0 done, 1 words are left: nothing is written and the part is named, 2 usage or a file that cannot be
    read.

    \b
    sdconvert anonymise contract.docx -o contract-for-all.docx
    """
    check_stdout(output, as_json=as_json)
    check_terminal(output)
    limits = limits_from(max_size, max_ratio, max_members)
    try:
        result = anonymise_file(source_at(file, limits), limits=limits)
    except WordsLeft as error:
        if as_json:
            left = [{"part": leak.part, "words": list(leak.words)} for leak in error.leaks]
            echo_json({"file": name_of_source(file), "output": None, "left": left})
        echo_error(error)
        ctx.exit(1)
    write_result(output, result.value)
    if as_json:
        echo_json({"file": name_of_source(file), "output": str(output), "left": []})
    tell(f"{name_of_source(file)} -> {name_of_output(output)}: no word of it is left")

"""`sdconvert diff`: what changed between two documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from sdconvert.cli.columns import cut
from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.output import json_text, style
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import html_option, json_option, output_option
from sdconvert.cli.stdio import DASH, check_stdin, check_stdout, name_of_source, source_at, write_lines, write_result
from sdconvert.comparison import Change, ComparedBlock, Comparison, Difference, WordStretch, compare
from sdconvert.model.document import Document
from sdconvert.pipeline import read_document
from sdconvert.recognition import FormatName

_SIGNS = {Change.ADDED: "+", Change.REMOVED: "-", Change.CHANGED: "~"}
_COLOURS = {Change.ADDED: "green", Change.REMOVED: "red", Change.CHANGED: "yellow"}
_WORDS_AROUND = 6
_FORMATS = click.Choice([str(name) for name in FormatName])


@click.command(cls=SharedCommand)
@click.argument("a", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("b", type=click.Path(path_type=Path, allow_dash=True))
@output_option("Write the differences to this file; - is standard output.  [default: -]")
@click.option("--from-a", type=_FORMATS, help="The format of A, where its content does not tell.")
@click.option("--from-b", type=_FORMATS, help="The format of B, where its content does not tell.")
@html_option("a redline, both documents word by word,")
@click.option(
    "--as-shown",
    is_flag=True,
    help="In a redline, labels and references are those that SMASHDOCs will show, not those of the sources.",
)
@limit_options
@json_option("`differences` with `change`, `heading`, `before`, `after`, `words` and `labels`; `same`, their number")
@click.pass_context
def diff(
    ctx: click.Context,
    a: Path,
    b: Path,
    output: Path | None,
    from_a: str | None,
    from_b: str | None,
    page: Path | None,
    as_shown: bool,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
    as_json: bool,
) -> None:
    """Show what changed from the document A to the document B, each of any format, or - for standard input.

    Blocks are told as added, removed or changed with the words. Compared are metadata, kinds and levels, words, labels,
    marks, links, notes, formulas, pictures by their content, and the index; not white space, alignment, indents,
    widths, colours and the names of styles.

    Exit code: 0 no difference, 1 some, 2 a document cannot be read.

    \b
    sdconvert diff draft.docx final.docx
    sdconvert diff draft.docx final.docx --html redline.html
    """
    if as_shown and page is None:
        raise click.UsageError("--as-shown is for --html.")
    check_stdin(a, b)
    check_stdout(DASH if output is None and as_json else output, page)
    limits = limits_from(max_size, max_ratio, max_members)
    before = read_document(source_at(a, limits), source_format=from_a, limits=limits).value
    after = read_document(source_at(b, limits), source_format=from_b, limits=limits).value
    comparison = compare(before, after)
    is_same = comparison.is_same
    if page is not None:
        is_same = _write_page(page, before, after, (name_of_source(a), name_of_source(b)), as_shown) and is_same
    if output is not None or page != DASH:
        _write_differences(output, comparison, as_json=as_json)
    ctx.exit(int(not is_same))


def _write_page(page: Path, before: Document, after: Document, names: tuple[str, str], as_shown: bool) -> bool:
    """Write a redline; whether it shows no change."""
    from sdconvert.redline import compare_documents, write_page

    redline = compare_documents(before, after, as_shown=as_shown)
    write_result(page, write_page(redline, (Path(names[0]).name, Path(names[1]).name)))
    return redline.is_same


def _write_differences(output: Path | None, comparison: Comparison, *, as_json: bool) -> None:
    if as_json:
        write_result(output, f"{_as_json(comparison)}\n".encode())
    else:
        write_lines(output, _as_text(comparison))


def _as_text(comparison: Comparison) -> Iterator[str]:
    for difference in comparison.differences:
        yield from _lines(difference)
    counts = [sum(each.change is change for each in comparison.differences) for change in Change]
    told = ", ".join(f"{count} {change}" for count, change in zip(counts, Change, strict=True) if count)
    yield f"{told or 'no difference'}, {comparison.same} the same"


def _lines(difference: Difference) -> Iterator[str]:
    number = difference.number_after if difference.before is None else difference.number_before
    under = f", under “{cut(difference.heading, 50)}”" if difference.heading else ""
    sign = style(_SIGNS[difference.change], _COLOURS[difference.change])
    yield f"{sign} {_kind(difference)} (block {number}{under})"
    if difference.has_other_label and difference.before and difference.after:
        yield f"    {_label_line(difference.before, difference.after, difference.labels)}"
    if difference.has_other_text and (text := _text(difference)).strip():
        yield f"    {text}"
    elif difference.has_other_looks and difference.before and difference.after:
        yield from _look_lines(difference.before, difference.after)


def _label_line(before: ComparedBlock, after: ComparedBlock, count: int) -> str:
    labels = f"label {before.label or 'none'} -> {after.label or 'none'}: {cut(after.text, 50)}"
    return labels if count < 2 else f"{labels} (and {count - 1} more in a row)"


def _kind(difference: Difference) -> str:
    before, after = difference.before, difference.after
    if before is not None and after is not None and before.kind != after.kind:
        return f"{before.kind} -> {after.kind}"
    entry = after or before
    assert entry is not None
    return entry.kind


def _text(difference: Difference) -> str:
    if difference.before is None or difference.after is None:
        entry = difference.after or difference.before
        assert entry is not None
        return style(entry.text, _COLOURS[difference.change])
    stretches = difference.words
    last = len(stretches) - 1
    return " ".join(_stretch(words, at > 0, at < last) for at, words in enumerate(stretches))


def _stretch(words: WordStretch, has_before: bool, has_after: bool) -> str:
    """Changed words in brackets; of those that stay, only some on each side."""
    if words.is_same:
        return _shorten(words.before.split(), has_before, has_after)
    removed = style(f"[-{words.before}-]", "red") if words.before else ""
    added = style(f"{{+{words.after}+}}", "green") if words.after else ""
    return removed + added


def _shorten(words: list[str], has_before: bool, has_after: bool) -> str:
    head = _WORDS_AROUND if has_before else 0
    tail = _WORDS_AROUND if has_after else 0
    if len(words) <= head + tail + 1:
        return " ".join(words)
    return " ".join([*words[:head], "…", *words[len(words) - tail :]])


def _look_lines(before: ComparedBlock, after: ComparedBlock) -> Iterator[str]:
    yield from (f"    - {look.words}: {', '.join(look.look)}" for look in before.looks if look not in after.looks)
    yield from (f"    + {look.words}: {', '.join(look.look)}" for look in after.looks if look not in before.looks)


def _as_json(comparison: Comparison) -> str:
    differences = [
        {
            "change": str(each.change),
            "heading": each.heading,
            "before": _entry(each.before, each.number_before),
            "after": _entry(each.after, each.number_after),
            "words": [_words(words) for words in each.words],
            "labels": each.labels,
        }
        for each in comparison.differences
    ]
    return json_text({"differences": differences, "same": comparison.same})


def _words(words: WordStretch) -> dict[str, str]:
    return {"same": words.before} if words.is_same else {"before": words.before, "after": words.after}


def _entry(entry: ComparedBlock | None, number: int | None) -> dict[str, object] | None:
    return None if entry is None else {"block": number, **asdict(entry)}

"""How near the pictures of metafiles come to those that LibreOffice draws.

    python tests/proofs/metafiles.py FOLDER... [--worst 10] [--side-by-side OUT]

FOLDER holds metafiles (.wmf, .emf, .wmz, .emz), or Word files that hold them; equal ones count once. Each is drawn by
sdconvert alone, as `--renderer builtin` does, and by LibreOffice, and both pictures are made 64 × 64 cells large. Two
measures are printed, with the share of pictures that reach 0.8 and 0.6:

- cosine: of the darkness of the cells, as vectors;
- softened: the correlation of the darkness, where each cell spreads over its neighbours, so that text which stands a
  little beside counts as near. It is 0 for a picture that is blank while the other is not.

`auto` is the same with what LibreOffice draws in the place of what is doubtful. `blank` are pictures without ink, `in
silence` those without a doubt. LibreOffice is no judge: it fills transparent icons with black, for one.
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from PIL import Image, ImageFilter

from sdconvert.choices import Renderer
from sdconvert.pictures import METAFILES, ConvertedPicture, PictureOutcome, PictureUnconvertible, convert, sniff
from sdconvert.pictures.metafile.verdict import is_blank

ENDINGS = (".wmf", ".emf", ".wmz", ".emz")
CELLS = (64, 64)
AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of a metafile as far as it is compared; without cells where there is none."""

    cells: Image.Image | None = None
    is_blank: bool = False
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One metafile, drawn in three ways."""

    name: str
    own: Drawn
    auto: Drawn
    office: Drawn
    seconds: float


def metafiles(folders: Sequence[Path]) -> dict[str, bytes]:
    """All different metafiles in folders, by a name made from the content."""
    found: dict[str, bytes] = {}
    for data in (data for folder in folders for path in sorted(folder.rglob("*")) for data in _in_file(path)):
        kind = sniff(data)
        if kind in METAFILES:
            found.setdefault(f"{sha256(data).hexdigest()[:10]}.{kind}", data)
    return found


def _in_file(path: Path) -> Iterator[bytes]:
    if path.suffix.lower() in ENDINGS:
        yield path.read_bytes()
    elif path.suffix.lower() in (".docx", ".docm", ".dotx", ".dotm"):
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist() if name.lower().endswith(ENDINGS))


def measure(found: dict[str, bytes], side_by_side: Path | None) -> Iterator[Measured]:
    names = list(found)
    for start in range(0, len(names), AT_ONCE):
        part = names[start : start + AT_ONCE]
        pictures = [found[name] for name in part]
        timed = [_draw(picture) for picture in pictures]
        auto, office = (convert(pictures, renderer) for renderer in (Renderer.AUTO, Renderer.LIBREOFFICE))
        for name, (own, seconds), better, other in zip(part, timed, auto, office, strict=True):
            if side_by_side:
                save_side_by_side(side_by_side / f"{name}.png", on_paper(other), on_paper(own))
            yield Measured(name, *map(_seen, (own, better, other)), seconds)


def _seen(outcome: PictureOutcome) -> Drawn:
    paper = on_paper(outcome)
    if paper is None or not isinstance(outcome, ConvertedPicture):
        return Drawn(trouble=outcome.reason if isinstance(outcome, PictureUnconvertible) else "")
    cells = paper.resize(CELLS, Image.Resampling.BOX)
    return Drawn(cells, is_blank(paper), outcome.doubt.reason if outcome.doubt else None)


def _draw(picture: bytes) -> tuple[PictureOutcome, float]:
    began = time.process_time()
    (outcome,) = convert([picture], Renderer.BUILTIN)
    return outcome, time.process_time() - began


# ------------------------------------------------------------------------------------------------------ similarity


def on_paper(outcome: PictureOutcome) -> Image.Image | None:
    """A picture on white, None where there is none."""
    if not isinstance(outcome, ConvertedPicture):
        return None
    image = Image.open(io.BytesIO(outcome.png)).convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    return paper.convert("L")


def cosine(one: Image.Image, other: Image.Image) -> float:
    return _ratio(*([255.0 - value for value in image.tobytes()] for image in (one, other)))


def softened(one: Image.Image, other: Image.Image) -> float:
    cells = [image.filter(ImageFilter.GaussianBlur(1)).tobytes() for image in (one, other)]
    return _ratio(*([value - sum(row) / len(row) for value in row] for row in cells))


def _ratio(one: Sequence[float], other: Sequence[float]) -> float:
    lengths = sum(a * a for a in one) * sum(b * b for b in other)
    if not lengths:
        return float(not any(one) and not any(other))
    return sum(a * b for a, b in zip(one, other, strict=True)) / lengths**0.5


def compare(one: Drawn, other: Drawn, by: Callable[[Image.Image, Image.Image], float]) -> float:
    return 0.0 if one.cells is None or other.cells is None else by(one.cells, other.cells)


# ----------------------------------------------------------------------------------------------------------- table


def print_table(rows: Sequence[Measured]) -> None:
    print(f"{'':14}{'files':>6}{'refused':>9}{'doubtful':>10}{'blank':>7}{'in silence':>12}", end="")
    print(f"{'cosine ≥ 0.8':>14}{'≥ 0.6':>8}{'softened ≥ 0.8':>16}{'≥ 0.6':>8}{'ms':>6}{'most':>7}")
    for kind in ("wmf", "emf", ""):
        part = [row for row in rows if row.name.endswith(kind)]
        if part:
            _print_row(f"{kind or 'all'} builtin", [(row.own, row.office) for row in part])
            times = [1000 * row.seconds for row in part]
            print(f"{statistics.median(times):6.0f}{max(times):7.0f}")
            _print_row(f"{kind or 'all'} auto", [(row.auto, row.office) for row in part])
            print()


def _print_row(title: str, rows: Sequence[tuple[Drawn, Drawn]]) -> None:
    drawn = [one for one, _ in rows if one.cells is not None]
    doubtful, blank = sum(one.trouble is not None for one in drawn), [one for one in drawn if one.is_blank]
    silent = sum(one.trouble is None for one in blank)
    print(f"{title:14}{len(rows):6}{len(rows) - len(drawn):9}{doubtful:10}{len(blank):7}{silent:12}", end="")
    for by, widths in ((cosine, (13, 7)), (softened, (15, 7))):
        values = [compare(one, office, by) for one, office in rows]
        for limit, width in zip((0.8, 0.6), widths, strict=True):
            print(f"{100 * sum(value >= limit for value in values) / len(values):{width}.1f}%", end="")


def save_side_by_side(path: Path, left: Image.Image | None, right: Image.Image | None) -> None:
    """LibreOffice's picture on the left, ours on the right."""
    path.parent.mkdir(parents=True, exist_ok=True)
    one, other = (image or Image.new("L", (50, 50), 128) for image in (left, right))
    sheet = Image.new("RGB", (one.width + 10 + other.width, max(one.height, other.height)), "lightblue")
    sheet.paste(one.convert("RGB"), (0, 0))
    sheet.paste(other.convert("RGB"), (one.width + 10, 0))
    sheet.save(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--side-by-side", type=Path)
    arguments = parser.parse_args()
    rows = list(measure(metafiles(arguments.folders), arguments.side_by_side))
    print_table(rows)
    for row in sorted(rows, key=lambda row: compare(row.own, row.office, softened))[: arguments.worst]:
        print(f"{row.name}  {compare(row.own, row.office, softened):.2f}  {row.own.trouble or ''}")


if __name__ == "__main__":
    main()

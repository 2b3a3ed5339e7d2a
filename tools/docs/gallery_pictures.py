"""The pictures of the gallery: `python tools/docs/gallery_pictures.py docs/gallery`. Needs LibreOffice and Chromium."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image
from site_gallery import ROOT, SAMPLES

import sdconvert

_WIDTH, _HEIGHT = 640, 905
_COLOURS = 48


def take_pictures(folder: Path) -> None:
    """Write two pictures of each sample into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SAMPLES:
        source = ROOT / "samples" / "docx" / f"{name}.docx"
        _save(_first_page(source), folder / f"{name}-word.png")
        _save(_page_shown(source), folder / f"{name}-result.png")


def _first_page(source: Path) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True)
        page = pypdfium2.PdfDocument(Path(folder, f"{source.stem}.pdf").read_bytes())[0]
        return page.render(scale=2 * _WIDTH / page.get_width()).to_pil()


def _page_shown(source: Path) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        sdconvert.convert(source, to="html", single_file=True).save(Path(folder, "page.html"))
        size = f"--window-size={_WIDTH + 160},{(_WIDTH + 160) * _HEIGHT // _WIDTH + 1}"
        shot = Path(folder, "page.png")
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=2", size]
        command = ["chromium", *options, f"--screenshot={shot}", Path(folder, "page.html").as_uri()]
        subprocess.run(command, check=True, capture_output=True)
        return Image.open(io.BytesIO(shot.read_bytes()))


def _save(picture: Image.Image, target: Path) -> None:
    """Scaled down, in few colours."""
    small = picture.convert("RGB").resize(
        (_WIDTH, round(picture.height * _WIDTH / picture.width)), Image.Resampling.LANCZOS
    )
    small.crop((0, 0, _WIDTH, min(_HEIGHT, small.height))).quantize(_COLOURS).save(target, optimize=True)


if __name__ == "__main__":
    take_pictures(Path(sys.argv[1]))

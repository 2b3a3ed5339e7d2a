"""The program that draws the pages of a PDF: it is run as a file, and imports nothing of sdconvert.

Standard input is the PDF; the argument is JSON, for each page the scale and the width and height of its picture.
Standard output has for each page the length of its picture, four bytes, and the picture as PNG; nothing where the PDF
cannot be read or has another number of pages.
"""

from __future__ import annotations

import io
import json
import sys


def main() -> None:
    """Draw all pages."""
    import pypdfium2
    from PIL import Image

    pages = json.loads(sys.argv[1])
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    if len(document) != len(pages):
        return
    for number, (scale, width, height) in enumerate(pages):
        drawn = document[number].render(scale=scale, fill_color=(255, 255, 255, 0)).to_pil().convert("RGBA")
        output = io.BytesIO()
        drawn.resize((width, height), Image.Resampling.LANCZOS).save(output, "PNG", compress_level=1)
        sys.stdout.buffer.write(len(output.getvalue()).to_bytes(4, "big") + output.getvalue())


if __name__ == "__main__":
    main()

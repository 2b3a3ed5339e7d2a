"""The picture of docs/review.md: the page of a review with a sample.

python tests/browser/review_picture.py docs/review.png
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from review_kit import session_of
from review_page import ReviewPage, open_browser

from sdconvert.review.server import ReviewServer
from sdconvert.review.session import find_layouter

_SAMPLES = Path(__file__).parents[2] / "samples" / "docx"
_COLOURS = 128
_IN_SIGHT = (
    "[...document.querySelectorAll('.sheet img')].filter(e => e.getBoundingClientRect().top < innerHeight "
    "&& e.getBoundingClientRect().bottom > 0)"
)


def take_picture(target: Path) -> None:
    """Write the page of a review in which all proposals are taken, as a picture of few colours."""
    driver = open_browser()
    try:
        with ReviewServer(session_of(_SAMPLES, office=find_layouter())) as server:
            page = ReviewPage(driver, server, width=1400, height=820)
            page.wait_for("document.querySelector('.status')?.textContent.startsWith('6 documents')")
            page.click(".documents tbody button")
            page.wait_for_document()
            page.click("#tab-mapping")
            page.click(".mapping .tools button")
            heading = "[...document.querySelectorAll('.row')].find(e => e.textContent.startsWith('heading 1'))"
            page.wait_for(f"{heading}.classList.contains('taken')")
            page.take(f"{heading}.querySelector('select')", "heading-ol")
            page.wait_for("document.querySelector('.in-all')?.textContent.includes('numbered')")
            page.wait_for_pages()
            page.click(".effects .jump")
            page.wait_for(f"{_IN_SIGHT}.every(e => e.complete && e.naturalWidth)")
            page.wait_for("document.querySelector('.spot')")
            picture = Image.open(io.BytesIO(driver.get_screenshot_as_png()))
            picture.convert("RGB").quantize(_COLOURS).save(target, optimize=True)
    finally:
        driver.quit()


if __name__ == "__main__":
    take_picture(Path(sys.argv[1]))

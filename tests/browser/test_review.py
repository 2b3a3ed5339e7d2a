"""The page of `sdconvert review` in a browser: both sides, findings, the mapping, the folder. Pictures are left in
build/browser."""

from __future__ import annotations

import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe import NEEDS_AXE, serious
from docx_builder import Relation, build_docx
from docx_documents import field, p, picture, r
from review_kit import session_of
from review_page import ReviewPage, open_browser
from survey_kit import docx, heading, own

from sdconvert.review.office import print_document
from sdconvert.review.server import ReviewServer
from sdconvert.review.session import find_layouter

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples" / "docx"
SHOTS = ROOT / "build" / "browser"
VENDOR = ROOT / "sdconvert" / "review" / "vendor"
HOSTILE = """<img src=x onerror="window.harm=1"><script>window.harm=1</script>'"&amp;javascript:window.harm=1"""
NEEDS_OFFICE = pytest.mark.skipif(find_layouter() is None, reason="LibreOffice is not installed")
NEEDS_ASSETS = pytest.mark.skipif(not VENDOR.exists(), reason="`make review-assets` fetches docx-preview")


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    driver = open_browser()
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contracts")
    for name in ("contract-de", "technical-report", "minutes"):
        shutil.copy(SAMPLES / f"{name}.docx", folder)
    docx(folder / "letter.docx", heading("One"), own("Text."), heading("Two"))
    return folder


@pytest.fixture
def serve(driver: Any) -> Iterator[Any]:
    """Opens a page of a folder, or of its files that are named."""
    servers: list[ReviewServer] = []

    def open_page(folder: Path, *, width: int = 1400, height: int = 900, **options: Any) -> ReviewPage:
        server = ReviewServer(session_of(folder, **options))
        servers.append(server.__enter__())
        return ReviewPage(driver, server, width=width, height=height)

    yield open_page
    for server in servers:
        server.__exit__()


def open_document(page: ReviewPage, name: str) -> ReviewPage:
    found = "[...document.querySelectorAll('.documents tbody button')].find(e => e.textContent === arguments[0])"
    page.wait_for(found, name)
    page.run(f"{found}.click()", name)
    page.wait_for("document.querySelector('h1').textContent === arguments[0]", name)
    page.wait_for_document()
    return page


def read_by_us(page: ReviewPage) -> ReviewPage:
    """The page with our own reading on the Word side."""
    page.take("document.querySelector('#view-word select')", "own")
    page.wait_for("document.querySelector('[data-side=word] .host')")
    return page


# -------------------------------------------------------------------------------------------------- beside each other


def test_a_paragraph_chosen_on_either_side_is_marked_on_the_other(serve: Any, folder: Path) -> None:
    page = read_by_us(open_document(serve(folder), "contract-de.docx"))
    for side, other in (("smashdocs", "word"), ("word", "smashdocs")):
        text = "Übernahme der Bestandsdaten" if side == "word" else "Mitwirkung der Auftraggeberin"
        page.choose_text(side, text)
        chosen = page.in_side(other, "root.querySelector('.chosen').textContent")
        assert text in chosen
        assert page.in_side(other, "root.querySelector('.chosen').getBoundingClientRect().top") < 900
        assert text in page.text(".about .words")
    assert "Unterklausel" in page.text(".about")
    assert "(b)" in page.text(".about")


@NEEDS_OFFICE
def test_a_paragraph_is_chosen_on_a_page_of_libreoffice_and_on_the_other_side(serve: Any, folder: Path) -> None:
    page = open_document(serve(folder, office=find_layouter()), "contract-de.docx")
    page.wait_for_pages()
    assert "LibreOffice" in page.text(".note")
    page.choose_text("smashdocs", "Mitwirkung der Auftraggeberin")
    box = page.run("document.querySelector('.spot').getBoundingClientRect().toJSON()")
    assert 0 < box["top"] < 900
    page.run("document.querySelector('[data-side=word]').scrollTop = 0")
    page.wait_for("document.querySelector('.sheet img').complete")
    sheet = page.run("document.querySelector('.sheet').getBoundingClientRect().toJSON()")
    point = {"clientX": sheet["x"] + sheet["width"] * 0.3, "clientY": sheet["y"] + sheet["height"] * 0.1025}
    script = "document.querySelector('.sheet').dispatchEvent(new MouseEvent('click', {...arguments[0], bubbles: true}))"
    page.run(script, point)
    assert page.in_side("smashdocs", "root.querySelector('.chosen').textContent") == "Dienstleistungsvertrag"


@NEEDS_ASSETS
def test_docx_preview_shows_the_word_file_and_pairs_its_paragraphs(serve: Any, folder: Path) -> None:
    page = open_document(serve(folder), "contract-de.docx")
    assert page.text(".note").startswith("Laid out by docx-preview")
    page.wait_for("document.querySelector('iframe')?.offsetHeight > 2000")
    page.choose_text("smashdocs", "Schlussbestimmungen")
    page.wait_for("document.querySelector('[data-side=word]').scrollTop > 200")
    page.driver.switch_to.frame(page.driver.find_element("css selector", "iframe"))
    try:
        page.wait_for("document.querySelector('.chosen')?.textContent.includes('Schlussbestimmungen')")
        page.run("[...document.querySelectorAll('[data-place]')].find(e => e.textContent.includes('Begriffe')).click()")
    finally:
        page.driver.switch_to.default_content()
    page.wait_for("document.querySelector('.about .words').textContent === 'Begriffe'")
    assert page.complaints() == []
    page.picture(SHOTS / "review-preview.png")


def test_both_sides_scroll_together(serve: Any, folder: Path) -> None:
    page = read_by_us(open_document(serve(folder), "contract-de.docx"))
    page.run("document.querySelector('[data-side=smashdocs]').scrollTop = 2000")
    page.wait_for("document.querySelector('[data-side=word]').scrollTop > 1000")


def test_references_that_become_words_are_marked_in_the_text(serve: Any, folder: Path) -> None:
    page = open_document(serve(folder), "contract-de.docx")
    assert page.in_side("smashdocs", "root.querySelectorAll('.change').length") == 10
    assert "10 references become words" in page.text("#view-smashdocs .note")


def test_a_finding_leads_to_its_place(serve: Any, folder: Path) -> None:
    page = open_document(serve(folder), "contract-de.docx")
    page.click(".group.warning .jump")
    assert page.in_side("smashdocs", "root.querySelector('.chosen').getBoundingClientRect().top") < 900
    assert page.text(".about .here")


def test_keys_go_from_paragraph_to_paragraph_and_from_finding_to_finding(serve: Any, folder: Path) -> None:
    page = open_document(serve(folder), "letter.docx")
    body = page.driver.find_element("tag name", "body")
    for keys, words in (("j", "One"), ("jj", "Two"), ("k", "Text.")):
        body.send_keys(keys)
        assert page.text(".about .words") == words


# ------------------------------------------------------------------------------------------------------- the mapping


def test_a_changed_row_shows_its_effect_at_once_and_undo_takes_it_back(serve: Any, folder: Path) -> None:
    page = open_document(serve(folder), "letter.docx")
    page.click("#tab-mapping")
    page.wait_for("document.querySelector('.row')")
    row = "[...document.querySelectorAll('.row')].find(e => e.querySelector('strong').textContent === 'heading 1')"
    page.take(f"{row}.querySelector('select')", "heading-ol")
    page.wait_for("document.querySelector('.effects').textContent.includes('2 headings become numbered')")
    page.wait_for("document.querySelector('.in-all')?.textContent.includes('headings become numbered in')")
    assert page.in_side("smashdocs", "[...root.querySelectorAll('.change ins')].map(e => e.textContent)") == ["1", "2"]
    page.wait_for(f"{row}.querySelector('.in-row').textContent.includes('numbered')")
    page.driver.find_element("tag name", "body").send_keys("u")
    page.wait_for("!document.querySelector('.effects').textContent.includes('numbered')")
    assert page.in_side("smashdocs", "root.querySelectorAll('.change').length") == 0


def test_the_mapping_is_saved_and_nothing_else_is_written(serve: Any, folder: Path, tmp_path: Path) -> None:
    page = open_document(serve(folder, output=tmp_path / "mapping.json"), "letter.docx")
    page.click("#tab-mapping")
    page.click(".mapping .tools button")
    page.wait_for("document.querySelector('.row.taken')")
    assert list(tmp_path.iterdir()) == []
    page.click(".mapping .tools button:nth-of-type(4)")
    page.wait_for("document.querySelector('.toast').textContent.startsWith('Saved as')")
    assert json.loads((tmp_path / "mapping.json").read_text())["heading 1"]["textType"]
    assert [path.name for path in tmp_path.iterdir()] == ["mapping.json"]


def test_what_the_mapping_changes_is_shown_word_by_word(serve: Any, folder: Path) -> None:
    page = open_document(serve(folder), "letter.docx")
    page.click("#tab-mapping")
    row = "[...document.querySelectorAll('.row')].find(e => e.querySelector('strong').textContent === 'heading 1')"
    page.wait_for(row)
    page.take(f"{row}.querySelector('select')", "heading-ol")
    page.wait_for("document.querySelector('.effects').textContent.includes('2 headings become numbered')")
    page.click("#view-smashdocs button")
    page.driver.switch_to.frame(page.wait(lambda: page.driver.find_elements("css selector", "iframe.redline"))[0])
    try:
        page.wait_for("document.querySelectorAll('.change').length === 2")
        page.wait_for("document.querySelector('#steps').hidden === false")
    finally:
        page.driver.switch_to.default_content()
    assert page.complaints() == []


# -------------------------------------------------------------------------------------------------------- the folder


def test_the_table_fills_and_is_sorted_by_what_is_lost(serve: Any, folder: Path) -> None:
    page = serve(folder)
    page.wait_for("document.querySelectorAll('.documents tbody tr').length === 4")
    page.wait_for("document.querySelector('.status').textContent === '4 documents'")
    page.click("[data-key=sort-losses]")
    page.wait_for("document.querySelector('th.losses')?.getAttribute('aria-sort') === 'descending'")
    losses = page.run("[...document.querySelectorAll('tbody tr')].map(e => Number(e.children[2].textContent))")
    assert losses == sorted(losses, reverse=True)
    assert page.complaints() == []


# ---------------------------------------------------------------------------------------------------------- hostility


def test_hostile_text_and_names_are_text(serve: Any, tmp_path: Path) -> None:
    body = p(r(HOSTILE)) + p('<w:hyperlink r:id="rIdL"><w:r><w:t>link</w:t></w:r></w:hyperlink>')
    style = "&lt;img src=x onerror=&quot;window.harm=1&quot;&gt;"
    styles = f'<w:style w:type="paragraph" w:default="1" w:styleId="x"><w:name w:val="{style}"/></w:style>'
    relations = [Relation("rIdL", "hyperlink", "javascript:window.harm=1", is_external=True)]
    name = "a<img src=x onerror=window.harm=1>.docx"
    (tmp_path / name).write_bytes(build_docx(body, relations=relations, styles=styles))
    page = open_document(serve(tmp_path), name)
    page.click("#tab-mapping")
    page.wait_for("document.querySelector('.row')")
    page.click(".mapping .tools button")
    page.choose_text("smashdocs", "window.harm")
    assert page.text(".about .words").startswith('<img src=x onerror="window.harm=1">')
    page.in_side("smashdocs", "root.querySelectorAll('a').forEach(e => e.click())")
    assert page.run("window.harm === undefined && document.querySelectorAll('img:not(.sheet img)').length === 0")
    assert page.in_side("smashdocs", "root.querySelectorAll('img, script, [onerror]').length") == 0


def test_the_page_asks_nobody_but_its_server(serve: Any, folder: Path) -> None:
    page = open_document(serve(folder), "technical-report.docx")
    page.wait_for("document.querySelector('.status') !== null")
    messages = [json.loads(entry["message"])["message"] for entry in page.driver.get_log("performance")]
    asked = {each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"}
    root = page.server.url
    assert len(asked) > 10
    known = (root, "about:", "data:", "blob:")
    assert [url for url in asked if not url.startswith(known)] == []


@NEEDS_OFFICE
def test_libreoffice_fetches_nothing_that_a_document_names() -> None:
    asked: list[str] = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is logged."""

    with http.server.HTTPServer(("127.0.0.1", 0), Noting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/picture.png"
        drawing = picture("rIdP").replace("r:embed=", "r:link=")
        fields = field(f'INCLUDEPICTURE "{url}" \\\\d') + field(f'INCLUDETEXT "{url}.docx"')
        data = build_docx(
            p("Text.") + p(drawing) + p(fields), relations=[Relation("rIdP", "image", url, is_external=True)]
        )
        pages = print_document(str(find_layouter()), data)
        server.shutdown()
    assert len(pages.sizes) == 1
    pages.close()
    assert asked == []


# ------------------------------------------------------------------------------------------ everybody and every screen


@pytest.mark.parametrize("tab", ["word", "smashdocs", "findings", "mapping"])
def test_the_page_fits_on_a_phone(serve: Any, folder: Path, tab: str) -> None:
    page = serve(folder, width=375, height=740)
    assert page.wait_for("document.documentElement.scrollWidth") <= 375
    open_document(page, "contract-de.docx")
    page.click(f"#tab-{tab}")
    page.wait_for("document.querySelector(arguments[0]).offsetHeight > 200", f"#view-{tab}")
    assert page.run("document.documentElement.scrollWidth") <= 375
    views = "[...document.querySelectorAll('#view-word,#view-smashdocs,.panel')]"
    visible = page.run(f"{views}.filter(e => e.offsetHeight).length")
    assert visible == 1
    shown = page.run("document.querySelector(arguments[0]).getBoundingClientRect().toJSON()", f"#view-{tab}")
    assert (shown["x"], shown["width"]) == (0, 375)


def test_the_page_speaks_german(serve: Any, folder: Path) -> None:
    page = open_document(serve(folder), "contract-de.docx")
    page.take("document.querySelector('header select')", "de")
    page.wait_for("document.querySelector('#tab-mapping').textContent === 'Zuordnung'")
    assert page.run("document.documentElement.lang") == "de"
    page.click("#tab-findings")
    page.wait_for("document.querySelector('.findings .in-english')?.textContent.includes('auf Englisch')")
    assert page.run("document.querySelectorAll('.findings .gist:not([lang=en])').length") == 0
    page.click("#tab-mapping")
    page.wait_for("document.querySelector('.mapping .in-english')?.textContent.includes('auf Englisch')")


def test_the_documents_of_a_folder_are_cards_on_a_phone(serve: Any, folder: Path) -> None:
    page = serve(folder, width=360, height=740)
    page.wait_for("document.querySelector('.status')?.textContent === '4 documents'")
    cells = "[...document.querySelectorAll('.documents tbody tr:not(.failed)')].at(-1).querySelectorAll('[data-label]')"
    shown = page.run(f"[...{cells}].filter(cell => cell.offsetHeight).map(cell => cell.dataset.label)")
    assert shown == ["Blocks", "Losses", "Warnings", "Numbers that change", "Changed by the mapping"]
    assert page.run("document.querySelector('.scrolled').scrollWidth") <= 360
    assert page.run("document.documentElement.scrollWidth") <= 360
    page.picture(SHOTS / "review-folder-360.png")


@NEEDS_AXE
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 375])
def test_axe_finds_nothing_serious(serve: Any, folder: Path, scheme: str, width: int) -> None:
    page = serve(folder, width=width, office=find_layouter())
    page.shine(scheme)
    page.wait_for("document.querySelector('.status')?.textContent === '4 documents'")
    assert serious(page.driver) == []
    open_document(page, "contract-de.docx")
    page.click(".group.warning .jump")
    for tab in ("findings", "mapping", "smashdocs", "word"):
        page.click(f"#tab-{tab}")
        if tab == "mapping":
            page.click(".mapping .tools button")
            page.wait_for("document.querySelector('.row.taken')")
        page.wait_for_document()
        assert serious(page.driver) == []
        page.picture(SHOTS / f"review-{tab}-{scheme}-{width}.png")

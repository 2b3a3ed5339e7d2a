"""Pages on a phone: pictures as large as on paper, tables as cards that keep their columns, nothing to scroll sideways.
Screenshots are in build/browser."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from batch_outcomes import by_name, outcomes, run_info
from docx_builder import build_docx
from PIL import Image

from sdconvert import convert, reconcile
from sdconvert.batch.report.html_report import write_page
from sdconvert.batch.sources import discover
from sdconvert.batch.survey.html_page import survey_page
from sdconvert.batch.survey.survey import survey
from sdconvert.formats.html.write import write
from sdconvert.formats.html.write.options import HtmlOptions
from sdconvert.model.blocks import Picture
from sdconvert.model.document import Document
from sdconvert.reconciling import reconciliation_page
from sdconvert.sandbox.server import start

pytestmark = pytest.mark.browser

SHOTS = Path(__file__).parents[2] / "build" / "browser"
SAMPLES = Path(__file__).parents[2] / "samples" / "docx"
CM = 96 / 2.54


@pytest.fixture(scope="module")
def driver():
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


def visit(driver, address, width, scheme="light", name=""):
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    size = {"width": width, "height": 1200, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.get(address)
    if name:
        SHOTS.mkdir(parents=True, exist_ok=True)
        driver.save_screenshot(str(SHOTS / f"{name}-{scheme}-{width}.png"))
    assert driver.execute_script("return document.documentElement.scrollWidth") <= width


def widths(driver):
    return driver.execute_script("return [...document.querySelectorAll('figure')].map(one => one.offsetWidth)")


def labelled(driver, row):
    return driver.execute_script(
        "return [...document.querySelector(arguments[0]).querySelectorAll('[data-label]')]"
        ".filter(cell => cell.checkVisibility()).map(cell => cell.dataset.label)",
        row,
    )


def test_a_small_picture_keeps_its_size_and_a_wide_one_fits(driver, tmp_path):
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(picture, "PNG")
    small, wide = Picture("p.png", width=100 * 3 * CM * 0.75 / 453), Picture("p.png", width=90.0)
    page = tmp_path / "page.html"
    page.write_bytes(write(Document((small, wide), assets={"p.png": picture.getvalue()}), HtmlOptions(True)).value)
    visit(driver, page.as_uri(), 360, name="pictures")
    assert widths(driver) == [pytest.approx(3 * CM, abs=1), 336]
    assert driver.execute_script("const i = document.images[0]; return i.width / i.height") == pytest.approx(
        1.5, abs=0.03
    )
    visit(driver, page.as_uri(), 1280)
    assert widths(driver)[1] > 500


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 360), ("light", 768), ("dark", 1280)])
def test_a_report_with_tables_pictures_notes_and_equations_fits(driver, tmp_path, scheme, width):
    page = tmp_path / "page.html"
    page.write_bytes(convert(SAMPLES / "technical-report.docx", to="html", single_file=True).value)
    visit(driver, page.as_uri(), width, scheme, "result")


def test_the_documents_of_a_report_are_cards_with_all_columns(driver, tmp_path):
    path = tmp_path / "report.html"
    documents = list(outcomes(60))
    write_page(run_info(60), by_name(lambda: documents), path)
    visit(driver, f"{path.as_uri()}#list", 360, name="report-list")
    assert labelled(driver, "#table tbody tr") == [*("State", "Errors", "Warnings", "Infos", "Lost", "Seconds", "Size")]
    assert driver.execute_script("return document.querySelector('#table tbody tr').cells[0].offsetWidth") > 300
    driver.execute_script("document.querySelector('#table th[data-id=lost] button').click()")
    assert "sort=-lost" in driver.execute_script("return location.hash")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_survey_has_cards(driver, tmp_path, scheme):
    path = tmp_path / "survey.html"
    items = discover([str(SAMPLES / "contract-de.docx"), str(SAMPLES / "letter.docx")], (".docx",)).items
    path.write_text(survey_page(survey(items, workers=0)), "utf-8")
    visit(driver, path.as_uri(), 360, scheme, "survey")
    assert labelled(driver, "#styles tbody tr") == [
        *("Uses", "Files", "Example", "Becomes", "Confidence", "Why, and what changes")
    ]
    visit(driver, path.as_uri(), 768, scheme, "survey")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_a_sandbox_have_cards(driver, scheme):
    from sdconvert.partner import NewDocument, PartnerClient, User

    user = User("demo-1", "demo@example.org", "Dana", "Demo", "Example Ltd")
    with start() as sandbox:
        credentials = sandbox.credentials
        with PartnerClient(sandbox.url, credentials.client_id, credentials.client_secret, user_id="demo-1") as client:
            document = client.upload(SAMPLES / "letter.docx", NewDocument(user, "A letter", "demo")).document_id
        for width in (360, 768, 1280):
            visit(driver, f"{sandbox.url}/", width, scheme, "sandbox")
        visit(driver, f"{sandbox.url}/", 360, scheme)
        assert labelled(driver, "table tr:nth-of-type(2)") == ["Title", "State", "Group", "Creator", "Made", "Id"]
        for width in (360, 768, 1280):
            visit(driver, f"{sandbox.url}/_sandbox/documents/{document}/page", width, scheme, "sandbox-document")


@pytest.mark.parametrize(
    ("jc", "place"), [("left", "left"), ("centerGroup", "middle"), ("right", "right"), ("", "middle")]
)
def test_a_displayed_equation_stands_where_word_has_it(driver, tmp_path, jc, place):
    properties = f'<m:oMathParaPr><m:jc m:val="{jc}"/></m:oMathParaPr>' if jc else ""
    fraction = "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f>"
    source = build_docx(f"<w:p><m:oMathPara>{properties}<m:oMath>{fraction}</m:oMath></m:oMathPara></w:p>")
    page = tmp_path / "page.html"
    page.write_bytes(convert(source, to="html", single_file=True).value)
    visit(driver, page.as_uri(), 800)
    left, right, start, end = driver.execute_script(
        "const [math, p] = ['math', 'p'].map(one => document.querySelector(one).getBoundingClientRect());"
        "return [math.left, math.right, p.left, p.right]"
    )
    free = {"left": left - start, "right": end - right, "middle": abs((left - start) - (end - right))}
    assert free[place] < 2 < right - left < 100


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_columns_of_a_merge_have_room_for_their_words(driver, tmp_path, width):
    documents = [SAMPLES.parent / "reconcile" / name for name in ("exported.zip", "now.zip", "edited.docx")]
    path = tmp_path / "merge.html"
    path.write_bytes(reconciliation_page(reconcile(*documents)))
    visit(driver, path.as_uri(), width, name="reconcile")
    shown = "[...document.querySelectorAll('.row p')].filter(one => one.checkVisibility())"
    assert driver.execute_script(f"return Math.min(...{shown}.map(one => one.offsetWidth))") > 200

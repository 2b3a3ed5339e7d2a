"""The HTML of three samples, as a browser shows it. Screenshots of each are left in build/browser."""

import json
import re
import shutil
from pathlib import Path

import pytest

from sdconvert.archive import read_archive
from sdconvert.formats.docx.read import read
from sdconvert.formats.html.write import HtmlOptions, write

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "browser"
SAMPLES = ("technical-report", "contract-de", "minutes")


@pytest.fixture(scope="module")
def driver():
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1000,1400"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages of the samples: a folder of each with its pictures, and the same as one file."""
    folder = tmp_path_factory.mktemp("pages")
    for name in SAMPLES:
        document = read((ROOT / "samples" / "docx" / f"{name}.docx").read_bytes()).value
        (folder / f"{name}.html").write_bytes(write(document, HtmlOptions(single_file=True)).value)
        for part, data in read_archive(write(document).value).items():
            path = folder / name / part
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return folder


@pytest.fixture(params=[f"{name}{kind}" for name in SAMPLES for kind in ("/index.html", ".html")])
def page(request, driver, folder):
    """The driver with a page open in it, in the light."""
    open_page(driver, folder / request.param, "light")
    return driver


def open_page(driver, path, scheme, width=1000):
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 1400, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    driver.get("about:blank")
    driver.get_log("browser")
    driver.get_log("performance")
    driver.get(path.as_uri())


def script(driver, text, *arguments):
    return driver.execute_script(f"return {text}", *arguments)


def test_a_page_asks_for_nothing_outside_and_complains_of_nothing(page):
    assert page.get_log("browser") == []
    messages = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    requests = {each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"}
    assert requests
    assert {url.partition(":")[0] for url in requests} <= {"file", "data"}


def test_every_picture_is_shown(page):
    widths = script(page, "[...document.images].map(image => image.naturalWidth)")
    assert all(width > 0 for width in widths)


def test_every_link_within_a_page_leads_to_something(page):
    lost = script(
        page,
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.hash)"
        ".filter(hash => !document.getElementById(decodeURIComponent(hash.slice(1))))",
    )
    assert lost == []


def test_notes_are_linked_both_ways(page):
    pairs = script(
        page,
        "[...document.querySelectorAll('a.note-ref')].map(a => {const note = document.getElementById(a.hash.slice(1));"
        "return [a.id, note.querySelector('[role=doc-backlink]').hash.slice(1), note.closest('section').getAttribute("
        "'role')]})",
    )
    assert all(back == sign and role == "doc-endnotes" for sign, back, role in pairs)


def test_a_click_on_the_sign_of_a_note_shows_the_note_and_its_link_leads_back(driver, folder):
    open_page(driver, folder / "technical-report.html", "light")
    sign = driver.find_element("css selector", "a.note-ref")
    sign_id = sign.get_attribute("id")
    driver.execute_script("arguments[0].click()", sign)
    note = driver.find_element("css selector", ":target")
    assert note.tag_name == "li"
    driver.execute_script("arguments[0].click()", note.find_element("css selector", "[role=doc-backlink]"))
    assert driver.find_element("css selector", ":target").get_attribute("id") == sign_id


def test_numbers_are_text_that_is_copied_with_the_headings(driver, folder):
    open_page(driver, folder / "technical-report.html", "light")
    texts = script(driver, "[...document.querySelectorAll('h1.numbered,h2.numbered')].map(h => h.textContent)")
    assert len(texts) > 3
    assert all(re.match(r"\d+(\.\d+)* \S", text) for text in texts)
    assert [text.split()[0] for text in texts][:2] == ["1", "1.1"] or texts[1].startswith("2 ")


def test_captions_are_numbered_in_the_language_of_the_document(driver, folder):
    open_page(driver, folder / "technical-report.html", "light")
    captions = script(driver, "[...document.querySelectorAll('figcaption, caption')].map(c => c.textContent)")
    assert any(text.startswith("Figure 1: ") for text in captions)
    assert any(text.startswith("Table 1: ") for text in captions)


def test_the_table_of_contents_leads_to_the_headings_it_names(driver, folder):
    open_page(driver, folder / "technical-report.html", "light")
    lines = script(
        driver,
        "[...document.querySelectorAll('nav[role=doc-toc] a')].map(a => "
        "[a.textContent, document.getElementById(a.hash.slice(1)).textContent])",
    )
    assert len(lines) > 3
    for line, heading in lines:
        assert heading.replace("\n", " ").startswith(line[:10])


def brightness(colour):
    red, green, blue = map(int, re.findall(r"\d+", colour)[:3])
    return red * 0.299 + green * 0.587 + blue * 0.114


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_the_page_in_the_light_and_in_the_dark(driver, folder, name, scheme):
    open_page(driver, folder / f"{name}.html", scheme)
    paper = brightness(script(driver, "getComputedStyle(document.body).backgroundColor"))
    assert (paper > 200) == (scheme == "light")
    contrasts = script(
        driver,
        """[...document.querySelectorAll('p, li, h1, h2, td, th, a, figcaption')].map(element => {
            let holder = element;
            while (getComputedStyle(holder).backgroundColor === 'rgba(0, 0, 0, 0)') holder = holder.parentElement;
            return [getComputedStyle(element).color, getComputedStyle(holder).backgroundColor];
        })""",
    )
    assert all(abs(brightness(ink) - brightness(ground)) > 60 for ink, ground in contrasts)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_fits_on_a_phone(driver, folder, name):
    open_page(driver, folder / f"{name}.html", "light", width=390)
    assert script(driver, "document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1000), ("dark", 1000), ("light", 390)])
def test_a_screenshot_is_taken(driver, folder, name, scheme, width):
    open_page(driver, folder / f"{name}.html", scheme, width)
    height = script(driver, "document.documentElement.scrollHeight")
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": min(height, 6000), "deviceScaleFactor": 1, "mobile": width < 500},
    )
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}-{scheme}-{width}.png"
    assert driver.save_screenshot(str(path))
    assert path.stat().st_size > 10_000

"""A redline as a person meets it in a browser. Screenshots are in build/browser."""

import base64
import shutil
from pathlib import Path

import pytest
from batch_outcomes import HOSTILE

from sdconvert.model.blocks import Heading, Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import Run
from sdconvert.model.tables import Cell, Row, Table
from sdconvert.redline import redline_page

pytestmark = pytest.mark.browser

SHOTS = Path(__file__).parents[2] / "build" / "browser"


def words(text):
    return Paragraph((Run(text),))


def table(*texts):
    return Table((Row(tuple(Cell((words(text),)) for text in texts)),), (100.0,))


def blocks(word, label):
    start = (Heading((Run("Purpose"),), 0), words(f"The {word} rules hold for all of us here"), table(word, "stays"))
    middle = tuple(words(f"number {n} stays where it is") for n in range(30))
    return (*start, *middle, Heading((Run("Scope of it all"),), 1, label=label))


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("redline") / "redline.html"
    before, after = Document(blocks("old", "1")), Document((*blocks("new", "1.1"), *map(words, HOSTILE.values())))
    path.write_bytes(redline_page(before, after, ("draft.docx", HOSTILE["markup"])))
    return path


@pytest.fixture(scope="module")
def driver():
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


def visit(driver, path, scheme="light", width=1280):
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.get("about:blank")
    driver.get_log("browser")
    driver.get(path.as_uri())


def ask(driver, text):
    return driver.execute_script(f"return {text}")


def press(driver, key):
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(driver).send_keys(key).perform()


def shoot(driver, name):
    SHOTS.mkdir(parents=True, exist_ok=True)
    picture = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
    (SHOTS / f"redline-{name}.png").write_bytes(base64.b64decode(picture["data"]))


def test_keys_go_from_change_to_change_and_back(driver, page):
    visit(driver, page)
    seen = []
    for key in "nnnpn":
        press(driver, key)
        seen.append(ask(driver, "document.activeElement.id"))
    assert seen == ["c1", "c2", "c3", "c2", "c3"]
    assert ask(driver, "document.getElementById('where').textContent").startswith("3 of ")
    assert driver.get_log("browser") == []


def test_the_view_turns_by_key_and_by_its_switch(driver, page):
    visit(driver, page)
    sides = "[...document.querySelectorAll('#c1 > .left, #c1 > .right')].map(side => side.innerText.trim())"
    assert ask(driver, sides)[1] == "The oldnew rules hold for all of us here"
    press(driver, "v")
    assert ask(driver, sides) == ["The old rules hold for all of us here", "The new rules hold for all of us here"]
    driver.execute_script("document.querySelector('[for=view-inline]').click()")
    assert ask(driver, "getComputedStyle(document.querySelector('#c1 > .left')).display") == "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_nothing_runs_over_and_no_text_runs_as_a_script(driver, page, scheme, width):
    visit(driver, page, scheme, width)
    shoot(driver, f"{width}-{scheme}")
    assert ask(driver, "document.documentElement.scrollWidth") <= width
    assert ask(driver, "document.querySelectorAll('script').length") == 1
    assert ask(driver, "document.title").startswith("draft.docx → </script>")
    assert driver.get_log("browser") == []


def test_links_without_a_script_lead_to_the_changes(driver, page):
    visit(driver, page)
    driver.execute_script("document.querySelector('.jumps').open = true")
    driver.execute_script("document.querySelector('.jumps a').click()")
    assert ask(driver, "location.hash") == "#c1"
    assert ask(driver, "document.querySelector(':target').id") == "c1"

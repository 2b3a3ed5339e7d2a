"""The report of a batch of 5,000 documents, as a person meets it in a browser. Screenshots are in build/browser."""

import base64
import json
import re
import shutil
from itertools import pairwise
from pathlib import Path
from time import monotonic, sleep

import pytest
from batch_outcomes import HOSTILE, by_name, hostile, outcomes, run_info

from sdconvert.batch.outcome import State
from sdconvert.batch.report.html_report import write_page
from sdconvert.findings import CODES

pytestmark = pytest.mark.browser

SHOTS = Path(__file__).parents[2] / "build" / "browser"
NUMBER = 5_000
SLOWEST = 0.25
"""Seconds that an interaction may take until the page is painted, in Chromium on a shared core."""

TIMED = """
const done = arguments[arguments.length - 1];
const start = performance.now();
(() => { %s })();
setTimeout(() => requestAnimationFrame(() => setTimeout(() => done((performance.now() - start) / 1000))));
"""


@pytest.fixture(scope="module")
def driver():
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1280,1000"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_script_timeout(30)
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def documents():
    return list(outcomes(NUMBER))


@pytest.fixture(scope="module")
def report(tmp_path_factory, documents):
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_page(run_info(NUMBER + 40), by_name(lambda: documents), path)
    return path


@pytest.fixture
def page(driver, report):
    visit(driver, report)
    yield driver
    assert driver.get_log("browser") == []


def visit(driver, path, route="", scheme="light", width=1280, height=1000):
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.get("about:blank")
    driver.get_log("browser")
    driver.get_log("performance")
    driver.get(path.as_uri() + route)


def ask(driver, text, *arguments):
    return driver.execute_script(f"return {text}", *arguments)


def wait(driver, text):
    end = monotonic() + 10
    while not ask(driver, text):
        assert monotonic() < end, f"this did not come true: {text}"
        sleep(0.01)


def go(driver, route):
    driver.execute_script("location.hash = arguments[0]", route)
    view = "document" if route.startswith("#d=") else "list" if route.startswith("#list") else "overview"
    wait(driver, f"!document.getElementById('view-{view}').hidden")
    wait(driver, "!document.querySelector('[aria-busy]')")


def timed(driver, text):
    return driver.execute_async_script(TIMED % text)


def shown(driver):
    return ask(driver, "[...document.querySelectorAll('#table tbody a')].map(link => link.textContent)")


def found(driver):
    return ask(driver, "document.getElementById('found').textContent")


def where(driver):
    return ask(driver, "document.getElementById('where').textContent")


def column(driver, number):
    return ask(driver, f"[...document.querySelectorAll('#table tbody tr')].map(row => row.cells[{number}].textContent)")


def choose(driver, name, value):
    driver.execute_script(
        "const field = document.forms[0].elements[arguments[0]]; field.value = arguments[1];"
        "field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}))",
        name,
        value,
    )
    wait(driver, f"new URLSearchParams(location.hash.slice(1)).get({json.dumps(name)}) === {json.dumps(value)}")
    wait(driver, f"document.forms[0].elements[{json.dumps(name)}].value === {json.dumps(value)}")


def keys(driver, *pressed):
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(driver).send_keys(*pressed).perform()


def test_it_asks_for_nothing_outside(page):
    messages = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    requests = {each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"}
    assert requests
    assert {url.partition(":")[0] for url in requests} <= {"file", "data"}


def test_it_is_there_at_once_and_nothing_moves(page):
    shifts = page.execute_async_script(
        "const done = arguments[0]; let sum = 0;"
        "new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value; }))"
        ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 300);"
    )
    assert shifts < 0.01
    assert ask(page, "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd") < 4_000


def test_all_documents_are_listed_in_pages(page, documents):
    go(page, "#list")
    assert found(page) == "5,000 documents"
    assert len(shown(page)) == 100
    assert where(page) == "1–100 of 5,000"
    page.execute_script("document.getElementById('after').click()")
    wait(page, "document.getElementById('where').textContent.startsWith('101')")
    seen = set(shown(page))
    go(page, "#list&page=50")
    assert ask(page, "document.getElementById('after').disabled && document.getElementById('last').disabled")
    assert len(seen | set(shown(page))) == 200
    assert seen <= {document.name for document in documents}


def test_pages_are_turned_by_buttons_and_by_number(page):
    from selenium.webdriver.common.keys import Keys

    go(page, "#list")
    for button, expected in (("last", "4,901"), ("before", "4,801"), ("first", "1"), ("after", "101")):
        page.execute_script("document.getElementById(arguments[0]).click()", button)
        wait(page, f"document.getElementById('where').textContent.startsWith('{expected}–')")
    page.execute_script("document.getElementById('page').focus(); document.getElementById('page').select()")
    keys(page, "7", Keys.ENTER)
    wait(page, "document.getElementById('where').textContent.startsWith('601–')")
    page.execute_script("document.getElementById('page').focus(); document.getElementById('page').select()")
    keys(page, "70", Keys.ENTER)
    assert where(page).startswith("601–"), "there is no such page"


def test_the_rows_are_unpacked_when_they_are_asked_for(driver, report):
    visit(driver, report)
    assert ask(driver, "rows.length") == 0
    visit(driver, report, "#list&page=2")
    wait(driver, "!document.getElementById('view-list').hidden")
    assert where(driver) == "101–200 of 5,000"


def test_rows_that_cannot_be_unpacked_are_said(driver, report):
    visit(driver, report)
    driver.execute_script("document.querySelector('script.rows').textContent = 'no rows'; location.hash = '#list'")
    wait(driver, "document.getElementById('loading').textContent.includes('cannot be unpacked')")
    driver.execute_script("location.hash = '#'")
    wait(driver, "!document.getElementById('view-overview').hidden")


def test_search_finds_names_and_errors(page, documents):
    go(page, "#list")
    choose(page, "q", "manuals übersicht")
    names = {
        document.name for document in documents if document.name.startswith("manuals") and "Übersicht" in document.name
    }
    assert found(page) == f"{len(names)} of 5,000 documents"
    assert set(shown(page)) <= names
    choose(page, "q", "%pdf")
    broken = [document for document in documents if "%PDF" in document.error]
    assert found(page) == f"{len(broken)} of 5,000 documents"


def test_filters_agree_with_the_documents(page, documents):
    go(page, "#list")
    choose(page, "state", "failed")
    failed = [document for document in documents if document.state is State.FAILED]
    assert found(page) == f"{len(failed)} of 5,000 documents"
    assert set(column(page, 1)) == {"failed"}
    choose(page, "state", "done")
    choose(page, "code", "DOCX-R022")
    have = [document for document in documents if document.counts["DOCX-R022"] and document.state is State.DONE]
    assert found(page) == f"{len(have)} of 5,000 documents"
    choose(page, "severity", "warning")
    assert "0" not in column(page, 3)
    page.execute_script("document.querySelector('#filters button').click()")
    wait(page, "document.getElementById('found').textContent === '5,000 documents'")


@pytest.mark.parametrize(("label", "number"), [("Errors", 2), ("Seconds", 6), ("Lost", 5)])
def test_sorting_goes_both_ways_and_says_so(page, label, number):
    go(page, "#list")
    click = f"[...document.querySelectorAll('#table th button')].find(one => one.textContent === '{label}').click()"
    for direction, sign in (("descending", -1), ("ascending", 1)):
        page.execute_script(click)
        wait(page, f"document.querySelector('#table th[aria-sort={direction}]')")
        values = [float(text.replace(",", "")) for text in column(page, number)]
        assert all(sign * before <= sign * after for before, after in pairwise(values))


def test_a_document_has_its_findings_beside_its_lines(page, documents):
    number = next(n for n, document in enumerate(documents) if document.counts.total() > 6)
    document = documents[number]
    go(page, f"#d={number}")
    assert ask(page, "document.activeElement.textContent") == document.name
    assert page.title.startswith(document.name)
    lines = ask(
        page,
        "[...document.querySelectorAll('.preview > li')].map(line => [line.querySelector('.line').lastChild.data,"
        "[...line.querySelectorAll('.finding a')].map(link => link.textContent)])",
    )
    placed = [found for step in document.steps for found in step.findings if found.paragraph]
    assert [text for text, _ in lines] == [line.text for line in document.preview]
    for line, (_, codes) in zip(document.preview, lines, strict=True):
        assert codes == [found.code for found in placed if found.paragraph == line.paragraph]
    listed = ask(page, "[...document.querySelectorAll('.finding a')].length")
    assert listed == sum(len(step.findings) for step in document.steps)
    text = ask(page, "document.getElementById('view-document').innerText")
    assert document.content_hash in text
    assert all(CODES[found.code].hint in text for found in placed)
    assert document.steps[-1].document_id in text


@pytest.mark.parametrize("state", [State.FAILED, State.POISON, State.UNKNOWN])
def test_a_document_that_is_not_done_says_why(page, documents, state):
    number = next(n for n, document in enumerate(documents) if document.state is state)
    go(page, f"#d={number}")
    assert documents[number].error in ask(page, "document.querySelector('.stacks .error').textContent")


def test_the_way_back_leads_to_the_same_row(page):
    go(page, "#list&sort=-errors&page=2")
    page.execute_script("scrollTo(0, 900)")
    name = ask(page, "document.querySelectorAll('#table tbody a')[40].textContent")
    page.execute_script("document.querySelectorAll('#table tbody a')[40].click()")
    wait(page, "document.querySelector('#view-document h1')")
    assert ask(page, "document.querySelector('#view-document nav a').hash") == "#list&sort=-errors&page=2"
    page.back()
    wait(page, "!document.getElementById('view-list').hidden")
    assert ask(page, "document.activeElement.textContent") == name
    assert ask(page, "scrollY") == 900


def test_before_and_after_follow_the_list(page):
    go(page, "#list&state=poison&sort=-seconds")
    names = shown(page)
    page.execute_script("document.querySelector('#table tbody a').click()")
    for name in names[1:]:
        wait(page, "document.querySelector('#view-document section')")
        page.execute_script(
            "[...document.querySelectorAll('#view-document nav a')].find(one => one.textContent === 'After →').click()"
        )
        wait(page, f"document.querySelector('#view-document h1').textContent === {json.dumps(name)}")


def test_the_links_of_the_overview_lead_to_what_they_count(page):
    links = ask(
        page,
        "[...document.querySelectorAll('#view-overview a[href^=\"#list\"]')]"
        ".map(link => [link.hash, link.textContent])",
    )
    assert len(links) > 50
    for route, text in [*links[:12], *links[-3:]]:
        if "severity" not in route:
            go(page, route)
            wait(page, f"location.hash === {json.dumps(route)}")
            assert re.search(r"[\d,]+", found(page))[0] == re.search(r"[\d,]+", text)[0]


def test_the_keyboard_reaches_everything(page):
    from selenium.webdriver.common.keys import Keys

    keys(page, Keys.TAB)
    assert ask(page, "document.activeElement.className") == "skip"
    keys(page, Keys.ENTER)
    assert ask(page, "document.activeElement.id") == "main"
    keys(page, "/")
    wait(page, "document.activeElement.name === 'q'")
    keys(page, "annex 00")
    wait(page, "location.hash.includes('q=annex')")
    for _ in range(20):
        keys(page, Keys.TAB)
        if ask(page, "document.activeElement.matches('#table tbody a')"):
            break
    name = ask(page, "document.activeElement.textContent")
    keys(page, Keys.ENTER)
    wait(page, "!document.getElementById('view-document').hidden")
    assert ask(page, "document.activeElement.textContent") == name


def test_every_field_has_a_label_and_every_view_one_heading(page):
    for route in ("#", "#list", "#d=3"):
        go(page, route)
        assert ask(page, "[...document.querySelectorAll('h1')].filter(one => one.checkVisibility()).length") == 1
        assert ask(page, "[...document.querySelectorAll('input, select')].every(one => one.labels.length === 1)")


INTERACTIONS = {
    "open the list": ("#", "location.hash = '#list'"),
    "type a letter": (
        "#list",
        "const q = document.forms[0].elements.q; q.value = 'a'; q.dispatchEvent(new Event('input'))",
    ),
    "filter by a code": ("#list", "location.hash = '#list&code=DOCX-R001'"),
    "sort by errors": ("#list", "document.querySelectorAll('#table th button')[2].click()"),
    "turn the page": ("#list", "document.getElementById('after').click()"),
    "open a document": ("#list", "document.querySelectorAll('#table tbody a')[50].click()"),
    "back to the overview": ("#list", "location.hash = '#'"),
}


@pytest.mark.parametrize("name", INTERACTIONS)
def test_no_interaction_keeps_a_person_waiting(page, name):
    start, text = INTERACTIONS[name]
    times = []
    for _ in range(3):
        go(page, start)
        times.append(timed(page, text))
    print(f"{name}: {1000 * min(times):.0f} ms")
    assert min(times) < SLOWEST


def test_hostile_texts_do_nothing(driver, tmp_path):
    path = tmp_path / "hostile.html"
    write_page(run_info(20, options=HOSTILE), by_name(hostile), path)
    visit(driver, path)
    driver.execute_script("window.alert = text => { window.called = text }")
    for number, document in enumerate(hostile()):
        go(driver, f"#d={number}")
        assert ask(driver, "document.querySelectorAll('.preview > li').length") == 3
        heading = ask(driver, "document.querySelector('#view-document h1').textContent")
        assert not any(sign in heading for sign in "\u202e\u2067\x00\x1b\u2028\n")
        assert heading[-7:] == document.name[-7:]
    for text in HOSTILE.values():
        driver.execute_script(f"location.hash = '#list&q=' + encodeURIComponent({json.dumps(text)}.toWellFormed())")
        driver.execute_script(f"location.hash = '#list&%E0=%&code=' + {json.dumps(text)}")
    assert ask(driver, "window.called") is None
    assert ask(driver, "document.querySelectorAll('img').length") == 0
    assert driver.get_log("browser") == []


VIEWS = {"overview": "", "list": "#list&severity=error&sort=-errors", "document": "#d=1"}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 768), ("light", 360), ("dark", 360)])
def test_it_fits_in_light_and_dark_wide_and_narrow(driver, report, view, scheme, width):
    visit(driver, report, VIEWS[view], scheme, width, 1400)
    wait(driver, "!document.querySelector('[aria-busy]')")
    assert ask(driver, "document.documentElement.scrollWidth") <= width
    assert contrast(driver) == []
    shot(driver, f"report-{view}-{scheme}-{width}")


CONTRAST = """(() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const mixed = colours => {
    canvas.clearRect(0, 0, 1, 1);
    colours.forEach(colour => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); });
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const linear = value => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => .2126 * linear(r / 255) + .7152 * linear(g / 255) + .0722 * linear(b / 255);
  const bad = new Set();
  for (const one of document.querySelectorAll("main *, header *")) {
    const hasText = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!hasText || !one.checkVisibility() || one.disabled || one.matches(".unseen, .unseen *, option")) continue;
    const layers = [];
    for (let at = one; at; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor);
    const both = [luminance(mixed(layers)), luminance(mixed([...layers, getComputedStyle(one).color]))];
    const ratio = (Math.max(...both) + .05) / (Math.min(...both) + .05);
    if (ratio < 4.5) bad.add(`${one.tagName} ${one.className} ${ratio.toFixed(1)} ${one.textContent.slice(0, 30)}`);
  }
  return [...bad].slice(0, 10);
})()"""


def contrast(driver):
    """The texts that are hard to read: below 4.5 to 1, as WCAG 2 AA has it."""
    return ask(driver, CONTRAST)


def shot(driver, name):
    SHOTS.mkdir(parents=True, exist_ok=True)
    taken = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    (SHOTS / f"{name}.png").write_bytes(base64.b64decode(taken["data"]))


def test_it_prints_with_every_explanation_and_without_controls(page):
    pdf = base64.b64decode(page.execute_cdp_cmd("Page.printToPDF", {})["data"])
    assert pdf.startswith(b"%PDF")
    assert ask(page, "[...document.querySelectorAll('details')].every(one => one.open)")

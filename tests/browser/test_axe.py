"""Every page that a command writes, judged by axe-core: wide and narrow, in the light and in the dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe import NEEDS_AXE, serious
from click.testing import CliRunner
from review_page import open_browser

from sdconvert.cli.main import cli

pytestmark = [pytest.mark.browser, NEEDS_AXE]

SAMPLES = Path(__file__).parents[2] / "samples"
LETTER, REPORT = SAMPLES / "docx" / "letter.docx", SAMPLES / "docx" / "technical-report.docx"
MERGE = [SAMPLES / "reconcile" / name for name in ("exported.zip", "now.zip", "edited.docx")]
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 375)]


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    driver = open_browser()
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages by what they are."""
    folder = tmp_path_factory.mktemp("pages")
    before, after = folder / "before", folder / "after"
    pages = {name: folder / f"{name}.html" for name in ("result", "report", "survey", "redline", "merge", "compare")}
    run("convert", REPORT, "-o", pages["result"])
    run("batch", "run", LETTER, REPORT, "-o", before, "--html", pages["report"])
    run("batch", "run", LETTER, REPORT, "-o", after, "--headings", "plain")
    run("batch", "compare", before, after, "--html", pages["compare"])
    run("batch", "survey", LETTER, REPORT, "--html", pages["survey"])
    run("diff", LETTER, SAMPLES / "docx" / "minutes.docx", "--html", pages["redline"])
    run("reconcile", *MERGE, "-o", folder / "merged.zip", "--html", pages["merge"])
    return pages


def run(*words: object) -> None:
    """A command, which may end with findings."""
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code in (0, 1), result.output


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
@pytest.mark.parametrize("name", ["result", "report", "report#list", "survey", "redline", "merge", "compare"])
def test_axe_finds_nothing_serious(driver: Any, pages: dict[str, Path], name: str, scheme: str, width: int) -> None:
    visit(driver, pages, name, scheme, width)
    assert serious(driver, but=["scrollable-region-focusable"]) == []


def test_the_keyboard_reaches_a_table_that_scrolls(driver: Any, pages: dict[str, Path]) -> None:
    """Browsers let it by themselves, which axe-core does not know."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    visit(driver, pages, "result", "light", 375)
    scrolling = driver.execute_script(
        "return [...document.querySelectorAll('table')].filter(one => one.scrollWidth > one.clientWidth)"
    )
    assert scrolling
    reached = set()
    for _ in range(60):
        ActionChains(driver).send_keys(Keys.TAB).perform()
        reached.add(driver.switch_to.active_element.id)
    assert {one.id for one in scrolling} <= reached


def visit(driver: Any, pages: dict[str, Path], name: str, scheme: str, width: int) -> None:
    name, _, route = name.partition("#")
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.get("about:blank")
    driver.get(f"{pages[name].as_uri()}#{route}")

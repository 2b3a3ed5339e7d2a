"""A review in headless Chromium, as its reader uses it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sdconvert.review.server import ReviewServer

_SECONDS = 30
_FOLLOWING = 0.3
"""Seconds in which the other side has followed a scrolling."""


def open_browser() -> Any:
    """A driver of Chromium that calls nobody by itself."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


class ReviewPage:
    """The page of a review."""

    def __init__(self, driver: Any, server: ReviewServer, *, width: int = 1400, height: int = 900) -> None:
        self.driver = driver
        self.server = server
        self.resize(width, height)
        self.shine("light")
        driver.get("about:blank")
        driver.get_log("browser")
        driver.get_log("performance")
        driver.get(server.url)

    def resize(self, width: int, height: int) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def shine(self, scheme: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def run(self, script: str, *arguments: object) -> Any:
        """What an expression of JavaScript gives."""
        return self.driver.execute_script(f"return {script}", *arguments)

    def wait(self, holds: Callable[[], Any]) -> Any:
        """What a question is answered with once that is something."""
        end = time.monotonic() + _SECONDS
        while not (answer := holds()):
            assert time.monotonic() < end, "it does not come to hold"
            time.sleep(0.05)
        return answer

    def wait_for(self, expression: str, *arguments: object) -> Any:
        return self.wait(lambda: self.run(expression, *arguments))

    def click(self, selector: str) -> None:
        self.wait_for("document.querySelector(arguments[0])", selector)
        self.run("document.querySelector(arguments[0]).click()", selector)

    def take(self, select: str, value: str) -> None:
        """Take a value of a select, which an expression gives."""
        change = "((one, value) => {one.value = value; one.dispatchEvent(new Event('change', {bubbles: true}))})"
        self.run(f"{change}({select}, arguments[0])", value)

    def wait_for_document(self) -> None:
        self.wait_for("document.querySelector('[data-side=smashdocs] .host')")
        self.wait_for("!document.querySelector('main.document').hasAttribute('aria-busy')")

    def wait_for_pages(self) -> None:
        """Wait until the Word side shows pages of LibreOffice."""
        self.wait_for("document.querySelector('[data-side=word] .sheet img')")

    def text(self, selector: str) -> str:
        return str(self.run("document.querySelector(arguments[0])?.textContent ?? ''", selector))

    def in_side(self, side: str, expression: str, *arguments: object) -> Any:
        """What an expression about the shadow root `root` of a side gives."""
        host = f"document.querySelector('[data-side={side}] .host')"
        return self.run(f"((root) => {expression})({host}.shadowRoot)", *arguments)

    def choose_text(self, side: str, text: str) -> None:
        """Click on the block of a side of ours that holds a text, once it is in view, as a reader does."""
        self.wait(lambda: self.in_side(side, "Boolean(root.querySelector('link').sheet)"))
        block = f"[...root.querySelectorAll('h1,h2,h3,p,li,td')].find(e => e.textContent.includes({text!r}))"
        self.in_side(side, f"{block}.scrollIntoView({{block: 'center'}})")
        time.sleep(_FOLLOWING)
        self.in_side(side, f"{block}.dispatchEvent(new MouseEvent('click', {{bubbles: true, composed: true}}))")

    def complaints(self) -> list[str]:
        """What the browser complains of."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def picture(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.driver.save_screenshot(str(path))

import os
import shutil

import pytest


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: pages in headless Chromium (make test-browser)")


def missing():
    """Why the pages cannot be opened here, empty when they can."""
    if os.environ.get("SDCONVERT_BROWSER") != "1":
        return "the pages are opened by `make test-browser`, which installs Chromium"
    absent = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return f"{' and '.join(absent)} not installed" if absent else ""


def pytest_collection_modifyitems(items):
    reason = missing()
    for item in items:
        if "tests/browser" in item.path.as_posix() and reason:
            item.add_marker(pytest.mark.skip(reason=reason))

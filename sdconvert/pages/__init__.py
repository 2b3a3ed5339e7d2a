"""What all HTML pages of ours share: one look, one template environment, and the hashes of a strict policy.

A page needs no network: its style and its script stand in it, named by their hashes in its content security policy.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from pathlib import Path
from typing import Any

from sdconvert.extras import load_extra

_HERE = Path(__file__).parent


def make_environment(folder: Path, extra: str) -> Any:
    """The Jinja2 environment of the templates in a folder, which include `head.html`: all texts are escaped, unknown
    names are errors.

    Raises: BadConfiguration that names the extra when Jinja2 is not installed.
    """
    jinja2 = load_extra("jinja2", extra)
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([folder, _HERE]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def base_style() -> str:
    """The style that all pages begin with: colours, light and dark, and the frame of a page."""
    return (_HERE / "base.css").read_text("utf-8")


def table_style() -> str:
    """The style of pages with tables, tiles and severities, in the colours of `base_style`."""
    return (_HERE / "tables.css").read_text("utf-8")


def trust(text: str, extra: str) -> Any:
    """Text of our own that a template puts in as it is. Raises: as `make_environment`."""
    return load_extra("markupsafe", extra).Markup(text)


def hash_inline(text: str) -> str:
    """What names an inline script or style in a content security policy."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def as_script(value: object) -> str:
    """JSON that cannot end the script element it stands in, nor begin a comment in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

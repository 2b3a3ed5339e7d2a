"""Start tags, made of the attributes that we say and of those that the source had."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sdconvert.formats.sdxml.write.carried import restore
from sdconvert.model.extra import Extra
from sdconvert.xmlio import escape_attribute

Attributes = Mapping[str, str]
"""Names and values as they are meant: values are escaped when a tag is made of them."""


class Look(NamedTuple):
    """How a block looks, as attributes and as what is written of them; `rest` are those of a paragraph that goes on
    behind a line break."""

    attributes: Attributes
    rendered: str
    rest: Attributes | None = None


def start_tag(name: str, attributes: Attributes, extra: Extra = ()) -> str:
    """The tag that begins an element. Of `extra`, what the source said in its own way is said so again."""
    return f"<{name}{render_attributes(attributes, extra)}>"


def empty_tag(name: str, attributes: Attributes, extra: Extra = ()) -> str:
    """The tag of an element without content."""
    return f"<{name}{render_attributes(attributes, extra)}/>"


def render_attributes(attributes: Attributes, extra: Extra = ()) -> str:
    """What stands between the name of an element and the end of its tag."""
    said = restore(attributes, extra) if extra else attributes
    return "".join([f' {name}="{escape_attribute(value)}"' for name, value in said.items()])

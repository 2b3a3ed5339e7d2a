"""Pictures of their own in our own pages."""

from __future__ import annotations

from dataclasses import replace

from sdconvert.formats.html.names import NUMBERED
from sdconvert.formats.html.read.elements import classes
from sdconvert.formats.html.read.figures import read_picture, walk_figure
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.inherited import Inherited
from sdconvert.formats.html.read.own.attributes import read_alignment, read_id, read_indent, read_style
from sdconvert.formats.html.read.readers import reads_own
from sdconvert.xmlio import Element


@reads_own("figure")
def read_own_figure(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A picture as the model has it."""
    walk_figure(flow, element, inherited, _read_picture)


def _read_picture(flow: Flow, figure: Element, image: Element, caption: Element | None, inherited: Inherited) -> None:
    picture = read_picture(flow, image, caption, inherited, read_id(figure), figure)
    if picture is None:
        return
    names = classes(figure)
    flow.add_block(
        replace(
            picture,
            alignment=read_alignment(names),
            indent=read_indent(names),
            is_numbered=NUMBERED in names,
            style=read_style(figure),
        )
    )

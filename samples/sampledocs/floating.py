"""What floats on a page: text boxes with their VML fallback, and pictures anchored to a paragraph."""

from __future__ import annotations

from html import escape

from sampledocs.wordml import Xml, run

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_EMU_PER_POINT = 12700
_TEXT_WIDTH_POINTS = 453


def _anchor(number: int, name: str, alt: str, size_points: tuple[int, int], top_points: int, graphic: str) -> str:
    width, height = (side * _EMU_PER_POINT for side in size_points)
    left = _TEXT_WIDTH_POINTS - size_points[0]
    return (
        '<w:drawing><wp:anchor distT="45720" distB="45720" distL="114300" distR="114300" simplePos="0" '
        f'relativeHeight="{251658240 + number}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
        f"<wp:posOffset>{left * _EMU_PER_POINT}</wp:posOffset></wp:positionH>"
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{top_points * _EMU_PER_POINT}</wp:posOffset>'
        f'</wp:positionV><wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:wrapSquare wrapText="bothSides"/><wp:docPr id="{number}" name="{name}" descr="{escape(alt)}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_MAIN}">{graphic}</a:graphic></wp:anchor></w:drawing>'
    )


def _frame(size_points: tuple[int, int]) -> str:
    width, height = (side * _EMU_PER_POINT for side in size_points)
    return (
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )


def text_box(number: int, size_points: tuple[int, int], *blocks: str) -> Xml:
    """Return a run with a text box at the right margin: a shape, and the same in VML for older readers."""
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    shape = (
        f'<a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>{_frame(size_points)}'
        '<a:solidFill><a:srgbClr val="EEF1F5"/></a:solidFill><a:ln w="9525"><a:solidFill><a:srgbClr val="1F3A5F"/>'
        f"</a:solidFill></a:ln></wps:spPr><wps:txbx>{content}</wps:txbx>"
        '<wps:bodyPr rot="0" vert="horz" wrap="square" lIns="91440" tIns="45720" rIns="91440" '
        'bIns="45720"><a:noAutofit/>'
        "</wps:bodyPr></wps:wsp></a:graphicData>"
    )
    name = f"Text Box {number}"
    drawing = _anchor(number, name, "", size_points, 0, shape)
    look = (
        f"position:absolute;margin-left:0;margin-top:0;width:{size_points[0]}pt;height:{size_points[1]}pt;"
        "mso-position-horizontal:right;mso-position-horizontal-relative:margin"
    )
    older = (
        f'<w:pict><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>'
        f'<v:shape id="{name}" type="#_x0000_t202" style="{look}" fillcolor="#eef1f5" strokecolor="#1f3a5f">'
        f'<v:textbox>{content}</v:textbox><w10:wrap type="square" anchorx="margin"/></v:shape></w:pict>'
    )
    choice = f'<mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{older}</mc:Fallback>'
    return run(Xml(f"<mc:AlternateContent>{choice}</mc:AlternateContent>"))


def floating_picture(rid: str, number: int, alt: str, size_points: tuple[int, int], top_points: int = 0) -> Xml:
    """Return a run with a picture at the right margin that text flows around."""
    name = f'id="{number}" name="Picture {number}"'
    graphic = (
        f'<a:graphicData uri="{_PICTURE}"><pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr><pic:cNvPr {name}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{rid}"/><a:stretch><a:fillRect/></a:stretch>'
        f"</pic:blipFill><pic:spPr>{_frame(size_points)}</pic:spPr></pic:pic></a:graphicData>"
    )
    return run(Xml(_anchor(number, f"Picture {number}", alt, size_points, top_points, graphic)))

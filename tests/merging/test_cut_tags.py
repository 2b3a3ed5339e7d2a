"""Tags that a tracked change, a link or a control cuts through."""

from __future__ import annotations

import pytest
from merge_kit import filled, template

from sdconvert.merging import TemplateRefused
from sdconvert.merging.cut_tags import check_markup

START = '<w:r><w:t xml:space="preserve">Dear {{ na</w:t></w:r>'
END = "<w:r><w:t>me }}!</w:t></w:r>"
CHANGED = 'w:id="1" w:author="A"'
RECORD = {"name": "A & B <x>"}


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (f"{START}<w:ins {CHANGED}>{END}</w:ins>", "a tracked change"),
        (f"<w:ins {CHANGED}>{START}</w:ins>{END}", "a tracked change"),
        (f'{START}<w:hyperlink w:anchor="x">{END}</w:hyperlink>', "a link"),
        (f"{START}<w:sdt><w:sdtContent>{END}</w:sdtContent></w:sdt>", "a content control"),
        (f'{START}<w:smartTag w:element="a">{END}</w:smartTag>', "an element w:smartTag"),
        (f"{START}<w:ins {CHANGED}><w:r><w:t>m</w:t></w:r></w:ins><w:r><w:t>e }}}}!</w:t></w:r>", "a tracked change"),
    ],
)
def test_a_tag_that_something_cuts_through_is_filled_where_it_begins_and_told(content: str, cause: str) -> None:
    body = f"<w:p>{content}</w:p>"
    assert filled(body, RECORD) == ["Dear A & B <x>!"]
    (finding,) = template(body).findings
    assert finding.message == f"The tag “{{{{ name }}}}” is cut through by {cause}; it is filled where it begins."
    assert str(finding.location).startswith("word/document.xml, paragraph 1")


@pytest.mark.parametrize(
    "content",
    [
        f"{START}{END}",
        f"<w:ins {CHANGED}>{START}{END}</w:ins>",
        f"{START}<w:del {CHANGED}><w:r><w:delText>XX</w:delText></w:r></w:del>{END}",
        f'<w:hyperlink w:anchor="x">{START}{END}</w:hyperlink>',
    ],
)
def test_a_tag_within_one_element_is_whole(content: str) -> None:
    body = f"<w:p>{content}</w:p>"
    assert filled(body, RECORD) == ["Dear A & B <x>!"]
    assert template(body).findings == ()


def test_several_tags_of_one_paragraph_are_joined_each() -> None:
    tag = f"{START}<w:ins {CHANGED}>{END}</w:ins>"
    assert filled(f"<w:p>{tag}{tag}</w:p>", RECORD) == ["Dear A & B <x>!Dear A & B <x>!"]


def test_what_the_engine_would_leave_open_is_refused_once_with_its_cause() -> None:
    check_markup("a.xml", "<a>{% if b > 1 %}<b/>{% endif %}{{ c }}</a>")
    with pytest.raises(TemplateRefused, match="begins in one part of the text, such as a tracked change"):
        check_markup("a.xml", "<a><b>{{ c }}</a>")


def test_a_tag_in_two_text_boxes_is_refused_before_any_record() -> None:
    inner = "<w:txbxContent><w:p><w:r><w:t>me }}</w:t></w:r></w:p></w:txbxContent>"
    box = f'<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml">{inner}</v:textbox></w:pict></w:r>'
    with pytest.raises(TemplateRefused, match="in one piece"):
        template(f"<w:p><w:r><w:t>Dear {{{{ na</w:t></w:r>{box}</w:p>")

import pytest

from sdconvert.model.prose import reads_like_a_clause

LONG = "This is a text that has as many words as a clause needs"


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG}.",
        f"{LONG};",
        f"Notice. {LONG}",
        "x" * 201,
        "本公司在参加采购编号为项目名称的政府采购活动前，在生产经营活动中始终做到遵纪守法，诚实守信，履约业绩，财务管理制度健全。",
    ],
)
def test_clauses_end_like_sentences_are_several_or_very_long(text: str):
    assert reads_like_a_clause(text)


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        "Definitions.",
        "6. REVIEW OF ATTORNEY AND BANKRUPTCY PETITION PREPARER DISCLOSURES AND PRACTICES",
        "Es wird bis zu 240 mill. in die Entwicklung der Infrastruktur der ganzen Stadt angelegt",
        "Nach Art. 4 Abs. 2 Buchst. a und Nr. 3 des Gesetzes über die ganze Sache",
    ],
)
def test_headings_may_be_long_or_end_with_a_stop(text: str):
    assert not reads_like_a_clause(text)

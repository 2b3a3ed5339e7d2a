import pytest

from sdconvert.errors import BadConfiguration
from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.parse import check_file, load_stylemap, parse_stylemap
from sdconvert.stylemap.rows import MappingRow, TextType


def test_json_as_the_api_takes_it_is_read():
    parsed = parse_stylemap('{"heading 1": {"textType": "heading-ol", "level": 0}, "caption": {"textType": "caption"}}')
    assert parsed.rows == {"heading 1": MappingRow(TextType.HEADING_OL, 0), "caption": MappingRow(TextType.CAPTION)}


def test_toml_says_the_same_with_comments():
    parsed = parse_stylemap(
        '# why\n"heading 1" = { textType = "heading-ol", level = 0 }\n[caption]\ntextType = "caption"'
    )
    assert parsed.rows == {"heading 1": MappingRow(TextType.HEADING_OL, 0), "caption": MappingRow(TextType.CAPTION)}


def test_every_fault_is_named_at_once_with_its_line():
    text = """{
      "A": {"textType": "headline"},
      "B": {"textType": "heading", "level": 6},
      "C": {"textType": "heading", "level": true},
      "D": "heading",
      "E": {"level": 1},
      "F": {"textType": "heading", "level": 1},
      "F": {"textType": "heading", "level": 2}
    }"""
    with pytest.raises(BadConfiguration) as caught:
        parse_stylemap(text, "m.json")
    message = str(caught.value)
    for place in ("line 2: The row “A”", "line 3: The row “B”", "line 4: The row “C”", "line 5: The row “D”"):
        assert place in message
    assert "line 6: The row “E”" in message
    assert "“F” has more than one row" in message
    assert "known are paragraph, paragraph-ol" in message


@pytest.mark.parametrize("text_type", ["[]", "{}", "null", "3"])
def test_a_text_type_that_is_no_text_is_a_fault(text_type: str):
    with pytest.raises(BadConfiguration, match="textType"):
        parse_stylemap(f'{{"A": {{"textType": {text_type}}}}}')


def test_a_level_where_the_api_takes_none_is_no_reason_to_refuse():
    assert parse_stylemap('{"A": {"textType": "list-ul", "level": 1}}').rows["A"].text_type is TextType.LIST_UL


@pytest.mark.parametrize("text", ['{"A": ', "{]", "A = [", "[1, 2]", '"A"', "A: b", '{"A":' * 100_000])
def test_anything_else_is_refused_with_a_sentence(text: str):
    with pytest.raises(BadConfiguration, match="the mapping"):
        parse_stylemap(text)


def test_a_syntax_error_says_where():
    with pytest.raises(BadConfiguration, match="line 2, column 3"):
        parse_stylemap("{\n  A: 1}")


def test_an_empty_mapping_is_a_mapping():
    assert parse_stylemap("").rows == {}
    assert parse_stylemap("{}").rows == {}


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path):
    with pytest.raises(BadConfiguration, match="cannot be read"):
        load_stylemap(tmp_path / "none.json")
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(BadConfiguration, match="not UTF-8"):
        load_stylemap(tmp_path / "binary.json")


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = tmp_path / "m.json"
    path.write_bytes(b'\xef\xbb\xbf{"A": {"textType": "heading"}}')
    assert load_stylemap(path).rows == {"A": MappingRow(TextType.HEADING)}


def test_the_check_of_a_file_names_rows_and_styles_once(tmp_path):
    path = tmp_path / "m.json"
    path.write_text('{\n"A": {"textType": "headline"},\n"Gone": {"textType": "heading", "size": 1}}')
    uses = [StyleUse("A", is_own=True, count=3), StyleUse("B", is_own=True, count=2, example="Words")]
    found = {(finding.code.id, finding.details["style"]) for finding in check_file(path, uses)}
    assert found == {("MAP-001", "A"), ("MAP-005", "Gone"), ("MAP-007", "Gone"), ("MAP-008", "B")}


def test_the_check_of_a_file_says_where_a_row_stands(tmp_path):
    path = tmp_path / "m.json"
    path.write_text('{\n"A": {"textType": "headline"}}')
    (finding,) = check_file(path, [])
    assert finding.location is not None
    assert str(finding.location) == f"{path}, line 2"

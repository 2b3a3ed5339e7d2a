import pytest

from sdconvert.findings import Code, Location, Severity
from sdconvert.ledger import Kind
from sdconvert.writing.context import WriteContext


class Context(WriteContext):
    out_of_range = Code("X-W001", Severity.INFO, "{what} {value} of {count} became {result}")


@pytest.mark.parametrize("value", [0, 3, 5])
def test_what_is_in_range_stays_and_is_not_told(value):
    context = Context()
    assert context.clamp(value, 5, "level", None) == value
    context.close()
    assert context.report.findings == []


def test_what_is_out_of_range_is_told_once_by_the_code_of_the_format_with_the_first_place():
    context, at = Context(), Location("p")
    assert [context.clamp(value, 5, "level", at) for value in (-1, 9, 9)] == [0, 5, 5]
    context.close()
    assert [finding.message for finding in context.report.findings] == [
        "level -1 of 1 became 0",
        "level 9 of 2 became 5",
    ]
    assert {(finding.code.id, finding.location) for finding in context.report.findings} == {("X-W001", at)}


def test_characters_are_booked_at_the_end():
    context = Context()
    context.characters += 3
    context.close()
    assert context.report.ledger.kept == {Kind.CHARACTERS: 3}

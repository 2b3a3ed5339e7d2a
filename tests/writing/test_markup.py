import pytest

from sdconvert.writing.markup import NO_TAGS, Tag, shared, shift

A, B, C = (Tag(f"<{name}>", f"</{name}>") for name in "abc")


@pytest.mark.parametrize(
    ("opened", "wanted", "written"),
    [
        (NO_TAGS, (A, B), "<a><b>"),
        ((A, B), (A, B), ""),
        ((A, B), (A, C), "</b><c>"),
        ((A, B), (B,), "</b></a><b>"),
        ((A, B, C), NO_TAGS, "</c></b></a>"),
        ((A,), (A, B), "<b>"),
    ],
)
def test_no_more_is_closed_and_opened_than_it_takes(opened, wanted, written):
    out = []
    shift(out, opened, wanted)
    assert "".join(out) == written


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [((A, B), (A, C), (A,)), ((A, B), (B,), ()), ((A,), (A, B), (A,)), ((), (A,), ())],
)
def test_two_nestings_share_what_both_begin_with(first, second, both):
    assert shared(first, second) == both

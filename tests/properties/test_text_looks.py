"""The looks, links and breaks of text in what we write, judged by other parsers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from text_looks import docx_looks, expected_looks, html_looks, parsx_looks, sdxml_looks
from thoroughness import examples

from sdconvert.model.inlines import LineBreak, Link, Mark, Run

thorough = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
marks = st.frozensets(st.sampled_from(Mark), max_size=4).filter(
    lambda found: not {Mark.SUBSCRIPT, Mark.SUPERSCRIPT} <= found
)
runs = st.builds(Run, st.sampled_from(["a", "b ", " c", "", "d"]), marks)
links = st.builds(
    Link,
    st.sampled_from(["https://a.example/?x=1&y=2", "mailto:a@b.example"]),
    st.lists(runs, min_size=1, max_size=3).map(lambda found: (Run("l"), *found)),
)
breaks = st.builds(LineBreak, marks)


@pytest.mark.parametrize("looks_of", [html_looks, parsx_looks, docx_looks])
@thorough
@given(st.lists(runs | runs | links | breaks, max_size=6))
def test_text_looks_and_links_as_in_the_model(looks_of, content):
    assert looks_of((Run("begin"), *content)) == expected_looks((Run("begin"), *content))


@thorough
@given(st.lists(runs | runs | links, max_size=6))
def test_text_of_sdxml_looks_and_links_as_in_the_model(content):
    """Without breaks, which have no place outside of a look and split the paragraph."""
    assert sdxml_looks((Run("begin"), *content)) == expected_looks((Run("begin"), *content))

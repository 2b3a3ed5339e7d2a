import pytest
from sdxml_reading import read_body

from sdconvert.ledger import Kind
from sdconvert.model.inlines import Comment

BLOCKS = '<paragraph id="p1" indent="0">a</paragraph><paragraph id="p2" indent="0">b</paragraph>'


def read_comments(comments):
    return read_body(BLOCKS, version="2.13.2", around=f"<comments>{comments}</comments>")


def on_first(comments):
    """The comments on the first paragraph."""
    result = read_comments(comments)
    return result.blocks[0].content[1:]


@pytest.mark.parametrize(
    ("inside", "paragraphs"),
    [
        ("", ("",)),
        ("one", ("one",)),
        ("<p>one</p><p>two</p>", ("one", "two")),
        ("before<p>one</p>after", ("before", "one", "after")),
        (" <text>one</text>\n<content>two</content> ", ("one", "two")),
        ("one<br/>two<br/><b>th</b>ree", ("one", "two", "three")),
        ("one<br/><br/>three", ("one", "", "three")),
        ("<p>one</p><reply>two</reply>", ("one",)),
        ("one<replies><reply>two</reply></replies>", ("one",)),
    ],
)
def test_each_paragraph_and_each_line_of_text_beside_them_is_a_paragraph(inside, paragraphs):
    (comment,) = on_first(f'<comment ref="p1">{inside}</comment>')
    assert comment.paragraphs == paragraphs


@pytest.mark.parametrize(
    "replies",
    [
        '<comment user="B">yes</comment><comment user="C">no</comment>',
        '<reply user="B">yes</reply><answer user="C">no</answer>',
        '<replies><reply user="B">yes</reply></replies><answers><answer user="C">no</answer></answers>',
    ],
)
def test_replies_stand_in_a_comment_or_in_a_group_of_it(replies):
    (comment,) = on_first(f'<comment ref="p1" user="A">maybe{replies}</comment>')
    assert comment == Comment("A", "", ("maybe",), "", (Comment("B", "", ("yes",)), Comment("C", "", ("no",))))


def test_what_names_a_comment_answers_it_unless_it_names_a_block_too():
    first = '<comment id="c1" ref="p1">one</comment>'
    answer, other = '<comment on="c1">two</comment>', '<comment on="c1" ref="p1">three</comment>'
    assert on_first(first + answer + other) == (
        Comment("", "", ("one",), replies=(Comment("", "", ("two",)),)),
        Comment("", "", ("three",)),
    )


def test_the_replies_of_a_comment_on_nothing_are_findings_of_their_own():
    result = read_comments('<comment user="A">one<reply>two</reply></comment><comment>three</comment>')
    told = [finding for finding in result.findings if finding.code.id == "SDXML-R040"]
    assert [(finding.details["author"], finding.details["text"]) for finding in told] == [
        ("A", "one"),
        ("an unknown author", "two"),
        ("an unknown author", "three"),
    ]
    assert {finding.location for finding in told} == {None}
    assert result.ledger.dropped[Kind.COMMENTS, "SDXML-R040"] == 3


@pytest.mark.parametrize(
    ("attributes", "comment"),
    [
        ('author="A" created-by="B"', Comment("A", "", ("x",))),
        ('username="B" name="A"', Comment("B", "", ("x",))),
        ('date="1" timestamp="2"', Comment("", "1", ("x",))),
        ('datetime="2"', Comment("", "2", ("x",))),
        ('words="w" quote="q"', Comment("", "", ("x",), "w")),
        ('selection="q"', Comment("", "", ("x",), "q")),
    ],
)
def test_author_date_and_words_are_taken_from_what_looks_like_them(attributes, comment):
    assert on_first(f'<comment ref="p1" {attributes}>x</comment>') == (comment,)


def test_what_is_not_understood_of_comments_is_told_once():
    result = read_comments(
        '<comment id="c1" ref="p1" author="A" date="1" words="w" state="open" x="1">a</comment>'
        '<comment id="c2" ref="p2" user="B" on="c1">b</comment><comment id="c3" to="p1" state="done">c</comment>'
    )
    (finding,) = [finding for finding in result.findings if finding.code.id == "SDXML-D010"]
    assert (finding.details["count"], finding.details["attributes"]) == (2, "state=open, x=1, state=done")


def test_of_what_is_not_understood_twenty_are_shown():
    result = read_comments("".join(f'<comment ref="p1" x="{number}"/>' for number in range(30)))
    (finding,) = [finding for finding in result.findings if finding.code.id == "SDXML-D010"]
    assert finding.details["attributes"] == ", ".join(f"x={number}" for number in range(20))


def test_text_between_comments_is_a_finding_that_holds_it():
    result = read_comments('one<comment ref="p1">a</comment>two<comment ref="p1">b</comment> ')
    assert [finding.details["text"] for finding in result.findings if finding.code.id == "SDXML-D011"] == ["one", "two"]
    assert result.ledger.dropped[Kind.CHARACTERS, "SDXML-D011"] == 6
    assert [comment.paragraphs for comment in result.blocks[0].content[1:]] == [("a",), ("b",)]


def test_comments_hang_on_headings_and_list_items_too():
    blocks = '<heading id="h" level="0">a</heading><ul-li id="i" indent="0">b</ul-li>'
    comments = '<comments><comment ref="h">c</comment><comment ref="i">d</comment></comments>'
    heading, item = read_body(blocks, version="2.13.2", around=comments).blocks
    assert (heading.content[1].paragraphs, item.content[1].paragraphs) == (("c",), ("d",))

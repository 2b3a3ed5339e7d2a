from sdconvert.ledger import Kind
from sdconvert.model.inlines import Comment
from sdconvert.writing.comments import comment_counts, comment_details, thread_of

DEEP = Comment("C", "", ("three",))
REPLY = Comment("B", "", ("two",), replies=(DEEP,))
OTHER = Comment("D", "", ("four",), "other words")
COMMENT = Comment("A", "2024-05-01", ("one", "more"), "words", (REPLY, OTHER))


def test_a_thread_holds_all_replies_in_reading_order():
    assert [each.author for each in thread_of(COMMENT)] == ["A", "B", "C", "D"]


def test_a_reply_is_on_the_words_of_its_comment_unless_it_has_its_own():
    assert [each.words for each in thread_of(COMMENT)] == ["words", "words", "words", "other words"]


def test_the_ledger_counts_a_comment_without_its_replies():
    assert comment_counts(COMMENT) == {Kind.COMMENTS: 1, Kind.CHARACTERS: len("onemore")}


def test_a_finding_tells_all_that_a_comment_says():
    told = {"author": "A", "date": "2024-05-01", "words": "words", "text": "one\nmore"}
    assert comment_details(COMMENT) == told
    assert comment_details(Comment("", "", ()))["author"] == "an unknown author"

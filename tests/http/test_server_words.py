"""What a server says reaches a person as words, never as JSON or as a page."""

import pytest

from sdconvert.http.server_words import message_in


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", ""),
        ("  The group is full. ", "The group is full."),
        ('{"status": 403, "error": "The group is full."}', "The group is full."),
        ('{"error": {"code": 7, "message": "The group is full."}}', "The group is full."),
        ('{"errors": [{"detail": "One."}, {"detail": "Two."}]}', "One."),
        ('{"message": "", "detail": "Two."}', "Two."),
        ('{"status": 500, "trace": ["a", "b"]}', "JSON without a message, with status, trace"),
        ("[1, 2]", "JSON without a message"),
        ('{"message": "The \\"group\\" is full.", "trace": "aaaaaaaa', 'The "group" is full.'),
        ('{"trace": "aaaaaaaa', "JSON that is cut short"),
        ("[" * 50_000, "JSON that is cut short"),
        ('{"error":' * 50 + '"x"' + "}" * 50, "JSON without a message, with error"),
        ("<html><head><title>502 Bad\n Gateway</title></head>", "a page with the title “502 Bad Gateway”"),
        ("<html><body><h1>Not &amp; found</h1>", "a page with the title “Not & found”"),
        ("<html><body>", "a page without a title"),
    ],
)
def test_the_message_is_told_and_nothing_else(body: str, words: str) -> None:
    assert message_in(body) == words

from sdconvert.cli.columns import Column, columns, cut, display_width, wrap

LAYOUT = (Column("NAME", least=4), Column("N", is_number=True), Column("EXAMPLE", least=5, is_cut=True))


def test_columns_are_as_wide_as_their_content():
    lines = list(columns(LAYOUT, [("a", "1", "x"), ("long name", "22", "y")], 80))
    assert lines == [
        "NAME        N  EXAMPLE",
        "a           1  x",
        "long name  22  y",
    ]


def test_what_may_be_cut_gives_way_before_the_rest_is_wrapped():
    lines = list(columns(LAYOUT, [("one two", "1", "an example")], 20))
    assert lines == ["NAME     N  EXAMPLE", "one two  1  an exam…"]
    lines = list(columns(LAYOUT, [("one two", "1", "an example")], 14))
    assert lines == ["NAME  N  EXAM…", "one   1  an e…", "two"]


def test_no_line_is_wider_than_asked_for():
    rows = [("many words in a name", "100", "and a very long example"), ("漢字" * 9, "1", "")]
    assert max(display_width(line) for line in columns(LAYOUT, rows, 30)) <= 30


def test_east_asian_signs_take_two_places_and_combining_marks_none():
    assert display_width("漢字") == 4
    assert display_width("e\u0301") == 1


def test_a_word_too_long_is_broken():
    assert wrap("abcdef gh", 4) == ["abcd", "ef", "gh"]
    assert wrap("漢字漢", 4) == ["漢字", "漢"]


def test_a_width_of_one_ends():
    assert wrap("漢字", 1) == ["漢", "字"]


def test_cutting_leaves_what_fits():
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"


def test_signs_that_break_a_line_or_steer_the_terminal_do_not_come_through():
    lines = list(columns(LAYOUT, [("a\nb", "1", "\x1b[31mred\ud800")], 80))
    assert lines[1] == r"a\nb  1  \u001b[31mred\ud800"

"""Texts side by side."""

from apps.code_assessment.differences import ADDED, CHANGED, MOST_LINES, REMOVED, SAME, Row, line_by_line, side_by_side


def test_equal_lines_of_two_programs_stand_beside_each_other() -> None:
    before, after = "one\ntwo\nthree\nfour", "one\n2\nthree\nnew\nfour"

    assert side_by_side(before, after) == [
        Row(SAME, 1, "one", 1, "one"),
        Row(CHANGED, 2, "two", 2, "2"),
        Row(SAME, 3, "three", 3, "three"),
        Row(ADDED, None, None, 4, "new"),
        Row(SAME, 4, "four", 5, "four"),
    ]


def test_programs_that_nobody_would_read_are_not_aligned() -> None:
    assert side_by_side("x\n" * (MOST_LINES + 1), "") is None
    assert len(side_by_side("x\n" * MOST_LINES, "") or ()) == MOST_LINES


def test_an_answer_stands_beside_the_expected_one_line_by_line_and_blanks_at_the_end_are_no_difference() -> None:
    assert line_by_line("1\n2\n3\n", "1 \n4\n") == [
        Row(SAME, 1, "1", 1, "1 "),
        Row(CHANGED, 2, "2", 2, "4"),
        Row(REMOVED, 3, "3", None, None),
    ]

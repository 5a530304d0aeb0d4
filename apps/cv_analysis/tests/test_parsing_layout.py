"""The order in which the words of a page are read: columns, notes beside lines, tables and forms."""

from apps.cv_analysis.parsing.extract.layout import Word, page_of

LETTER, HEIGHT = 5.0, 10.0


def page(*cells: tuple[float, float, str]) -> list[str]:
    """The lines of a page on which these texts begin at these places, counted from the upper left."""
    words: list[Word] = []
    for left, top, text in cells:
        x = left
        for word in text.split():
            words.append(Word(word, x, x + LETTER * len(word), 800 - top - HEIGHT, 800 - top))
            x += LETTER * (len(word) + 0.5)
    return [line for line in page_of(words)[0].splitlines() if line]


def column(left: float, top: float, *lines: str) -> list[tuple[float, float, str]]:
    return [(left, top + 12 * number, line) for number, line in enumerate(lines)]


SENTENCE = "Kept the pumps of three docks running through a long winter without a stop"


def test_columns_that_begin_in_the_middle_of_a_page_are_read_one_after_the_other() -> None:
    lines = page(
        *column(50, 40, "Experience", SENTENCE, SENTENCE),
        *column(50, 100, "Education", "BSc Civil Engineering", "University of Leeds", "2018"),
        *column(300, 100, "Skills", "AutoCAD", "Python", "SQL", "Welding"),
    )

    assert lines == [
        "Experience", SENTENCE, SENTENCE, "Education", "BSc Civil Engineering", "University of Leeds", "2018",
        "Skills", "AutoCAD", "Python", "SQL", "Welding",
    ]  # fmt: skip


def test_three_columns_under_their_headings_are_three() -> None:
    lines = page(
        (50, 40, SENTENCE),
        *column(50, 80, "Education", "BSc", "Leeds", "2018"),
        *column(220, 80, "Languages", "Greek", "Latin"),
        *column(390, 80, "Interests", "Rowing", "Chess", "Maps"),
    )

    assert lines[1:] == [
        "Education", "BSc", "Leeds", "2018", "Languages", "Greek", "Latin", "Interests", "Rowing", "Chess", "Maps",
    ]  # fmt: skip


def test_a_date_beside_a_job_stays_with_its_line_even_when_it_breaks() -> None:
    lines = page(
        *column(50, 40, "May 2019 -", "March 2024"),
        *column(150, 40, "Site Engineer", "Harbour Works", "Kept the pumps running"),
        *column(50, 100, "2017 - 2019"),
        *column(150, 100, "Welder", "Dock Works", "Welded"),
    )

    assert lines == [
        "May 2019 - March 2024\tSite Engineer", "Harbour Works", "Kept the pumps running",
        "2017 - 2019\tWelder", "Dock Works", "Welded",
    ]  # fmt: skip


def test_dates_and_places_at_the_ends_of_lines_are_no_column() -> None:
    rows = [("Harbour Works", 425, "Leeds, UK"), ("Site Engineer", 430, "May 2019"), ("Dock Works", 425, "Leeds, UK"),
            ("Welder", 450, "2017"), ("Ship Yard", 440, "York"), ("Helper", 450, "2015")]  # fmt: skip

    lines = page(
        *(
            cell
            for row, (left, x, right) in enumerate(rows)
            for cell in ((50, 40 + 12 * row, left), (x, 40 + 12 * row, right))
        )
    )

    assert lines == [f"{left}\t{right}" for left, _, right in rows]


def test_the_cells_of_a_table_are_read_row_by_row() -> None:
    jobs = [
        (
            ("2019 -", "2024"),
            ("Site Engineer", "Harbour Works"),
            ("Kept the pumps running", "Trained two", "Wrote it down"),
        ),
        (("2015 -", "2019"), ("Welder", "Dock Works"), ("Welded", "Ground", "Painted")),
        (("2012 -", "2015"), ("Helper", "Ship Yard"), ("Carried", "Swept", "Learned")),
    ]
    cells = [
        cell
        for row, columns in enumerate(jobs)
        for left, texts in zip((50, 130, 260), columns, strict=True)
        for cell in column(left, 40 + 60 * row, *texts)
    ]

    assert page(*cells) == [
        "2019 - 2024\tSite Engineer", "Harbour Works", "Kept the pumps running", "Trained two", "Wrote it down",
        "2015 - 2019\tWelder", "Dock Works", "Welded", "Ground", "Painted",
        "2012 - 2015\tHelper", "Ship Yard", "Carried", "Swept", "Learned",
    ]  # fmt: skip


def test_a_form_names_what_stands_beside_its_labels() -> None:
    form = [
        ("Work experience", ""), ("Dates", "2019 - 2024"), ("Occupation or position held", "Site Engineer"),
        ("Name and address of", "Harbour Works"), ("employer", ""), ("Dates", "2015 - 2019"),
        ("Occupation or position held", "Welder"), ("Name and address of", "Dock Works"),
    ]  # fmt: skip
    cells = [
        cell
        for row, (left, right) in enumerate(form)
        for cell in ((50, 40 + 12 * row, left), (220, 40 + 12 * row, right))
    ]

    assert page(*cells) == [
        "Work experience", "Dates\t2019 - 2024", "Occupation or position held\tSite Engineer",
        "Name and address of employer\tHarbour Works", "Dates\t2015 - 2019", "Occupation or position held\tWelder",
        "Name and address of\tDock Works",
    ]  # fmt: skip


def test_words_set_wide_are_words_again() -> None:
    letters = [(50 + 12.0 * place, 40.0, letter) for place, letter in enumerate("WORK EXPERIENCE") if letter != " "]

    assert page(*letters, (50, 60, "Site Engineer")) == ["WORK EXPERIENCE", "Site Engineer"]


def test_a_degree_that_breaks_in_a_narrow_column_is_one_line_and_a_list_is_not_joined() -> None:
    degree = column(50, 40, "Bachelor of Science in", "Engineering", "University of", "Leeds (UK)")

    assert page(*degree) == ["Bachelor of Science in Engineering", "University of", "Leeds (UK)"]
    assert page(*column(50, 40, "deployment", "automation", "networking", "accounting")) == [
        "deployment", "automation", "networking", "accounting",
    ]  # fmt: skip

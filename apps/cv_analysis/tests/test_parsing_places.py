"""Every finding in a file with pages knows where on its page it stands."""

from fpdf import FPDF

from apps.cv_analysis.parsing.document import Document, clean
from apps.cv_analysis.parsing.extract import pdf
from apps.cv_analysis.parsing.extract.result import Extraction
from apps.cv_analysis.parsing.model import Box, Span


def made_document() -> Document:
    """Two pages of 100 by 200 points."""
    file = FPDF(unit="pt", format=(100, 200))
    for page in (1, 2):
        file.add_page()
        file.set_font("courier", size=5)  # each letter is 3 points wide
        file.text(10, 50, f"first line {page}")
        file.text(10, 100, "second,line")
    return Document(pdf.extract(bytes(file.output())))


def span_of(document: Document, wanted: str, *, after: int = 0) -> Span:
    start = document.text.index(wanted, after)
    return document.span(start, start + len(wanted))


def horizontal(box: Box) -> tuple[int, float, float]:
    return box.page, round(box.left, 2), round(box.right, 2)


def test_a_word_and_a_part_of_a_word_have_their_boxes() -> None:
    document = made_document()

    (word,) = span_of(document, "first").boxes
    (part,) = span_of(document, "line", after=document.text.index(",")).boxes

    assert horizontal(word) == (1, 0.1, 0.25)
    assert horizontal(part) == (1, 0.31, 0.43)
    assert 0.22 < word.top < 0.25 < word.bottom < 0.27
    assert 0.47 < part.top < 0.5 < part.bottom < 0.52


def test_a_span_over_lines_and_pages_has_one_box_for_each_line() -> None:
    document = made_document()

    everything = document.span(0, len(document.text))

    assert [horizontal(box) for box in everything.boxes] == [
        (1, 0.1, 0.46), (1, 0.1, 0.43), (2, 0.1, 0.46), (2, 0.1, 0.43),
    ]  # fmt: skip


def test_words_that_cleaning_drops_or_divides_do_not_shift_the_others() -> None:
    boxes = tuple(number for place in range(1, 5) for number in (1000 * place, 0, 1000 * place + 500, 100))
    document = Document(Extraction(("\u200b one\u2003two ﬁve \ue000six\u00ad",), boxes=(boxes,)))

    assert clean("\u200b one\u2003two ﬁve \ue000six\u00ad") == document.text
    assert [horizontal(span_of(document, word).boxes[0])[1] for word in ("one", "two", "five", "six")] == [
        0.2, 0.2, 0.3, 0.4,
    ]  # fmt: skip


def test_a_page_whose_words_cannot_be_told_apart_has_no_boxes_rather_than_wrong_ones() -> None:
    document = Document(Extraction(("one two three",), boxes=((1, 1, 2, 2),)))

    assert span_of(document, "two") == Span(4, 7, 1, ())


def test_a_turned_page_and_a_cropped_one_are_measured_as_they_are_shown() -> None:
    file = FPDF(unit="pt", format=(100, 200))
    file.add_page()
    file.set_font("courier", size=5)
    file.text(10, 50, "first")
    data = bytes(file.output())
    cropped = data.replace(b"/MediaBox [0 0 100.00 200.00]", b"/MediaBox [0 0 100 200] /CropBox [10 0 60 200]")
    turned = data.replace(b"/MediaBox [0 0 100.00 200.00]", b"/MediaBox [0 0 100 200] /Rotate 90")

    (in_crop,) = span_of(Document(pdf.extract(cropped)), "first").boxes
    (in_turn,) = span_of(Document(pdf.extract(turned)), "first").boxes

    assert cropped != data != turned
    assert horizontal(in_crop) == (1, 0.0, 0.29)
    assert (round(in_turn.top, 2), round(in_turn.bottom, 2)) == (0.1, 0.25)

"""What stands in RTF, ODT, HTML and text files comes out in reading order, with tables, tabs and lists."""

from collections.abc import Callable

import pytest

from apps.cv_analysis.parsing.extract import html, office, rtf
from apps.cv_analysis.parsing.extract.result import Extraction, ExtractionError
from apps.cv_analysis.parsing.extract.text import decode
from apps.cv_analysis.tests import formats

Extract = Callable[[bytes], Extraction]


def lines_of(pages: tuple[str, ...]) -> list[str]:
    return [line for line in "\n".join(pages).splitlines() if line.strip()]


def test_an_open_document_gives_header_text_tables_boxes_and_lists_in_order() -> None:
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("2019", "Welder"))
    more = (
        f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
        "<text:list><text:list-item><text:p>first</text:p></text:list-item></text:list>"
        "<text:p>a<text:tab/>b<text:s text:c='2'/>c<text:line-break/>d</text:p>"
        "<text:p><draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame></text:p>"
        "<text:p>kept<office:annotation><text:p>remark</text:p></office:annotation></text:p>"
    )
    page = (
        f"<office:document-styles {formats.NAMESPACES}><office:master-styles><style:header><text:p>top</text:p>"
        "</style:header><style:footer><text:p>bottom</text:p></style:footer></office:master-styles></office:document-styles>"
    )

    found = office.extract(formats.odt("Ada Winter", more=more, styles_xml=page))

    assert lines_of(found.pages) == [
        "top", "Ada Winter", "2019\tWelder", "• first", "a\tb  c", "d", "boxed", "kept", "bottom",
    ]  # fmt: skip


def test_a_web_page_gives_its_blocks_lists_and_tables_and_no_scripts() -> None:
    page = formats.html(
        "",
        head="<title>Ada</title><style>p { color: red }</style><script>if (a < b) document.write('<p>no</p>')</script>",
        more=(
            "<h1>Ada&nbsp;Winter</h1><div>one <b>two</b>\n three<div>four</div>five<br>six</div>"
            "<ul><li>first<li>second</ul><table><tr><td>2019<td>Welder<tr><td>2020<td>Boss</table>"
        ),
    )

    found = html.extract(page)

    assert found.largest_line == "Ada\xa0Winter"
    assert lines_of(found.pages) == [
        "Ada\xa0Winter", "one two three", "four", "five", "six", "• first", "• second", "2019\tWelder", "2020\tBoss",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"Zo\'eb \u8211? \b bold\b0\par next\line last", ["Zoë – bold", "next", "last"]),
        (
            r"\trowd\cellx1\cellx2 2019\cell Welder\cell\row\trowd 2020\cell Boss\cell\row",
            ["2019\tWelder", "2020\tBoss"],
        ),
        (
            r"{\field{\*\fldinst HYPERLINK x}{\fldrslt my site}}{\*\unknown no}{\pict 0a0b}{\header top\par}",
            ["my sitetop"],
        ),
        (r"{\uc2\u233\'c3\'a9t\'e9}", ["été"]),
        (r"\u-10179?\u-8704?", ["😀"]),
        (r"a{\bin5 }}}}}b\par c", ["ab", "c"]),
        (r"{\fonttbl{\f1\fcharset204 Arial;}}{\f1 \'cc\'e8\'f0}", ["Мир"]),
    ],
)
def test_rich_text_gives_its_words_whatever_they_are_written_with(body: str, expected: list[str]) -> None:
    assert lines_of(rtf.extract(formats.rtf("", more=body)).pages) == expected


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Zoë Bérénice – naïve café", "utf-16-le"),
        ("Zoë Bérénice – naïve café", "utf-16-be"),
        ("Zoë Bérénice – naïve café", "utf-32"),
        ("Zoë Bérénice – naïve café, Straße", "cp1252"),
        ("Łukasz Wójcik, Kraków, zażółć gęślą jaźń", "cp1250"),
        ("Jiří Dvořák, Plzeň, příliš žluťoučký kůň", "cp1250"),
        ("Иван Петров, инженер, Python и SQL, Москва", "cp1251"),
    ],
)
def test_text_is_decoded_as_it_was_written(text: str, encoding: str) -> None:
    assert decode((text + "\nExperience 2019 - 2020\n").encode(encoding)).startswith(text)


def test_one_broken_byte_does_not_spoil_a_text_in_utf_8() -> None:
    assert decode("Zoë\nBérénice\nnaïve café\n".encode() + b"\xff") == "Zoë\nBérénice\nnaïve café\n\ufffd"


@pytest.mark.parametrize(
    ("extract", "data", "code"),
    [
        (rtf.extract, rb"{\rtf1" + b"{" * 5_000, "damaged"),
        (rtf.extract, rb"{\rtf1 " + b"word " * 500_000 + b"}", "text-over-1-mb"),
        (html.extract, b"<html>" + b"<div>" * 5_000, "damaged"),
        (html.extract, b"<html><p>" + b"word " * 500_000, "text-over-1-mb"),
        (office.extract, formats.odt(more="<text:p>" * 1_000 + "</text:p>" * 1_000), "damaged"),
        (office.extract, formats.odt("x" * 2_200_000), "text-over-1-mb"),
        (office.extract, formats.odt(styles_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "entities-in-xml"),
        (
            office.extract,
            formats.odt(**{"META-INF__manifest_xml": f"<a {formats.NAMESPACES}><manifest:encryption-data/></a>"}),
            "password",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_built_to_overwhelm_is_refused(extract: Extract, data: bytes, code: str) -> None:
    with pytest.raises(ExtractionError) as refused:
        extract(data)

    assert refused.value.code == code


def test_rich_text_of_endless_control_words_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf, "MAX_TOKENS", 100)

    with pytest.raises(ExtractionError):
        rtf.extract(formats.rtf(more=r"\b" * 100))

"""Files that were made to hurt whoever opens them: several hundred, the same each time."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from tests.chaos.documents import cv_file, cv_text

MB = 1024 * 1024
MUTATIONS, CUTS = 40, 12
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
File = tuple[str, bytes]


def numbered(kind: str, files: Iterator[bytes]) -> Iterator[File]:
    for number, content in enumerate(files):
        yield f"{kind.partition('.')[0]}-{number}.{kind.rpartition('.')[2]}", content


# --- PDF


def pdf(*objects: bytes, trailer: bytes = b"", start: int = 0) -> bytes:
    """A file of the objects given, with a table of where they stand; the first is the root."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % (start or table))


def stream(content: bytes, entries: bytes = b"", length: int | None = None) -> bytes:
    said = len(content) if length is None else length
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (said, entries, content)


ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def page(box: bytes = b"[0 0 595 842]", more: bytes = b"") -> bytes:
    resources = b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >>"
    return b"<< /Type /Page /Parent 2 0 R /MediaBox %s %s /Contents 4 0 R %s >>" % (box, resources, more)


def pdf_with(content: bytes, entries: bytes = b"", *more: bytes, box: bytes = b"[0 0 595 842]") -> bytes:
    return pdf(ROOT, ONE_PAGE, page(box), stream(content, entries), FONT, *more)


def bomb(megabytes: int, times: int = 1) -> bytes:
    """So many megabytes of spaces, packed once or several times."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * MB) for _ in range(megabytes)) + packer.flush()
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    return packed


def broken_tables() -> Iterator[bytes]:
    good = pdf_with(b"BT /F1 12 Tf 72 700 Td (Ada Winter) Tj ET")
    for start in (1, 9, 10**9, len(good), len(good) - 5):
        yield pdf(ROOT, ONE_PAGE, page(), stream(b""), FONT, start=start)
    yield pdf(ROOT, ONE_PAGE, page(), stream(b""), FONT, trailer=b"/Prev 9")
    yield pdf(ROOT, trailer=b"/Prev 9999999999999999999999")
    yield good.replace(b"/Size 6", b"/Size 2147483647")
    yield good.replace(b"0000000000 65535 f", b"9999999999 99999 n")
    yield good.replace(b"xref\n0 6", b"xref\n0 999999999")
    yield good.replace(b"/Root 1 0 R", b"/Root 99 0 R")
    yield good.replace(b"/Root 1 0 R", b"/Root 3 0 R")
    yield good.replace(b"startxref", b"startxxxx")
    yield b"%PDF-1.7\n%%EOF"
    yield b"%PDF-" + b"9" * 100_000


def endless_objects() -> Iterator[bytes]:
    for depth in (500, 20_000, 1_000_000):
        yield pdf(
            b"<< /Type /Catalog /Pages 2 0 R /A %s%s >>" % (b"[" * depth, b"]" * depth),
            ONE_PAGE,
            page(),
            stream(b""),
            FONT,
        )
        yield pdf(ROOT, ONE_PAGE, page(), stream(b"q " * depth), FONT)
    yield pdf(ROOT, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")
    yield pdf(
        ROOT, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"
    )
    yield pdf(ROOT, b"<< /Type /Pages /Kids [%s] /Count 200000 >>" % (b"3 0 R " * 200_000), page(), stream(b""), FONT)
    yield pdf(ROOT, b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>", page(), stream(b""), FONT)
    yield pdf(ROOT, b"<< /Type /Pages /Kids [3 0 R] /Count -5 >>", page(), stream(b""), FONT)
    calls_itself = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    yield pdf_with(b"/X Do", b"", calls_itself)
    doubling = [
        stream(
            b"/X Do /X Do",
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % number,
        )
        for number in range(7, 40)
    ]
    yield pdf_with(b"/X Do", b"", *doubling, stream(b"", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"))
    yield pdf_with(b"BT /F1 12 Tf " + b"(words ) Tj " * 700_000 + b"ET")
    yield pdf_with(b"0 0 m " + b"9 9 l " * 1_000_000 + b"S")
    yield pdf_with(b"BT /F1 12 Tf (" + b"a" * 8_000_000 + b") Tj ET")
    yield pdf_with(b"BT /F1 12 Tf (" + b"(" * 500_000)
    yield pdf(ROOT, ONE_PAGE, b"4 0 R", b"3 0 R")
    yield pdf(ROOT, ONE_PAGE, page(), b"<< /Length 4 0 R >>\nstream\nBT\nendstream", FONT)


def odd_streams() -> Iterator[bytes]:
    for megabytes, times in ((100, 1), (600, 1), (300, 2)):
        yield pdf_with(bomb(megabytes, times), b"/Filter [%s]" % (b"/FlateDecode " * times))
    yield pdf_with(zlib.compress(b"BT ET"), b"/Filter [%s]" % (b"/FlateDecode " * 5000))
    yield pdf_with(b"\x00" * 100, b"/Filter /LZWDecode")
    yield pdf_with(b"ff" * 1_000_000 + b">", b"/Filter /ASCIIHexDecode")
    yield pdf_with(b"x\x9c" + b"\xff" * 1000, b"/Filter /FlateDecode")
    predictor = b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 >>"
    yield pdf_with(zlib.compress(bytes(1000)), predictor)
    for length in (-1, 0, 5, 10**12):
        yield pdf(ROOT, ONE_PAGE, page(), stream(b"BT /F1 12 Tf (x) Tj ET", length=length), FONT)
    yield pdf(ROOT, ONE_PAGE, page(), b"<< /Length 10 >>\nstream\nBT", FONT)
    index = zlib.compress(b"1 0 2 0 " * 1000)
    yield pdf(
        ROOT, ONE_PAGE, page(), stream(index, b"/Type /ObjStm /N 2147483647 /First 10 /Filter /FlateDecode"), FONT
    )
    yield pdf(
        ROOT, ONE_PAGE, page(), stream(index, b"/Type /ObjStm /N 5 /First 0 /Extends 4 0 R /Filter /FlateDecode"), FONT
    )


def odd_pages() -> Iterator[bytes]:
    for box in (
        b"[0 0 1e9 1e9]",
        b"[0 0 0 0]",
        b"[0 0 -5 -5]",
        b"[0 0 1e308 1e308]",
        b"[0]",
        b"[/a /b /c /d]",
        b"3 0 R",
    ):
        yield pdf_with(b"BT /F1 12 Tf 72 700 Td (Ada Winter) Tj ET", box=box)
    for size in (b"1e9", b"0", b"-12", b"1e-30", b"99999999999999999999"):
        yield pdf_with(b"BT /F1 %s Tf 72 700 Td (Ada Winter) Tj ET" % size)
    for width in (30_000, 2_147_483_647):
        image = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceRGB" % (
            width,
            width,
        )
        yield pdf_with(b"600 0 0 800 0 0 cm /X Do", b"", stream(bomb(50), image + b" /Filter /FlateDecode"))
    many = [ROOT, b"<< /Type /Pages /Kids [%s] /Count 3000 >>" % b" ".join(b"%d 0 R" % n for n in range(3, 3003))]
    yield pdf(*many, *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"] * 3000)
    yield pdf(ROOT, ONE_PAGE, page(more=b"/AA << /O << /S /JavaScript /JS (while(1);) >> >>"), stream(b""), FONT)
    yield pdf(ROOT, ONE_PAGE, page(more=b"/Annots [%s]" % (b"3 0 R " * 100_000)), stream(b""), FONT)
    locked = b"/Encrypt << /Filter /Standard /V %s /R %s /O (%s) /U (%s) /P -1 /Length %s >> /ID [(a) (b)]"
    for version, revision, length in (
        (b"1", b"2", b"40"),
        (b"5", b"6", b"256"),
        (b"99", b"99", b"999999"),
        (b"4", b"4", b"0"),
    ):
        trailer = locked % (version, revision, b"o" * 48, b"u" * 48, length)
        yield pdf(ROOT, ONE_PAGE, page(), stream(b""), FONT, trailer=trailer)


# --- archives of XML


def archive(**members: bytes | str) -> bytes:
    """A ZIP; two underscores in a name stand for a slash, a last one for a dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return packed.getvalue()


def word(body: str, head: str = "") -> bytes:
    document = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return archive(word__document_xml=document, **{"[Content_Types].xml": "<Types/>"})


def entities() -> Iterator[bytes]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    yield word(text.format("&l11;"), f'<!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]>')
    yield word(text.format("&b;" * 50_000), f'<!DOCTYPE w [<!ENTITY b "{"b" * 50_000}">]>')
    for address in ("file:///etc/passwd", "http://127.0.0.1:1/", "expect://id", "/dev/zero", "/dev/random"):
        yield word(text.format("&x;"), f'<!DOCTYPE w [<!ENTITY x SYSTEM "{address}">]>')
        yield word(text.format("x"), f'<!DOCTYPE w SYSTEM "{address}">')
        yield word(text.format("x"), f'<!DOCTYPE w [<!ENTITY % p SYSTEM "{address}"> %p;]>')
    yield word(text.format("&l;"), '<!DOCTYPE w [<!ENTITY l "&l;">]>')


def odd_words() -> Iterator[bytes]:
    for depth in (300, 5000, 200_000):
        yield word("<w:p>" * depth + "</w:p>" * depth)
        cell = "<w:tbl><w:tr><w:tc>"
        yield word(cell * depth + "</w:tc></w:tr></w:tbl>" * depth)
        yield word("<w:p>" * depth)
    yield word("<w:p/>" * 1_500_000)
    yield word(f"<w:p><w:r><w:t>{'a' * 9_000_000}</w:t></w:r></w:p>")
    yield word(f"<w:p {' '.join(f'a{n}=' + chr(34) + 'b' + chr(34) for n in range(200_000))}/>")
    yield word("<w:p><w:r><w:t>\x00\x01\x02</w:t></w:r></w:p>")
    yield word("<w:p><w:r><w:t>&#0;&#xFFFFFFFF;</w:t></w:r></w:p>")
    yield archive(word__document_xml=b"\xff\xfe" + "<a/>".encode("utf-16-le"))
    yield archive(word__document_xml=b"\x80\x81\x82" * 1000)
    yield archive(word__document_xml="")
    yield archive(word__document_xml="no xml at all")
    yield archive(word__other_xml="<a/>")
    yield archive(word__document_xml=b" " * (700 * MB))
    yield archive(word__document_xml="<a/>", **{f"word/media/{number}.png": b"" for number in range(60_000)})
    yield archive(word__document_xml="<a/>", **{"../../../../etc/passwd": "x", "/etc/shadow": "y", "C:\\boot.ini": "z"})
    yield archive(content_xml="<office:document-content/>", mimetype="application/vnd.oasis.opendocument.text")
    inner = archive(a=b"0" * 10 * MB)
    for _ in range(8):
        inner = archive(**{f"a{number}.zip": inner for number in range(8)})
    yield inner
    good = cv_file(2)[1]
    yield good.replace(b"PK\x01\x02", b"PK\x01\x03")
    yield good[:-22] + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 65535)
    # Every member says that it is locked.
    yield good.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )


# --- other kinds, and what only says that it is one


def odd_texts() -> Iterator[File]:
    for depth in (1000, 300_000):
        yield f"braces-{depth}.rtf", b"{\\rtf1 " + b"{" * depth + b"x" + b"}" * depth
        yield f"tags-{depth}.html", b"<div>" * depth + b"x"
    yield "binary.rtf", b"{\\rtf1 \\bin2147483647 x}"
    yield "long-line.txt", b"a" * (9 * MB)
    yield "lines.txt", b"\n" * (9 * MB)
    yield "many-nulls.txt", bytes(5 * MB)
    yield "wide.txt", cv_text(1).encode("utf-16")
    yield "wider.txt", cv_text(2).encode("utf-32")
    yield "marks.txt", ("\u202e\u0301" * 300_000).encode()
    yield "commas.txt", b"Python, " * 700_000
    yield "dates.txt", b"2019 - 2020 May 2019 - " * 200_000
    yield "mails.txt", b"a@" * 500_000
    yield "dots.txt", b"a." * 500_000 + b"@"
    yield "blanks.txt", (b" " * 5000 + b"x\n") * 1500
    yield "script.html", b"<script>while(1);</script>" * 50_000
    yield "comment.html", b"<!--" * 200_000
    yield "quotes.html", b'<a href="' * 200_000


def odd_pictures() -> Iterator[File]:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    for width in (20_000, 60_000, 2**31 - 1):
        head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, width, 1, 0, 0, 0, 0))
        data = chunk(b"IDAT", bomb(40))
        yield f"huge-{width}.png", b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b"")
    yield "loop.tiff", b"II*\x00\x08\x00\x00\x00\x00\x00\x08\x00\x00\x00"
    yield "tags.tiff", b"II*\x00\x08\x00\x00\x00\xff\xff" + b"\x00\x01\x04\x00\xff\xff\xff\xff\x00\x00\x00\x00" * 65535
    yield "cut.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\xff" * 1000
    yield (
        "huge.jpg",
        b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00" + bytes(9000),
    )
    yield "cut.webp", b"RIFF\xff\xff\xff\xffWEBPVP8L" + bytes(100)


BEGINNINGS = (
    b"MZ\x90\x00",
    b"\x7fELF",
    b"\x89PNG\r\n\x1a\n",
    b"PK\x03\x04",
    b"%PDF-1.4",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"GIF89a",
    b"\x1f\x8b",
)


def wrong_kinds() -> Iterator[File]:
    chance = random.Random(1)  # noqa: S311 -- the same files each time
    for ending in ("pdf", "docx", "odt", "rtf", "html", "txt", "png", "tiff"):
        for number, beginning in enumerate(BEGINNINGS):
            yield f"kind-{number}.{ending}", beginning + chance.randbytes(3000)
        yield f"empty.{ending}", b""
        yield f"nulls.{ending}", bytes(1000)


def mutations() -> Iterator[File]:
    """Good files with some bytes changed, and cut off."""
    chance = random.Random(2)  # noqa: S311 -- the same files each time
    for number in (1, 2):
        name, good = cv_file(number)
        ending = name.rpartition(".")[2]
        for turn in range(MUTATIONS):
            changed = bytearray(good)
            for _ in range(1 + turn):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            yield f"changed-{turn}.{ending}", bytes(changed)
        for turn in range(1, CUTS):
            yield f"cut-{turn}.{ending}", good[: len(good) * turn // CUTS]


def files() -> Iterator[File]:
    families: tuple[tuple[str, Callable[[], Iterator[bytes]]], ...] = (
        ("tables.pdf", broken_tables),
        ("objects.pdf", endless_objects),
        ("streams.pdf", odd_streams),
        ("pages.pdf", odd_pages),
        ("entities.docx", entities),
        ("words.docx", odd_words),
    )
    for kind, make in families:
        yield from numbered(kind, make())
    for others in (odd_texts, odd_pictures, wrong_kinds, mutations):
        yield from others()

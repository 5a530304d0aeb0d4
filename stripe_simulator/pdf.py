"""Writes a page of text as PDF, with the fonts that every reader has."""

from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
# Of Helvetica, in thousandths of the size: narrow letters, wide ones, and everything else.
NARROW, BROAD = set("iljtfrI .,:;'|!()[]-"), set("mwMWABCDEGHKNOPQRSUVXY@%")


def breadth(text: str, size: float) -> float:
    """About how broad a line is."""
    return sum(0.3 if letter in NARROW else 0.75 if letter in BROAD else 0.556 for letter in text) * size


@dataclass
class Sheet:
    """Pages that are filled from the top."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = HEIGHT - 60

    def line(self, left: str = "", right: str = "", *, size: float = 10, bold: bool = False, gap: float = 5) -> None:
        """One line: words at the left, a figure at the right."""
        if self.y < 60:  # noqa: PLR2004 -- the lower margin
            self.pages.append([])
            self.y = HEIGHT - 60
        font = "F2" if bold else "F1"
        if left:
            self._write(50, left, font, size)
        if right:
            # Digits are all as broad as each other.
            self._write(WIDTH - 50 - breadth(right, size), right, font, size)
        self.y -= size + gap

    def rule(self) -> None:
        self.pages[-1].append(f"0.6 w 50 {self.y + 6:.1f} m {WIDTH - 50} {self.y + 6:.1f} l S")
        self.y -= 8

    def _write(self, x: float, words: str, font: str, size: float) -> None:
        safe = words.encode("cp1252", "replace").decode("latin-1")
        for letter in "\\()":
            safe = safe.replace(letter, f"\\{letter}")
        self.pages[-1].append(f"BT /{font} {size} Tf {x:.1f} {self.y:.1f} Td ({safe}) Tj ET")

    def bytes(self, title: str) -> bytes:
        count = len(self.pages)
        kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(count))
        name = title.encode("ascii", "replace").decode().replace("(", "").replace(")", "")
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
            f"<< /Title ({name}) /Producer (Stripe simulator) >>".encode(),
        ]
        for number, page in enumerate(self.pages):
            stream = "\n".join(page).encode("latin-1")
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {7 + 2 * number} 0 R"
                " /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode()
            )
            objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
        return assembled(objects)


def assembled(objects: list[bytes]) -> bytes:
    """The file: objects, where each begins, and the trailer."""
    data = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for start in starts:
        data += b"%010d 00000 n \n" % start
    data += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(data)

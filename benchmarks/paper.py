"""CVs as people send them: PDF of one or two pages, DOCX and plain text, and files that are none; always the same."""

import io
import random
import textwrap
from dataclasses import dataclass

FIRST = ("Ines", "Omar", "Lena", "Ravi", "Chloe", "Jonas", "Amara", "Yuki", "Pavel", "Sofia", "Mateo", "Hanna", "Tariq")
LAST = ("Okafor", "Haddad", "Schmidt", "Nair", "Dubois", "Berg", "Diallo", "Tanaka", "Novak", "Rossi", "Moss", "Keller")
TITLES = (
    "Backend Engineer", "Data Analyst", "Site Engineer", "Product Manager", "Nurse", "Financial Controller",
    "Frontend Developer", "Mechanical Engineer", "Marketing Specialist", "Data Engineer", "Support Technician",
)  # fmt: skip
COMPANIES = ("Harbour Rail", "Lantern Post Ltd", "Northwind Ltd", "Blue Kettle GmbH", "Ferry & Sons", "Quarry Bank Inc")
SCHOOLS = ("University of Leeds", "University of Porto", "Technical University of Munich", "Delft University")
DEGREES = ("BSc in Computer Science", "MSc in Mathematics", "Bachelor of Arts in Economics", "PhD in Physics")
SKILLS = (
    "Python", "SQL", "Docker", "PostgreSQL", "Excel", "AutoCAD", "Kubernetes", "React", "TypeScript", "Java", "Redis",
    "Project management", "Patient care", "Accounting", "Git", "Linux", "Terraform", "Google Analytics", "SAP", "Go",
)  # fmt: skip
DEEDS = (
    "Led the move of the booking service from {} to {} and cut the nightly run from six hours to forty minutes",
    "Built the reports that twelve departments read each morning, with {} and {}",
    "Trained {} colleagues' teams in {} and wrote the handbook that they still use",
    "Planned a budget of 400,000 euros together with the board, and kept it",
    "Answered 1,200 questions of customers a month and halved the time they waited",
    "Watched over the work of five suppliers in three countries, with {} and {}",
    "Measured what was slow, mended it with {}, and taught the others how",
)
MONTHS = ("Jan", "Mar", "May", "Jun", "Sep", "Oct", "Nov")
LINES_OF_PAGE = 46


@dataclass(frozen=True, slots=True)
class Sent:
    """A file, and what should become of it."""

    name: str
    content: bytes
    status: str


class Writer:
    """Makes files; the same seed makes the same."""

    def __init__(self, seed: int = 6) -> None:
        # Not for secrets.
        self.random = random.Random(seed)  # noqa: S311 -- a fixed seed makes the same files

    def files(self, count: int, malformed: int) -> list[Sent]:
        """Readable and unreadable ones well mixed."""
        good = [self.good(number) for number in range(count - malformed)]
        bad = [self.bad(number) for number in range(malformed)]
        mixed = [*good, *bad]
        self.random.shuffle(mixed)
        return mixed

    def good(self, number: int) -> Sent:
        text = self.cv(number)
        kind = ("pdf", "docx", "pdf", "txt")[number % 4]
        content = pdf(text) if kind == "pdf" else docx(text) if kind == "docx" else text.encode()
        return Sent(f"cv-{number:04}.{kind}", content, "parsed")

    def bad(self, number: int) -> Sent:
        name, whole = f"bad-{number:04}", pdf(self.cv(number))
        return (
            Sent(f"{name}.pdf", whole[: len(whole) // 3].replace(b"obj", b"ob"), "corrupt"),
            Sent(f"{name}.pdf", locked(whole), "encrypted"),
            Sent(f"{name}.pdf", b"", "empty"),
            Sent(f"{name}.pdf", b"MZ\x90\x00\x03" + bytes(self.random.randbytes(4000)), "unsupported"),
            Sent(f"{name}.pdf", b"%PDF-1.4\n" + body([b"<</Type/Catalog/Pages 2 0 R>>", NO_PAGES]), "corrupt"),
        )[number % 5]

    def cv(self, number: int) -> str:
        pick, some = self.random.choice, self.random.sample
        first, last = pick(FIRST), f"{pick(LAST)}{pick('aeiou')}{pick('nrst')}"
        lines = [f"{first} {last}", pick(TITLES)]
        lines += [
            f"{first.lower()}.{last.lower()}{number}@mail.example | +44 20 7946 {number % 10000:04}",
            "",
            "PROFILE",
        ]
        lines += [f"Eleven years with {', '.join(some(SKILLS, 3))}. Likes measured changes and plain words.", ""]
        lines += ["EXPERIENCE", ""]
        year = 2025
        for _ in range(self.random.randint(2, 5)):
            begun = year - self.random.randint(1, 3)
            lines += [f"{pick(TITLES)}, {pick(COMPANIES)}", f"{pick(MONTHS)} {begun} - {pick(MONTHS)} {year}"]
            for deed in some(DEEDS, self.random.randint(3, 5)):
                lines += [f"- {deed.format(*some(SKILLS, 2))}"]
            lines.append("")
            year = begun
        lines += ["EDUCATION", "", f"{pick(DEGREES)}, {pick(SCHOOLS)}, {year}", "", "SKILLS", ""]
        lines += [", ".join(some(SKILLS, 12)), "", "LANGUAGES", "", "English (C2), German (B1)"]
        return "\n".join(lines) + "\n"


def docx(text: str) -> bytes:
    from docx import Document

    document, target = Document(), io.BytesIO()
    for line in text.splitlines():
        if line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        elif line.isupper():
            document.add_heading(line, 2)
        elif line:
            document.add_paragraph(line)
    document.save(target)
    return target.getvalue()


NO_PAGES = b"<</Type/Pages/Kids[]/Count 0>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def pdf(text: str) -> bytes:
    """Lines in Helvetica on as many pages as they need."""
    lines = [piece for line in text.splitlines() for piece in textwrap.wrap(line, 92) or [""]]
    pages = [lines[start : start + LINES_OF_PAGE] for start in range(0, len(lines), LINES_OF_PAGE)]
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)), FONT]
    for number, page in enumerate(pages):
        drawn = b"BT /F 10 Tf 50 800 Td 15 TL\n" + b"".join(b"(%s) '\n" % escaped(line) for line in page) + b"ET"
        frame = b"/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
        objects.append(b"<</Type/Page/Parent 2 0 R%s/Contents %d 0 R>>" % (frame, 5 + 2 * number))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
    return b"%PDF-1.4\n" + body(objects)


def escaped(line: str) -> bytes:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252", "replace")


def body(objects: list[bytes]) -> bytes:
    """Objects, their table and the end; offsets count from the head of nine bytes."""
    written, places = b"", []
    for number, one in enumerate(objects, 1):
        places.append(9 + len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, 9 + len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def locked(content: bytes) -> bytes:
    """The same behind a password."""
    from pypdf import PdfReader, PdfWriter

    writer, target = PdfWriter(clone_from=PdfReader(io.BytesIO(content))), io.BytesIO()
    writer.encrypt("a password", algorithm="RC4-128")
    writer.write(target)
    return target.getvalue()

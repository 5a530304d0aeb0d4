"""The parts of a mail's text, so that its HTML says the same without being written twice."""

import re
from dataclasses import dataclass

# What stands before the sender's own lines, as mail programs know it (RFC 3676, section 4.3).
SIGNATURE = "\n-- \n"
ADDRESS = re.compile(r"https?://\S+")
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{3,15}")


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph and what it is: text, items of a list, an action to press, an address, or a code to type."""

    kind: str
    text: str
    address: str = ""

    @property
    def items(self) -> list[str]:
        return [line.removeprefix("- ") for line in self.text.splitlines()]


def parts_of(text: str) -> list[Part]:
    """The paragraphs before the signature. "Do this:" above an address makes an action of both."""
    body = text.partition(SIGNATURE)[0]
    return [_part(paragraph.strip()) for paragraph in re.split(r"\n\s*\n", body) if paragraph.strip()]


def _part(paragraph: str) -> Part:
    lines = paragraph.splitlines()
    if ADDRESS.fullmatch(lines[-1].strip()):
        address = lines[-1].strip()
        if len(lines) == 1:
            return Part("address", address, address)
        if len(lines) == 2 and lines[0].rstrip().endswith(":"):  # noqa: PLR2004 -- what it does, and where
            return Part("action", lines[0].strip().rstrip(":"), address)
    if all(line.startswith("- ") for line in lines):
        return Part("list", paragraph)
    if CODE.fullmatch(paragraph):
        return Part("code", paragraph)
    return Part("text", paragraph)

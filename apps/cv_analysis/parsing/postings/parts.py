"""Which part of a posting a sentence belongs to: what is asked, what would be nice, the duties, the offer, the rest."""

import re
from dataclasses import dataclass
from typing import Literal

from .tokens import Sentence, sentences_of

Part = Literal["none", "required", "preferred", "duties", "offer", "about", "apply"]

# The first pattern that fits names the part, so what is special stands before what is general.
HEADINGS: tuple[tuple[Part, str], ...] = (
    (
        "preferred",
        r"nice[- ]to[- ]haves?|even better|extra points|^nice$|^merits?\b|meritorious|bonus\b|preferred|preferable"
        r"|desir(?:ed|able)"
        r"|\bplus(?:es)?\b|advantage(?:ous)?"
        r"|good to have"
        r"|extra credit|would be (?:great|nice|good|a plus)|we(?:'d| would) (?:also )?(?:love|like)|ideally|optional"
        r"|brownie points|would also help|what helps|not essential|also (?:great|useful|welcome)|beneficial",
    ),
    (
        "offer",
        r"(?:what|why).{0,12}\b(?:offer|join|work (?:with|for|here))|we (?:can )?offer|benefits?\b|perks"
        r"|what'?s in it for"
        r"|compensation|salary|remuneration|rewards?|what (?:you'?ll|you will|you|do you) (?:get|receive)|our offer"
        r"|in return|\bpay\b|package|working (?:hours|pattern)|what we (?:give|provide)|why (?:us|you'?ll love)"
        r"|your benefits"
        r"|offers? you|we provide|life at",
    ),
    (
        "apply",
        r"how to apply|appl(?:y|ication|ying)\b|equal (?:employment )?opportunit|diversity|inclusi|disclaimer|privacy"
        r"|contact|deadline|closing date|interview process|recruitment process|selection process|accommodation|eeo\b"
        r"|next steps|safeguarding|data protection|^notes?$|to all recruit|hiring process|important information",
    ),
    (
        "required",
        r"require[dm]|must[- ]haves?|qualification|what (?:you'?ll|you will|we) need|(?:you'?ll|you will"
        r"|do you) (?:need|bring|have)"
        r"|what (?:you|we) (?:bring|have|should have)|you (?:bring|have|are|should have|need|must have)\b"
        r"|your (?:profile|background|skills|experience|qualifications)"
        r"|who you are|about you\b|looking for|essential|person specification|personal specification|eligib|profile\b"
        r"|competenc"
        r"|minimum|must\b|skills?\b|ideal candidate|successful candidate|to be successful|expect|^education"
        r"|experience\b"
        r"|criteria|prerequisite|knowledge|tech(?:nical|nology)? stack|technologies|what it takes|mandatory"
        r"|you'?d be a (?:good|great) fit"
        r"|certifications?|licen[cs]es?\b|attributes|abilities|you might be|tools",
    ),
    (
        "duties",
        r"responsib|duties|what (?:you'?ll|you will|you would|you'd) (?:do|be doing|work)|accountabilit|(?:your|the"
        r"|main|key|daily|core) (?:tasks?|role|job|work|mission|position|opportunity)"
        r"|about the (?:role|job|position|opportunity|post)|job (?:description|summary|purpose|overview)"
        r"|day[- ]to[- ]day|in this role|you will\b|you'll\b"
        r"|role (?:overview|purpose|description|summary)|(?:job|role|position)$|tasks|position (?:summary|overview)"
        r"|scope|a (?:typical )?day|key (?:activities|areas|result)"
        r"|(?:^|\b)overview|summary|how you'll|purpose|what'?s the job|project description",
    ),
    (
        "about",
        r"about\b|who we are|our (?:story|company|mission|values|culture|client|vision|firm|hospital|school|practice)"
        r"|company (?:description|profile|overview|background)"
        r"|\bthe (?:company|client|school|trust|team|organi[sz]ation|employer|firm)|what we do|our team|meet the team"
        r"|why .{1,30}\?$|introduction|background",
    ),
)
PATTERNS: tuple[tuple[Part, re.Pattern[str]], ...] = tuple(
    (part, re.compile(pattern, re.IGNORECASE)) for part, pattern in HEADINGS
)
EDGES = re.compile(r"^[\W_\d]+|[\W_]+$")
INLINE = re.compile(r"^[\W_]{0,3}([A-Za-z][^:.,]{2,45}?)\s?[:-]\s+\S")
ITEM = re.compile(r"\s*[-*\u2022\u00b7]\s")
MAX_WORDS = 9


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence and the part of the posting it stands in; `name` is the heading that opened the part."""

    tokens: Sentence
    part: Part
    is_heading: bool = False

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end + len(self.tokens[-1].tail)


def part_at(line: str, part: Part) -> Part:
    """The part that a line stands in, when the line before it stood in `part`."""
    opened = heading_part(line)
    if opened:
        return opened
    inline = INLINE.match(line)
    named = heading_part(inline[1]) if inline else None
    return named or part


def passages_of(text: str) -> list[Passage]:
    """All sentences in order, each with its part."""
    found: list[Passage] = []
    part: Part = "none"
    for tokens in sentences_of(text):
        line = text[tokens[0].start : tokens[-1].end + len(tokens[-1].tail)]
        # "- Experience with Kafka" is an item of the part it stands in, however much it looks like a heading.
        opened = None if ITEM.match(line) else heading_part(line)
        if opened:
            part = opened
            found.append(Passage(tokens, part, is_heading=True))
            continue
        inline = INLINE.match(line)
        named = heading_part(inline[1]) if inline else None
        if named and inline and len(inline[1].split()) <= 5:
            # "Nice to have: Kotlin" holds for this line; a whole posting in one line has no other headings.
            found.append(Passage(tokens, named))
            if "\n" not in text.strip():
                part = named
            continue
        found.append(Passage(tokens, part))
    return found


def heading_part(line: str) -> Part | None:
    """The part that a line opens, or None when it is not a heading."""
    plain = EDGES.sub("", line)
    words = plain.split()
    if not words or len(words) > MAX_WORDS or line.rstrip().endswith((".", ",", ";")) or "," in plain:
        return None
    is_marked = line.rstrip().endswith(":") or line.isupper() or line.lstrip().startswith(("#", "**"))
    for part, pattern in PATTERNS:
        match = pattern.search(plain)
        if match is None:
            continue
        # In a longer line only words that begin it or fill most of it make it a heading: not "5 years of experience".
        share = len(match[0]) / len(plain)
        if is_marked or share > 0.45 or (len(words) <= 4 and plain[0].isupper() and not is_item(line)):
            return part
    return None


def is_item(line: str) -> bool:
    """A bullet or a number before it, or a figure in it, makes a short line an item rather than a heading."""
    return bool(re.match(r"\s*(?:[-*•·▪●o]\s|\d)", line)) or bool(re.search(r"\d", line))

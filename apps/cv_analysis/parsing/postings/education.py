"""The least degree that a posting asks for."""

import re
from collections.abc import Sequence

from apps.cv_analysis.parsing.model import DEGREE_LEVELS

from .model import AskedEducation, Found
from .parts import Passage

DEGREES: tuple[tuple[str, str], ...] = (
    (
        "doctor",
        r"Ph\.?\s?D\.?|[Dd]octora(?:te|l)(?: degree)?|DPhil|M\.D\.|MBBS|[Dd]octor of \w+"
        r"|(?:[Pp]ost[- ]?)[Dd]oc(?:toral)?",
    ),
    (
        "master",
        r"[Mm]aster(?:'?s|s')?(?: degree| level)?(?: of \w+| in \w+)?(?<!Scrum Master)|M\.?Sc\.?|M\.?Tech\.?|MBA"
        r"|M\.?Eng\.?|LL\.?M\.?|M\.?Ed\.?|MPhil|MPH|MSW|M\.?Com\.?|MCA"
        r"|M\.?A\.?(?= (?:degree|in |or )| ?/)|MS(?= (?:degree|in |or )| ?/)|M\.S\.|[Pp]ost-?\s?graduate (?:degree"
        r"|qualification|diploma)|PGCE|PGDE|PGDM",
    ),
    (
        "bachelor",
        r"[Bb]achelor(?:'?s|s')?(?: degree| level)?|B\.?Sc\.?|B\.?Tech\.?|B\.?Eng\.?|B\.?Com\.?|BCA|BBA|LL\.?B\.?"
        r"|B\.?Ed\.?|BSN|BFA|B\.E\.?|BE(?= ?/| in | or )"
        r"|B\.?A\.?(?= (?:degree|in |or )| ?/)|BS(?= (?:degree|in |or )| ?/)|B\.S\.|(?:[Uu]niversity|[Uu]ndergraduate"
        r"|[Cc]ollege|[Hh]onou?rs|[Ff]our[- ]year|4[- ]year|[Aa]cademic|[Ff]irst|[Tt]echnical|[Ss]cientific"
        r"|[Rr]elevant|[Aa]) [Dd]egree"
        r"|[Hh]igher education (?:degree|qualification)|[Dd]egree(?= (?:in|level|qualified|educated|or equivalent"
        r"|holder))|[Dd]egree[- ](?:level|educated|qualified)|(?:educated|educated up) to degree level"
        r"|[Hh]igher education|[Uu]niversity education|2:1|FH degree|[Gg]raduate degree|[Gg]raduate in [A-Za-z]",
    ),
    (
        "associate",
        r"[Aa]ssociate(?:'?s|s')? [Dd]egree|[Aa]ssociate's|HND\b|A\.A\.S?\.?|[Ff]oundation [Dd]egree|HNC\b",
    ),
    (
        "diploma",
        r"(?<![Ss]chool )\b[Dd]iploma\b|NVQ(?: [Ll]evel \d)?|BTEC(?: [A-Z][a-z]+)?|[Aa]pprenticeship"
        r"|[Vv]ocational (?:training|qualification|education|degree)|[Tt]rade (?:certificate|school|qualification)"
        r"|[Jj]ourneyman|ITI\b|[Tt]ime[- ]served|City (?:&|and) Guilds|[Aa]pprenticed|Ausbildung",
    ),
    (
        "school",
        r"[Hh]igh[- ]?[Ss]chool(?: [Dd]iploma| [Gg]raduate| [Ee]ducation)?|GED\b|GCSEs?|A[- ][Ll]evels?"
        r"|[Ss]econdary (?:school|education)(?: \w+)?|12th (?:pass|standard)|10\+2|HSC\b|Leaving Cert(?:ificate)?"
        r"|[Ss]chool [Ll]eaving|Abitur|[Mm]atric\b|[Hh]igher [Ss]econdary",
    ),
)
# `(?-i:…)` is not needed: the patterns say themselves which letters may be small.
PATTERNS = tuple(
    (
        level,
        re.compile(
            rf"(?<![\w.])(?:{pattern})(?:(?:'?s|s')?[ -](?:[Dd]egrees?"
            rf"|[Ll]evel)\b)?(?!\w)"
        ),
    )
    for level, pattern in DEGREES
)
INSTEAD = re.compile(
    r"(?:or|and/or)\s+(?:an?\s+)?(?:equivalent|comparable|similar|relevant|related|demonstrable|proven|significant"
    r"|corresponding|commensurate)(?:ly)?[\w\s,/-]{0,30}(?:experience|qualif\w+ by experience)"
    r"|equivalent (?:practical |work |professional |industry |combination of )?(?:\w+ and )?experience"
    r"|or qualified by experience|experience without a degree|experience in lieu|in lieu of (?:a )?degree"
    r"|or (?:\d+\+? years|experience)|degree (?:is )?not (?:required|essential|necessary)",
    re.IGNORECASE,
)
WELCOME = re.compile(
    r"preferr|preferabl|ideally|a plus|desir(?:ed|able)|bonus|advantage|nice to have|beneficial|an asset"
    r"|would be (?:great|good|nice)|welcome|helpful",
    re.IGNORECASE,
)
NOT_ASKED = re.compile(
    r"no degree|degree (?:is )?not (?:required|essential|necessary|needed)|we don't (?:require|care)", re.I
)
SKIPPED_PARTS = frozenset({"offer", "about", "apply"})
TEACHING = re.compile(
    r"teach|tutor|supervis|pupils|students|children|classes|lessons|programmes?\b|years? \d", re.IGNORECASE
)


PAPERS = re.compile(
    r"transcript|cover letter|list of publications|copies of|copy of|enclos|attach"
    r"|your diploma",
    re.IGNORECASE,
)


def asked_education(text: str, passages: Sequence[Passage]) -> Found[AskedEducation] | None:
    """The lowest level of the requirements; when degrees are only welcome, the lowest of those."""
    firm: list[Found[AskedEducation]] = []
    soft: list[Found[AskedEducation]] = []
    for passage in passages:
        if passage.part in SKIPPED_PARTS or passage.is_heading:
            continue
        sentence = text[passage.start : passage.end]
        if NOT_ASKED.search(sentence) or PAPERS.search(sentence):
            continue
        for item in degrees_in(sentence, passage):
            (firm if item.value.is_required else soft).append(item)
    chosen = firm or soft
    if not chosen:
        return None
    return min(chosen, key=lambda item: DEGREE_LEVELS.index(item.value.level))


def degrees_in(sentence: str, passage: Passage) -> list[Found[AskedEducation]]:
    matches = sorted(
        ((match, level) for level, pattern in PATTERNS for match in pattern.finditer(sentence)),
        key=lambda item: (item[0].start(), -item[0].end()),
    )
    found: list[Found[AskedEducation]] = []
    instead = INSTEAD.search(sentence) is not None
    reached = 0
    for match, level in matches:
        first, last = match.span()
        if first < reached or is_else(sentence, first, last, level):
            continue
        reached = last
        value = AskedEducation(level, passage.part != "preferred" and not is_welcome(sentence, first, last), instead)
        found.append(Found(value, passage.start + first, passage.start + last))
    return found


def is_else(sentence: str, first: int, last: int, level: str) -> bool:
    """Scrum masters, master data, pupils at high school: words of degrees that name no degree."""
    before, after = sentence[max(0, first - 25) : first].lower(), sentence[last : last + 25].lower()
    word = sentence[first:last].lower()
    if re.match(r"\s+(?:is |are )?not (?:considered|accepted|sufficient|eligible)", after):
        return True
    if word.startswith("master") and (
        before.rstrip().endswith(("scrum", "web", "to", "quiz", "station", "you will", "you'll"))
        or re.match(
            r"\s+(?:data|plan|the|of ceremonies|service|schedul|class|electric|technician|carpenter|plumb|key"
            r"|in \w+ing\b)",
            after,
        )
    ):
        return True
    if level in {"school", "diploma"} and re.match(
        r"\s*(?:teacher|students?|pupils?|classes|curricul|team|department)", after
    ):
        return True
    if level == "school" and ("level" in word or word.startswith("gcse")):
        return bool(TEACHING.search(before + after))
    return word.startswith("post") and "research" in after


def is_welcome(sentence: str, first: int, last: int) -> bool:
    """Said of this degree: from the clause before it on, to the end of its clause."""
    start = max(sentence.rfind(mark, 0, first) for mark in (";", ",", "(", " with ", " and ", ".")) + 1
    ends = [place for mark in (";", ",", "(", ".", " or ") if (place := sentence.find(mark, last)) >= 0]
    end = min(ends, default=len(sentence))
    clause = sentence[max(0, start) : end]
    tail = sentence[end : end + 16]
    return bool(WELCOME.search(clause)) or bool(
        re.match(r"[,(]?\s*(?:is\s+)?(?:strongly\s+)?(?:preferred|desirable|a plus)", tail)
    )

"""The title of the job, and how senior it is."""

import re
from collections.abc import Sequence

from .features import folded
from .lexicon import load_lexicon
from .model import Found
from .parts import Passage
from .places import is_place

LABEL = re.compile(
    r"^[^\w\n]{0,10}(?:(?:job|position|role|post|vacancy)[ ]*(?:title|name)|title"
    r"|designation)[ ]*[:-]\s{0,3}(?P<title>\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
# Further down such a label is a category of the site that shows the posting.
HEAD_LABEL = re.compile(
    r"^[^\w\n]{0,10}(?:job|role|position|vacancy|post|opening|job opening)[ ]*[:-][ ]*(?P<title>\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
HEAD_CHARACTERS = 160
OPENER = re.compile(
    r"^(?:[^\w(]|\b(?:we(?:'re| are)(?: currently| now)? (?:hiring|recruiting|looking for)(?: for)?|now hiring"
    r"|hiring(?: now)?|urgent(?:ly)?(?: requirement| opening)?(?: for)?|wanted|vacancy|job opening|opening for"
    r"|required|immediate (?:opening|requirement)|job|career opportunity|join us as)\b[:!\s-]*(?:an?\s|for\s)*)+",
    re.IGNORECASE,
)
SEEKING = re.compile(
    r"(?:looking for|seeking|hiring|recruiting(?: for)?|searching for|recruit|appoint|in need of|in search of|require"
    r"|need|opportunity for|opening for|position (?:of|for|as)|role (?:of|as)|post of|vacancy for|join (?:us"
    r"|our (?:\w+ ){0,3}team) as|work as|[Aa]s (?:our|the|an?)(?: new)?)"
    r"\s+(?:an?\s+|our\s+(?:next\s+|new\s+)?|the\s+|\w+ (?:more )?(?=[A-Z]))?(?:(?:highly|very"
    r"|truly)\s+)?(?:(?:motivated|talented|experienced|skilled|passionate|dedicated|enthusiastic|dynamic|driven"
    r"|reliable|friendly|ambitious|proactive|organi[sz]ed|caring|new|full[- ]time|part[- ]time|permanent|temporary"
    r"|creative|qualified|committed|hard[- ]working|results?[- ]driven|self[- ]motivated|detail[- ]oriented"
    r"|outstanding|exceptional|great|strong)(?:,\s*|\s+and\s+|\s+))*"
    r"(?P<title>[A-Za-z][\w/&.+#''-]*(?:[ ,]+(?!(?:to|you|we|they|who|with|for|in|at|that|on|based|able|and you"
    r"|and we|is|as|will"
    r"|from|capable|whose|join|where|experienced|having|within|reporting|available"
    r"|responsible)\b)[\w/&.+#''()-]+){0,7})",
)
GENDER = re.compile(
    r"\s*[(\[]\s*(?:(?:[mfwdxhiMFWDXHI]|all genders?|div|gn|any)\s*[/|,*.\s-]?\s*){2,5}[)\]]"
    r"|\s+\b[mfw]/[mfwdx](?:/[mfwdx*])?\b"
)
CUT = re.compile(
    r"\s*<[A-Z]+>.*$|\s+(?:at|@|for|with)\s+[A-Z].*$|\s+[|•·]\s+.*$|\s+-\s+(?P<rest>.*)$"
    r"|\s*[(\[](?P<inside>[^)\]]*)[)\]]\s*$"
    r"|\s*,\s+(?P<after>[A-Z].*)$"
    r"|\s*[:#].*$|\s+(?:needed|wanted|required|vacancy|job|position|opening|role|opportunity)\b.*$|\s+in\s+[A-Z].*$"
    r"|(?<!\bSr)(?<!\bJr)(?<!\bSnr)\.\s.*$|\s*/{2}.*$|\s+[£$€].*$|\s+(?:ref|req|id)[:.\s#].*$",
    re.IGNORECASE,
)
KEPT_AFTER = re.compile(
    r"^(?=.{0,120}$)(?:[A-Z][\w&+#./-]*(?: (?:and|&|of|for) )?(?: ?[A-Z&][\w&+#./-]*){0,3}|[a-z ]+)$"
)
WORKING_TIME = re.compile(
    r"^(?:fully |100% )?(?:remote|hybrid|onsite|on-site|full[- ]?time|part[- ]?time|permanent|temporary"
    r"|contract(?:or)?|freelance|fixed[- ]term|nights?|days?|weekends?|term[- ]time(?: only)?|immediate start|urgent"
    r"|maternity cover|\d.*|[£$€].*|bank|perm|ftc|w2|c2c|usa?|uk|eu|india|europe|emea|relocation.*|home[- ]based"
    r"|shifts?|rotating.*|early shift.*)\b",
    re.IGNORECASE,
)
HEADS = frozenset(
    "engineer developer manager nurse teacher driver analyst consultant administrator assistant officer specialist"
    " technician joiner glazier "
    "designer architect accountant director lead head chef cook cleaner welder electrician plumber carpenter mechanic"
    " fitter "
    "representative executive coordinator supervisor advisor adviser associate intern trainee apprentice scientist"
    " researcher "
    "recruiter buyer planner operator operative worker clerk receptionist secretary lecturer professor tutor"
    " instructor coach "
    "pharmacist physiotherapist therapist doctor physician surgeon dentist midwife paramedic carer caregiver"
    " radiographer "
    "solicitor lawyer attorney paralegal auditor bookkeeper controller cashier writer editor journalist copywriter"
    " translator "
    "programmer tester sysadmin dba owner master scrum strategist marketer merchandiser stylist barista bartender"
    " waiter waitress "
    "server host housekeeper porter concierge guard inspector surveyor estimator draughtsman builder bricklayer"
    " roofer painter "
    "plasterer labourer laborer picker packer loader handler forklift pilot captain steward caretaker gardener farmer"
    " butcher "
    "baker hairdresser beautician trainer ranger firefighter police constable soldier minister curator librarian"
    " archivist "
    "economist statistician actuary underwriter broker trader banker teller economist psychologist counsellor"
    " counselor "
    "sociologist chemist biologist physicist geologist ecologist veterinarian vet partner president vp cto ceo cfo"
    " coo cio "
    "chief principal fellow postdoc student graduate expert agent ambassador dispatcher installer machinist rigger"
    " scaffolder "
    "toolmaker millwright optician hygienist sonographer phlebotomist dietitian nutritionist epidemiologist"
    " superintendent "
    "headteacher principal deputy leader storekeeper storeman warehouseman keyholder salesperson seller telesales hgv "
    "foreman forewoman practitioner assessor manageress crew sre devops".split()
)
BOILERPLATE = re.compile(
    r"^(?:about|who we|job (?:description|summary|advert|details|type|id|ref)|description|overview|the (?:company"
    r"|role|job|team)|company|location|date|apply|posted|we are|introduction|home|careers?|full[- ]time"
    r"|vacancy details|role (?:overview|summary)|position (?:overview|summary))\b",
    re.IGNORECASE,
)
SENIORITY: tuple[tuple[str, str], ...] = (
    (
        "intern",
        r"intern(?:ship)?s?\b|trainee\b|apprentice(?:ship)?\b|working student|werkstudent(?:in)?\b"
        r"|student (?:assistant|worker|placement)|placement student|industrial placement|praktikant(?:in)?\b|co-?op\b",
    ),
    (
        "executive",
        r"chief (?:\w+ ){1,3}officer|c[efotimp]o\b|ciso\b|president\b|vice[- ]president|s?e?vp\b|managing director"
        r"|executive director|chief of\b",
    ),
    ("director", r"director\b|head of\b|head,|headteacher|head teacher|group head"),
    (
        "lead",
        r"(?:team |tech(?:nical)? |squad |shift )?lead(?:er)?\b|principal\b|staff (?=\w*(?:software|engineer|data"
        r"|developer|scientist|site|product|machine|backend|frontend|security))|chargehand|foreman|forewoman"
        r"|supervisor\b|charge nurse|sister\b|head (?:chef|nurse|gardener|receptionist)|architect lead",
    ),
    ("senior", r"senior\b|snr\.?\b|sr\.?(?=\s|$)|experienced\b(?= \w+ (?:engineer|developer))"),
    ("manager", r"manager(?:in)?\b|mgr\b|management accountant(?!)"),
    (
        "junior",
        r"junior\b|jnr\.?\b|jr\.?(?=\s|$)|graduate\b(?! school| degree)|entry[- ]level|newly qualified|early career"
        r"|beginner|fresher|\bNQT\b|\bECT\b",
    ),
    ("mid", r"mid[- ]?(?:level|weight|senior)?\b|intermediate\b|mid-?weight|medior\b|professional level"),
)
SENIORITY_PATTERNS = tuple((level, re.compile(rf"\b(?:{pattern})", re.IGNORECASE)) for level, pattern in SENIORITY)
# These managers lead work or customers, not people.
PLAIN_MANAGERS = re.compile(
    r"\b(?:case|care|community|social media|content|key account|caseload) manager|assistant manager", re.I
)
IN_TEXT: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("intern", re.compile(r"\b(?:this|our|an?|summer|paid|month) internship\b|\bas an intern\b", re.I)),
    (
        "junior",
        re.compile(
            r"\bentry[- ]level\b|\bjunior (?:role|position|level)|recent graduates?\b|\bfreshers?\b(?! food)"
            r"|early[- ]career (?:role|position)|first (?:job|step|role) in",
            re.I,
        ),
    ),
    ("mid", re.compile(r"\bmid[- ]level\b|mid[- ]weight|intermediate[- ]level|mid[- ]senior", re.I)),
    (
        "senior",
        re.compile(
            r"\bsenior[- ](?:level|role|position)|(?:looking for|seeking|hiring|need) an? (?:\w+ )?(?:senior"
            r"|highly experienced|seasoned)\b|this (?:is a )?senior",
            re.I,
        ),
    ),
)
LEVEL_LABEL = re.compile(
    r"(?:seniority|experience level|career level|job level|level|seniority level)\s*[:-]?\s*(?P<level>[^\n.]{2,40})",
    re.IGNORECASE,
)
MAX_TITLE_WORDS = 10
MAX_SHOUTED, LONGEST_ABBREVIATION = 4, 3
SMALL_WORDS = frozenset({"and", "of", "for", "in", "the", "to"})
MOST_WORDS_IN_LINE = 16
FIRST_PART = re.compile(r"\s[|-]\s")
LONGEST_TITLE_LINE = 120
WANTED = re.compile(
    r"^.{4,60}?\b(?:required|needed|wanted|sought)\b|^[A-Z][\w/&+-]*(?: [\w/&+-]+){0,3}? (?:for|at|in"
    r"|to join)\b"
)


def job_title(text: str, passages: Sequence[Passage]) -> Found[str] | None:
    """What a label names, else the first line that reads like a title, else what the text looks for."""
    for labelled in (LABEL.search(text[:3000]), HEAD_LABEL.search(text[:HEAD_CHARACTERS])):
        if labelled and (found := trimmed(text, labelled.start("title"), line_end(text, labelled.start("title")))):
            return found
    for passage in passages[:4]:
        start, end = passage.start, line_end(text, passage.start)
        line = text[start:end]
        if (
            (passage.tokens[-1].form == "." and not WANTED.match(line))
            or BOILERPLATE.match(line.strip())
            or (len(FIRST_PART.split(line)[0].split()) > MOST_WORDS_IN_LINE and not WANTED.match(line))
        ):
            continue
        found = trimmed(text, start, end) if not line.rstrip().endswith("?") else None
        if found and names_a_job(found.value):
            return found
    for match in SEEKING.finditer(text[:6000]):
        found = trimmed(text, match.start("title"), match.end("title"))
        if found and names_a_job(found.value):
            return found
    return None


def line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def trimmed(text: str, start: int, end: int) -> Found[str] | None:
    """The title without what else stands in its line: employer, place, hours, reference."""
    line = text[start:end].rstrip()
    opener = OPENER.match(line)
    if opener and opener.end() < len(line):
        start += opener.end()
        line = line[opener.end() :]
    gender = GENDER.search(line)
    if gender and gender.start():
        line = line[: gender.start()]
    for _ in range(6):
        cut = CUT.search(line)
        if cut is None:
            break
        rest = cut["rest"] or cut["inside"] or cut["after"]
        if rest and belongs(line[: cut.start()], rest.strip(), is_bracket=cut["inside"] is not None):
            shorter = CUT.search(line, cut.end()) if cut.end() < len(line) else None
            if shorter is None:
                break
            line = line[: shorter.start()]
            continue
        line = line[: cut.start()]
    line = line.rstrip(" -|,.:;!/*(")
    words = line.split()
    if not words or len(words) > MAX_TITLE_WORDS or not re.search(r"[A-Za-z]{2}", line):
        return None
    return Found(line, start, start + len(line))


def in_small_letters(title: str) -> str:
    """A title that shouts, in ordinary letters; abbreviations of up to three letters stay."""
    if not title.isupper() or len(title) <= MAX_SHOUTED:
        return title
    return " ".join(
        word.lower() if word.lower() in SMALL_WORDS else word if len(word) <= LONGEST_ABBREVIATION else word.title()
        for word in title.split()
    )


def belongs(head: str, rest: str, *, is_bracket: bool) -> bool:
    """Whether what follows a comma or dash belongs to the title: "Nurse, Intensive Care", not "Nurse, Leeds"."""
    if not names_a_job(head):
        return names_a_job(rest)
    if (
        not rest[0].isupper()
        or WORKING_TIME.match(rest)
        or is_place(rest.split(",", maxsplit=1)[0].split(" - ", maxsplit=1)[0].strip())
        or re.search(r"\d|[£$€]|\b(?:Ltd|GmbH|Inc|LLC|NHS|plc|AG|Pvt)\b", rest)
    ):
        return False
    if re.search(
        r"\b(?:University|Hospital|School|Council|Group|Bank|College|Trust|Company|Solutions|Technologies|Systems"
        r"|Services|remote|hybrid|onsite)\b",
        rest,
        re.I,
    ):
        return False
    return not is_bracket and KEPT_AFTER.match(rest) is not None and len(rest.split()) <= 4


def names_a_job(title: str) -> bool:
    """Whether it holds a word that jobs are named by, or stands in the list of titles."""
    words = [folded(word.strip("(),/")) for word in re.split(r"[\s/-]+", title) if word.strip("(),/")]
    if any(word in HEADS or (word.endswith("s") and word[:-1] in HEADS) for word in words):
        return True
    return any("JB" in mark for marks in load_lexicon().marks(words) for mark in marks)


def seniority_of(text: str, title: Found[str] | None, passages: Sequence[Passage]) -> Found[str] | None:
    """From the title, else from a label, else from what the text says of the role."""
    if title is not None:
        stop = line_end(text, title.start)
        for end in (title.end, stop) if stop - title.start <= LONGEST_TITLE_LINE else (title.end,):
            found = level_in(text, title.start, end)
            if found:
                return found
    label = LEVEL_LABEL.search(text)
    if label and (found := level_in(text, label.start("level"), label.end("level"))):
        return found
    for level, pattern in IN_TEXT:
        for match in pattern.finditer(text):
            part = next((item.part for item in passages if item.start <= match.start() < item.end), "none")
            if part not in {"about", "offer", "apply"}:
                return Found(level, match.start(), match.end())
    return None


def level_in(text: str, start: int, end: int) -> Found[str] | None:
    part = text[start:end]
    for level, pattern in SENIORITY_PATTERNS:
        match = pattern.search(part)
        if match and not (level == "manager" and PLAIN_MANAGERS.search(part)):
            return Found(level, start + match.start(), start + match.end())
    return None

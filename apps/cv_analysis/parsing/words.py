"""Words that tell what a piece of a CV is: a job title, an organisation, a school, a degree, a place."""

import re

from .tagging.lists import load_lists

TITLE_WORDS = frozenset(
    "accountant accounting-clerk actor actuary administrator admin adviser advisor agent aide ambassador analyst "
    "animator "
    "apprentice architect artist assistant associate attendant attorney auditor author baker banker barista bartender "
    "biologist bookkeeper broker builder buyer captain caregiver caretaker carpenter cashier ceo cfo chairman "
    "chairperson "
    "chairwoman chef chemist chief cio clerk cleaner clinician coach collector commander commissioner composer "
    "conductor "
    "consultant contractor controller cook coordinator co-ordinator copywriter correspondent counsel counselor "
    "counsellor "
    "courier cto curator custodian dba dealer dean demonstrator dentist deputy designer detective developer director "
    "dispatcher doctor driver economist editor educator electrician employee engineer engineers estimator examiner "
    "executive expert "
    "facilitator farmer fellow fitter foreman founder co-founder freelancer fundraiser geologist guard guide head "
    "helper "
    "hostess hygienist illustrator inspector installer instructor intern interpreter interpreter interviewer "
    "investigator janitor "
    "journalist judge laborer labourer lawyer lead leader lecturer librarian lieutenant lifeguard liaison logistician "
    "machinist manager marketer mason mathematician mechanic member mentor merchandiser messenger midwife moderator "
    "nanny "
    "negotiator nurse nutritionist officer operative operator optician organizer owner painter paralegal paramedic "
    "partner "
    "pharmacist photographer physician physicist physiotherapist pilot planner plumber porter practitioner president "
    "principal processor producer professor programmer promoter proofreader psychologist publicist purchaser realtor "
    "receptionist recruiter registrar rep reporter representative researcher reviewer roofer sailor salesman "
    "salesperson "
    "saleswoman scholar scientist sculptor secretary sergeant server sme specialist staff statistician steward "
    "strategist "
    "student superintendent supervisor surgeon surveyor teacher technician technologist teller tester therapist trader "
    "trainee trainer translator treasurer tutor typist underwriter volunteer waiter waitress warden welder worker "
    "writer "
    "veterinarian videographer vp webmaster sdet devops handyman housekeeper internship incharge in-charge "
    "executives".split()
)
COMPANY_WORDS = frozenset(
    "inc inc. llc llp ltd ltd. limited plc gmbh ag corp corp. corporation co co. company companies group holdings "
    "partners bank solutions technologies technology systems services consulting consultancy consultants associates "
    "international global industries enterprises ventures labs laboratories laboratory foundation hospital clinic "
    "healthcare institute university college school schools academy agency ministry department bureau council "
    "authority "
    "commission committee association society union trust church center centre store stores shop restaurant hotel "
    "hotels "
    "resort airlines airways motors pharma pharmaceuticals chemicals foods insurance securities capital financial "
    "finance "
    "software infotech technosoft telecom communications networks media studio studios productions publishing press "
    "magazine newspaper museum library theatre theater court offices army navy force government county pvt pvt. "
    "private "
    "logistics transport energy power oil gas steel construction builders properties realty retail supermarket "
    "microsoft google amazon ibm oracle infosys wipro tcs cognizant accenture cisco intel apple dell hp "
    "hewlett-packard "
    "deloitte kpmg pwc ey siemens bosch samsung nokia ericsson walmart program programme nonprofit charity club".split()
)
SCHOOL = re.compile(
    r"\b(?:universit(?:y|ies|at|ät|é|à|e|eit|aet)|universidad|universidade|college|colleges|school|institute|institut|"
    r"instituto|institution|academy|polytechnic|politecnico|faculty|conservatory|seminary|iit|iim|nit|mit|ucla|usc"
    r"|vidyalaya(?:m)?|"
    r"vidyapeeth|hochschule|gymnasium|lyc[ée]e|[ée]cole|escuela|campus|univ|high|h\.s|caltech|secondary|board"
    r"|niit)\b\.?",
    re.I,
)
DEGREE = re.compile(
    r"(?<![\w.])(?:"
    r"ph\.? ?d\b\.?|doctor(?:ate)?\b(?! [A-Z][a-z]+,)|d\.?phil\b|j\.?d\b\.?|m\.d\.|ed\.?d\b"
    r"|m\.? ?tech\b\.?|m\.? ?sc\b\.?|m\.s\b\.?|m\.a\b\.?|m\.e\b\.?|m\.? ?ed\b\.?|m\.? ?com\b\.?|mca\b|mba\b"
    r"|m\.b\.a\b\.?|pgd(?:b?m|ca)\b|msw\b"
    r"|meng\b|m\.?phil\b|ms\b(?! (?:word|excel|office|power|sql|dos|access|project|visio|outlook|windows"
    r"|visual|sharepoint|server|certified|studio))|ma\b"
    r"|me\b(?= |,)"
    r"|masters?\b(?:'s|\u2019s)?|post[- ]?graduat\w*"
    r"|b\.? ?tech\b\.?|b\.? ?sc\b\.?|b\.s\b\.?|b\.a\b\.?|b\.e\b\.?|b\.? ?ed\b\.?|b\.? ?com\b\.?|bca\b|bba\b|bs\b|ba\b"
    r"|be\b(?= |,|$)|bfa\b|beng\b|llb\b|ll\.b\b"
    r"|bachelors?\b(?:'s|\u2019s)?|undergraduate\b|graduation\b|licen[cs]e\b(?= )|licenciatura|diplom[a]?\b"
    r"|associates?\b(?:'s|\u2019s)? (?:degree|of|in)\b"
    r"|a\.a\.?s?\b\.?|aas\b|hnd\b|advanced diploma|high school diploma|ged\b|hsc\b|h\.s\.c\b\.?|ssc\b|s\.s\.c\b\.?"
    r"|sslc\b|puc\b"
    r"|(?:higher|senior) secondary\b|secondary school certificate|intermediate\b|matriculation\b|(?:10|12)th\b"
    r"|x(?:ii)?th\b|class x(?:ii)?\b"
    r"|post graduate|certificate (?:in|of)\b"
    r")",
    re.I,
)
# Short degrees that are also words of the language count only when written as degrees are.
DEGREE_CASE = re.compile(r"^(?:MS|MA|ME|M\.?E|BS|BA|BE|JD|MD|B\.?E\.?|[BM]\.[A-Za-z]+\.?|[BM]\. .*)$")
SHORT_DEGREES = frozenset({"ms", "ma", "me", "bs", "ba", "be", "jd", "md"})
PLACE_WORDS = frozenset(
    "usa u.s.a us uk u.k england scotland wales ireland france germany spain italy portugal poland sweden norway "
    "denmark "
    "finland netherlands belgium switzerland austria greece turkey russia ukraine india pakistan bangladesh nepal "
    "china "
    "japan korea singapore malaysia indonesia philippines thailand vietnam australia canada mexico brazil argentina "
    "chile "
    "colombia egypt nigeria kenya ghana israel jordan qatar kuwait oman dubai uae states kingdom london paris berlin "
    "manchester toronto sydney melbourne austin chicago boston lyon madrid milan rome munich hamburg zurich vienna "
    "dublin "
    "mumbai delhi bangalore bengaluru chennai hyderabad pune kolkata gurgaon noida jaipur ahmedabad mysore kochi "
    "cochin "
    "karnataka maharashtra tamil nadu kerala gujarat telangana andhra pradesh haryana punjab rajasthan bengal uttar "
    "california texas florida ohio illinois georgia virginia washington massachusetts michigan pennsylvania jersey "
    "york "
    "carolina arizona colorado minnesota wisconsin oregon utah nevada tennessee missouri maryland indiana kentucky "
    "seattle denver dallas houston atlanta miami phoenix philadelphia detroit angeles francisco diego jose "
    "city town kathmandu tokyo beijing shanghai remote".split()
)
PLACE_PARTS = frozenset(
    "new san los las saint st greater north south east west central urban city of the area region".split()
)
STATE = re.compile(r"^[A-Z]{2}(?:\s+\d{5})?\.?$")
LEGAL = r"(?:inc|llc|llp|ltd|limited|plc|gmbh|ag|corp|co|pvt|private|s\.?a|n\.?a|l\.?p)\b\.?"


NO_NAME = re.compile(
    r"(?:location|company(?: name)?|duration|period|client|designation|role|position|responsib\w+|promoted|part[- ]time"
    r"|full[- ]time|contract|internship|duties|summary)(?:\s*:.*)?$|(?:responsible|promoted|awarded|reported) ",
    re.I,
)


def words_of(text: str) -> list[str]:
    """Lower-case words without the signs around them."""
    return [word.strip(".,;:()[]'\"*").lower() for word in re.split(r"[\s/]+", text) if word.strip(".,;:()[]'\"*&-")]


def title_score(text: str) -> float:
    """How much a piece reads like a job title."""
    words = words_of(text)
    if not words:
        return 0.0
    hits = [index for index, word in enumerate(words) if word in TITLE_WORDS]
    if not hits:
        return 0.0
    following = words[hits[-1] + 1] if hits[-1] + 1 < len(words) else ""
    at_head = following in {"", "of", "for", "in", "to", "i", "ii", "iii", "iv", "1", "2", "3", "and", "&"}
    return (2.5 if at_head else 1.2) - 0.1 * max(0, len(words) - 6)


def company_score(text: str) -> float:
    """How much a piece reads like the name of an organisation."""
    words = words_of(text)
    if not words:
        return 0.0
    score = 0.0
    if any(word in COMPANY_WORDS for word in words):
        score += 1.5
    if re.search(rf"\b{LEGAL}(?:\s|$|[,.)])", text, re.I):
        score += 1.5
    return score


def may_name_company(text: str) -> bool:
    """False for parts of sentences: names of organisations are written large."""
    words = [word for word in re.split(r"[\s/]+", text.strip("()")) if re.match(r"[^\W\d_]", word)]
    if not words or NO_NAME.match(text):
        return False
    large = [word for word in words if word[0].isupper()]
    longer = [word for word in words if len(word) > 3]
    if not large:
        return len(words) == 1 and company_score(text) > 0
    return len([word for word in longer if word[0].isupper()]) >= 0.6 * len(longer)


def is_place(text: str) -> bool:
    """A town, a state or a country; "Microsoft India" is none of them."""
    words = words_of(text)
    if STATE.match(text.strip()):
        return True
    known = [word in PLACE_WORDS for word in words]
    if any(known) and all(
        place or word in PLACE_PARTS or bool(STATE.match(word.upper()))
        for place, word in zip(known, words, strict=True)
    ):
        return True
    return is_listed_place(text)


def is_listed_place(text: str) -> bool:
    """Whether the list of places covers all words, states and post codes apart."""
    rest = list(text)
    found = False
    for first, last, kind in load_lists().find(text):
        if kind == "place":
            found = True
            rest[first:last] = " " * (last - first)
    return found and all(STATE.match(word) for word in re.split(r"[\s,()]+", "".join(rest)) if word)


def find_degree(text: str, position: int = 0) -> re.Match[str] | None:
    """The first degree named in the text."""
    for match in DEGREE.finditer(text, position):
        word = match[0].strip()
        if word.lower().strip(".") in SHORT_DEGREES and not DEGREE_CASE.match(word):
            continue
        return match
    return None

"""The salary that a posting names."""

import re

from .model import Found, Salary

CODES = "USD CAD AUD NZD SGD GBP EUR INR CHF SEK DKK NOK PLN AED ZAR CZK HUF RON".split()
SIGNS = {code.lower(): code for code in CODES} | {
    "$": "USD",
    "us$": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "nz$": "NZD",
    "s$": "SGD",
    "\u00a3": "GBP",
    "\u20ac": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "\u20b9": "INR",
    "rs": "INR",
    "rs.": "INR",
}
DOLLARS = rf"(?:\b(?:{'|'.join(CODES[:5])})[ ]?|\b(?:US|CA|AU|NZ|C|A|S))?\$"
SIGN = rf"(?:{DOLLARS}|[\u00a3\u20ac\u20b9]|\b(?:{'|'.join(CODES)}|Euros?)\b|\bRs\b\.?)"
AMOUNT = r"\d{1,3}(?:[,.' ]\d{2,3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
SCALE = r"(?:[ ]?(?:k|K|TEUR|[Ll]akhs?|[Ll]acs?|L|LPA|lpa|l\.p\.a\.?|thousand)\b)"
RANGE = re.compile(
    rf"(?P<sign>{SIGN})?[ ]?(?P<low>{AMOUNT})(?P<scale>{SCALE})?(?:[ ]?(?P<mid>{SIGN}))?"
    rf"(?:[ ]*(?:-|\bto\b|\band\b"
    rf"|\bbis\b)[ ]*(?P<sign2>{SIGN})?[ ]?(?P<high>{AMOUNT})(?P<scale2>{SCALE})?)?(?:[ ]?(?P<after>{SIGN}))?",
)
PERIODS: tuple[tuple[str, str], ...] = (
    ("hour", r"(?:\b(?:per|pr|an|a)|/)\s?\.?(?:hour|hr|h)\b|\bhourly|p\.?h\b\.?"),
    ("day", r"(?:\b(?:per|a)|/)\s?(?:day|d)\b|\bdaily rate|\bday rate"),
    ("month", r"(?:\b(?:per|pr|a)|/)\s?(?:month|mo|mth)\b|\bmonthly|p\.?m\b\.?|pcm\b"),
    ("year", r"(?:\b(?:per|a)|/)\s?(?:year|annum|yr)\b|\bannual|\byearly|p\.?a\b\.?|lpa\b"),
)
PAY_WORDS = re.compile(
    r"salary|\bpay\b|compensation|remuneration|wage|\bctc\b|\bote\b|\bearn|per annum|\bp\.?a\.?\b|base\b|band \d"
    r"|rate\b|package|stipend|per (?:hour|day|month|year)|/\s?(?:hour|hr|h|year|yr|month)\b|lpa\b|pro rata"
    r"|an? (?:hour|day|month|year)\b|annual|lakhs?\b|lacs?\b",
    re.IGNORECASE,
)
NOT_PAY = re.compile(
    r"\b(?:bonus|budget|allowance|voucher|revenue|turnover|funding|raised|million|billion|bn\b|portfolio|sales of"
    r"|fund|referral|deals?|discount|off\b|donat|assets|invest|clients? worth|stipend for|learning)",
    re.IGNORECASE,
)
HOURLY_BELOW, DAILY_BELOW, MONTHLY_BELOW = 150, 1_500, 14_000
LAKH = 100_000


def salary_in(text: str) -> Found[Salary] | None:
    """The first amount of money that is pay."""
    for match in RANGE.finditer(text):
        sign = next((match[name] for name in ("sign", "mid", "sign2", "after") if match[name]), None)
        scale = match["scale2"] or match["scale"]
        if sign is None and scale is None:
            continue
        line_start = text.rfind("\n", 0, match.start()) + 1
        before = text[max(line_start, match.start() - 60) : match.start()]
        after = text[match.end() : match.end() + 30].split("\n", maxsplit=1)[0]
        around = before + match[0] + after
        previous = text[max(0, line_start - 40) : line_start]
        is_range = match["high"] is not None and sign is not None
        if not is_range and not PAY_WORDS.search(around) and not PAY_WORDS.search(previous):
            continue
        said = re.split(r"[.!?]\s", before[-25:])[-1]
        if NOT_PAY.search(said) or re.match(r"\s?(?:m|mn|million|billion|bn|M|bonus|budget|sign)", after):
            continue
        salary = salary_of(match, sign, scale, before[-25:] + match[0] + after)
        if salary is not None:
            begin = match.start() + len(match[0]) - len(match[0].lstrip())
            return Found(salary, begin, match.start() + len(match[0].rstrip()))
    return None


def salary_of(match: re.Match[str], sign: str | None, scale: str | None, around: str) -> Salary | None:
    currency = SIGNS.get(sign.lower().removesuffix("$").strip() or "$") or SIGNS.get(sign.lower()) if sign else None
    low = amount(match["low"], match["scale"] or (scale if match["high"] else None))
    high = amount(match["high"], scale) if match["high"] else None
    if scale and re.match(r"\s?(?:l|L)", scale):
        currency = currency or "INR"
    if scale and "TEUR" in scale:
        currency = "EUR"
    if high is not None and high < low:
        return None
    top = high or low
    if top < 5 or (currency is None and scale is None):
        return None
    if re.search(r"(?:up to|until|max\.?|maximum)\s*(?:of\s*)?$", around[: around.find(match[0])], re.IGNORECASE):
        return Salary(None, int(top), currency, period_of(around, top))
    is_open = re.search(
        r"(?:from|starting at|minimum|at least|min\.?)\s*(?:of\s*)?$", around[: around.find(match[0])], re.I
    )
    maximum = high if high is not None else None if is_open or "+" in around[-30:][:2] else low
    return Salary(int(low), int(maximum) if maximum is not None else None, currency, period_of(around, top))


def period_of(around: str, amount_at_most: float) -> str:
    for period, pattern in PERIODS:
        if re.search(pattern, around, re.IGNORECASE):
            return period
    if amount_at_most < HOURLY_BELOW:
        return "hour"
    if amount_at_most < DAILY_BELOW:
        return "day"
    return "month" if amount_at_most < MONTHLY_BELOW else "year"


def amount(written: str, scale: str | None) -> float:
    """ "45,000", "45.000", "8,00,000" and "45k" as a number."""
    plain = re.sub(r"[,.' ](?=\d{2,3}(?:\D|$))(?!\d{2}$)", "", written)
    plain = plain.replace(",", ".").replace("'", "").replace("'", "").replace(" ", "")
    if plain.count(".") > 1:
        plain = plain.replace(".", "")
    value = float(plain)
    if not scale:
        return value
    unit = scale.strip().lower()
    return value * (LAKH if unit.startswith("l") else 1_000)

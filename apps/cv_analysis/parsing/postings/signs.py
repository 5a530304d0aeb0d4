"""A posting in plain signs: without the marks of a web page, in one kind of quote, dash and blank, places unchanged."""

import re

# A posting is some thousand characters long; what comes after this many is somebody else's text.
MOST_CHARACTERS = 60_000
# One sign for each kind of quote, dash and blank; what UTF-8 cannot hold is a question mark.
PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\r\t\x0b\x0c", " "),
        **dict.fromkeys("\u2028\u2029\x85", "\n"),
        **{chr(code): "?" for code in (0, *range(0xD800, 0xE000))},
    }
)
# Signs of Windows-1252 that were read as if they were Latin-1.
WINDOWS = str.maketrans("\x91\x92\x93\x94\x95\x96\x97\xb7", "''\"\"\u2022--\u2022")
IS_HTML = re.compile(r"</(?:p|li|div|ul|ol|h[1-6]|b|strong|span|body|td)>|<br\s?/?>", re.IGNORECASE)
UNSEEN = re.compile(r"<(script|style|head|noscript)\b[^>]{0,500}>.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
BREAKS = re.compile(
    r"</?(?:p|li|div|ul|ol|h[1-6]|tr|td|th|table|section|article|header|footer|main|body|html|br|hr|dl|dt"
    r"|dd)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
TAG = re.compile(r"</?[a-z][a-z0-9-]*\b[^<>]{0,500}>")
ENTITY = re.compile(r"&(?:(amp)|nbsp|lt|gt|quot|apos|#\d{1,5}|#x[0-9a-fA-F]{1,4}|[a-z]{2,8});")


def plain(text: str) -> str:
    """The text in plain signs, of the same length."""
    return text.translate(PLAIN)


def readable(text: str) -> str:
    """What a person would read of a text or a web page; every character stays at its place."""
    text = plain(text[:MOST_CHARACTERS]).translate(WINDOWS)
    if IS_HTML.search(text):
        text = UNSEEN.sub(blank, text)
        text = BREAKS.sub(line_break, text)
        text = ENTITY.sub(sign, TAG.sub(blank, text))
    return text


def blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def line_break(match: re.Match[str]) -> str:
    return "\n" + " " * (len(match[0]) - 1)


def sign(match: re.Match[str]) -> str:
    return ("&" if match[1] else " ") + " " * (len(match[0]) - 1)

"""How words look, as far as it decides whether a reader sees them at all."""

import re
from dataclasses import dataclass, replace

WHITE = 0xFFFFFF
BLACK = 0x000000
UNKNOWN = -1  # a picture or a shape: anything can be read on it
MIN_CONTRAST = 20  # of 255 steps of brightness
MAX_HIDDEN_POINTS = 3.0
NAMED = {
    "white": WHITE, "black": BLACK, "red": 0xFF0000, "green": 0x008000, "blue": 0x0000FF, "yellow": 0xFFFF00,
    "gray": 0x808080, "grey": 0x808080, "silver": 0xC0C0C0, "navy": 0x000080, "snow": 0xFFFAFA, "ivory": 0xFFFFF0,
    "ghostwhite": 0xF8F8FF, "whitesmoke": 0xF5F5F5, "floralwhite": 0xFFFAF0, "azure": 0xF0FFFF, "mintcream": 0xF5FFFA,
}  # fmt: skip
HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})(?:[0-9a-f]{2})?", re.I)
RGB = re.compile(r"rgba?\(\s*(\d+)[,\s]+(\d+)[,\s]+(\d+)(?:[,/\s]+([\d.]+)(%?))?\s*\)", re.I)
LENGTH = re.compile(r"(-?[\d.]+)\s*(pt|px|em|rem|%|cm|mm|in)?")
POINTS = {"pt": 1.0, "px": 0.75, "em": 11.0, "rem": 11.0, "%": 0.11, "cm": 28.35, "mm": 2.835, "in": 72.0, "": 0.75}


@dataclass(frozen=True, slots=True)
class Look:
    """Colours are 0xRRGGBB, `ground` is what is painted under the words."""

    color: int = BLACK
    ground: int = WHITE
    points: float = 11.0
    is_shown: bool = True

    def hidden_as(self) -> str | None:
        """The kind of trick that keeps words of this look from being seen, or None when they can be seen."""
        if not self.is_shown:
            return "invisible"
        if self.points < MAX_HIDDEN_POINTS:
            return "size"
        if self.ground != UNKNOWN and contrast(self.color, self.ground) < MIN_CONTRAST:
            return "color"
        return None


def contrast(one: int, other: int) -> float:
    """The largest difference of brightness between two colours, seen as a whole and by channel."""
    channels = [abs((one >> shift & 255) - (other >> shift & 255)) for shift in (16, 8, 0)]
    return max(0.3 * channels[0] + 0.59 * channels[1] + 0.11 * channels[2], max(channels) / 3)


def color_of(text: str) -> int | None:
    """A colour as CSS and office documents write it; UNKNOWN for one that lets through what is under it."""
    text = text.strip().lower()
    if text in NAMED:
        return NAMED[text]
    if match := RGB.fullmatch(text):
        if match[4] and float(match[4]) < (50 if match[5] else 0.5):
            return UNKNOWN
        red, green, blue = (min(int(match[group]), 255) for group in (1, 2, 3))
        return red << 16 | green << 8 | blue
    if match := HEX.fullmatch(text):
        digits = match[1]
        return int(digits if len(digits) == 6 else "".join(2 * digit for digit in digits), 16)
    return None


def points_of(text: str, *, parent: float = 11.0) -> float | None:
    """A length in points; parts are parts of the parent's."""
    match = LENGTH.fullmatch(text.strip().lower())
    if match is None:
        return None
    try:
        number = float(match[1])
    except ValueError:
        return None
    unit = match[2] or ""
    if unit in {"em", "%"}:
        return number * parent / (100 if unit == "%" else 1)
    return number * POINTS[unit]


def styled(look: Look, declarations: dict[str, str]) -> Look:
    """The look after CSS declarations; OpenDocument uses the same names and values."""
    if (color := color_of(declarations.get("color", ""))) is not None and color != UNKNOWN:
        look = replace(look, color=color)
    ground = declarations.get("background-color") or declarations.get("background", "")
    if ground and ground not in {"transparent", "none", "inherit", "initial"}:
        painted = next((color for part in ground.split() if (color := color_of(part)) is not None), None)
        look = replace(look, ground=UNKNOWN if painted is None else painted)
    if (points := points_of(declarations.get("font-size", ""), parent=look.points)) is not None:
        look = replace(look, points=points)
    return look if is_shown(declarations) else replace(look, is_shown=False)


def is_shown(declarations: dict[str, str]) -> bool:
    """Whether the declarations leave something to see."""
    if declarations.get("display") == "none" or declarations.get("visibility") in {"hidden", "collapse"}:
        return False
    if (opacity := points_of(declarations.get("opacity", "1pt").rstrip("%") + "pt")) is not None and opacity < 0.05:
        return False
    moved = [declarations.get(name, "") for name in ("left", "top", "right", "bottom", "text-indent", "margin-left")]
    if any(value.startswith("-") and (points_of(value) or 0) < -500 for value in moved):
        return False
    clipped = re.sub(r"\s", "", declarations.get("clip", "") + declarations.get("clip-path", ""))
    if clipped.startswith(("rect(0,0,0,0)", "rect(0000)", "rect(1px", "inset(100%", "inset(50%")):
        return False
    return not (
        declarations.get("overflow") == "hidden"
        and any((points_of(declarations.get(name, "99pt")) or 0) <= 1 for name in ("width", "height"))
    )

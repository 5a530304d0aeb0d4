"""Colours that can be read: contrast as WCAG 2 measures it, and an accent made darker or lighter until it has enough.

Lightness is changed in OKLCH (Björn Ottosson, 2020), so that a colour keeps its hue. Colours are "#rrggbb".
"""

from dataclasses import dataclass
from math import atan2, cos, hypot, sin

Triple = tuple[float, float, float]

# WCAG 2.2, success criterion 1.4.3: text of ordinary size.
ENOUGH = 4.5
# The grounds on which an accent stands as text, and what stands on it; see static/src/app.css.
LIGHT_GROUNDS = ("#fffefd", "#f8f6f3")
DARK_GROUNDS = ("#24211e", "#1b1917")
WHITE, INK = "#ffffff", "#1b1917"
STEP = 0.005
ROUNDING = 1e-4


@dataclass(frozen=True, slots=True)
class Accent:
    """A tenant's accent as it is used on light and on dark pages, and what is written on it."""

    light: str
    on_light: str
    dark: str
    on_dark: str
    # Whether the light one had to differ from what was asked for.
    is_corrected: bool


def contrast(one: str, other: str) -> float:
    """Between 1 and 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black and 1 for white."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_accent(wanted: str) -> Accent:
    """The colour itself where it can be read on light pages, and its nearest readable relatives elsewhere."""
    light = _moved(wanted, LIGHT_GROUNDS, -STEP)
    dark = _moved(wanted, DARK_GROUNDS, STEP)
    return Accent(light, _written_on(light), dark, _written_on(dark), light != wanted.lower())


def _written_on(colour: str) -> str:
    return max((WHITE, INK), key=lambda ink: contrast(ink, colour))


def _moved(colour: str, grounds: tuple[str, ...], step: float) -> str:
    """The first colour on the way to black or white that can be read on all grounds."""
    lightness, chroma, hue = _to_oklch(colour)
    found = colour.lower()
    while not all(contrast(found, ground) >= ENOUGH for ground in grounds):
        lightness += step
        found = _from_oklch(lightness, chroma, hue)
    return found


def _parts(colour: str) -> Triple:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- the sRGB curve


def _curved(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055  # noqa: PLR2004 -- as above


def _to_oklch(colour: str) -> Triple:
    red, green, blue = (_linear(part) for part in _parts(colour))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short, hypot(a, b), atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The colour, less colourful where the screen cannot show it."""
    while True:
        parts = _rgb_of(lightness, chroma, hue)
        if (min(parts) >= -ROUNDING and max(parts) <= 1 + ROUNDING) or chroma <= 0:
            break
        chroma = max(0.0, chroma - STEP)
    return "#" + "".join(f"{round(min(max(_curved(max(part, 0)), 0), 1) * 255):02x}" for part in parts)


def _rgb_of(lightness: float, chroma: float, hue: float) -> Triple:
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )

"""Geometry of small charts: numbers in, SVG attributes out, made on the server so that print and mail have them too.

Every shape lies in the coordinates of its own viewBox: x grows to the right, y grows downwards, one unit is one pixel
at natural size unless the shape says otherwise. Coordinates leave as text with a point, whatever the reader's language
writes. Charts that read along a line are drawn from left to right; the style sheet mirrors them when pages
run from right to left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, isfinite, log10, pi, sin

LEVELS = 5
RADAR_RINGS = 4
SPARK_WIDTH, SPARK_HEIGHT, SPARK_INSET = 96.0, 24.0, 3.0
RADAR_HEIGHT, RADAR_RADIUS = 256.0, 100.0
# A letter of a label, on average and at most; a viewBox that is too wide only makes the drawing smaller.
LETTER_WIDTH = 7.0
LABEL_GAP = 14.0
# Nearer to the middle than this, a label stands centred above or below its axis.
MIDDLE = 0.2
COLUMN_SHARE = 0.64


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a viewBox."""

    x: float
    y: float

    def __str__(self) -> str:
        return f"{number(self.x)},{number(self.y)}"

    @property
    def cx(self) -> str:
        return number(self.x)

    @property
    def cy(self) -> str:
        return number(self.y)


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A trend without axes; `points` is a polyline's attribute, `last` the place of the latest value."""

    width: str
    height: str
    points: str
    last: Point


@dataclass(frozen=True, slots=True)
class Axis:
    """A spoke of a radar: its end, and where and how its label stands."""

    label: str
    end: Point
    place: Point
    anchor: str


@dataclass(frozen=True, slots=True)
class Shape:
    """One series of a radar: a polygon's attribute, its corners, and the values that it shows."""

    name: str
    points: str
    corners: tuple[Point, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table behind a chart."""

    label: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Radar:
    """Axes around a middle, rings to read values by, one polygon for each series."""

    width: str
    height: str
    middle: Point
    axes: tuple[Axis, ...]
    rings: tuple[str, ...]
    shapes: tuple[Shape, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A value beside its label; `share` is its length in percent of the whole bar."""

    label: str
    value: float
    share: str


@dataclass(frozen=True, slots=True)
class Column:
    """An upright bar in a viewBox 100 high that is stretched to its place."""

    label: str
    value: float
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Upright bars side by side, `top` being the value that reaches the upper edge."""

    view_box: str
    columns: tuple[Column, ...]
    top: float
    half: float


def number(value: float) -> str:
    """A coordinate as SVG wants it: at most two decimals, a point, no minus zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def share_of(value: float, top: float) -> float:
    """How much of the top a value is, 0 to 1; what lies outside is cut off, and of nothing everything is nothing."""
    if top <= 0 or not isfinite(value):
        return 0.0
    return min(max(value / top, 0.0), 1.0)


def level_of(value: float, top: float) -> int:
    """The step of the sequential scale, 1 to 5."""
    return min(floor(share_of(value, top) * LEVELS) + 1, LEVELS)


def round_top(highest: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 ... that is not below the highest value."""
    if highest <= 0:
        return 1.0
    size = 10.0 ** floor(log10(highest))
    return next((step * size for step in (1.0, 2.0, 5.0) if step * size >= highest), 10.0 * size)


def sparkline(values: Sequence[float]) -> Sparkline:
    """A trend: the lowest value at the lower edge, the highest at the upper; equal values in the middle."""
    # A single value is a level line.
    drawn = [*values, *values] if len(values) == 1 else [*values]
    low, high = min(drawn, default=0.0), max(drawn, default=0.0)
    gap = (SPARK_WIDTH - 2 * SPARK_INSET) / max(len(drawn) - 1, 1)

    def place(index: int, value: float) -> Point:
        rise = (value - low) / (high - low) if high > low else 0.5
        return Point(SPARK_INSET + index * gap, SPARK_INSET + (SPARK_HEIGHT - 2 * SPARK_INSET) * (1 - rise))

    points = [place(index, value) for index, value in enumerate(drawn)]
    last = points[-1] if points else Point(SPARK_INSET, SPARK_HEIGHT / 2)
    return Sparkline(number(SPARK_WIDTH), number(SPARK_HEIGHT), " ".join(map(str, points)), last)


def radar(labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], *, top: float) -> Radar:
    """Values of 0 to `top` on axes around a middle, the first one upwards and the rest clockwise."""
    for name, values in series:
        if len(values) != len(labels):
            raise ValueError(f"{name} has {len(values)} values for {len(labels)} axes")
    longest = max((len(label) for label in labels), default=0)
    width = 2 * (RADAR_RADIUS + LABEL_GAP + longest * LETTER_WIDTH)
    middle = Point(width / 2, RADAR_HEIGHT / 2)

    def on_axis(index: int, distance: float) -> Point:
        angle = 2 * pi * index / len(labels) - pi / 2
        return Point(middle.x + distance * cos(angle), middle.y + distance * sin(angle))

    def around(distances: Sequence[float]) -> tuple[Point, ...]:
        return tuple(on_axis(index, distance) for index, distance in enumerate(distances))

    axes = []
    for index, label in enumerate(labels):
        end, place = on_axis(index, RADAR_RADIUS), on_axis(index, RADAR_RADIUS + LABEL_GAP)
        aside = (end.x - middle.x) / RADAR_RADIUS
        anchor = "middle" if abs(aside) < MIDDLE else "start" if aside > 0 else "end"
        axes.append(Axis(label, end, place, anchor))
    shapes = []
    for name, values in series:
        corners = around([RADAR_RADIUS * share_of(value, top) for value in values])
        shapes.append(Shape(name, " ".join(map(str, corners)), corners, tuple(values)))
    return Radar(
        width=number(width),
        height=number(RADAR_HEIGHT),
        middle=middle,
        axes=tuple(axes),
        rings=tuple(
            " ".join(map(str, around([RADAR_RADIUS * ring / RADAR_RINGS] * len(labels))))
            for ring in range(1, RADAR_RINGS + 1)
        ),
        shapes=tuple(shapes),
        rows=tuple(Row(label, tuple(values[index] for _name, values in series)) for index, label in enumerate(labels)),
    )


def bars(items: Sequence[tuple[str, float]], *, top: float | None = None) -> tuple[Bar, ...]:
    """Bars that lie; without a top the longest one fills its place."""
    highest = max((value for _label, value in items), default=0.0) if top is None else top
    return tuple(Bar(label, value, number(100 * share_of(value, highest))) for label, value in items)


def columns(items: Sequence[tuple[str, float]], *, top: float | None = None) -> Columns:
    """Bars that stand; without a top the next round number above the highest one is the upper edge."""
    highest = round_top(max((value for _label, value in items), default=0.0)) if top is None else top
    slot = 100 / max(len(items), 1)
    made = []
    for index, (label, value) in enumerate(items):
        height = 100 * share_of(value, highest)
        x = slot * (index + (1 - COLUMN_SHARE) / 2)
        made.append(Column(label, value, number(x), number(100 - height), number(slot * COLUMN_SHARE), number(height)))
    return Columns("0 0 100 100", tuple(made), highest, highest / 2)

"""Geometry of charts: where points lie, for all numbers."""

from math import hypot, isclose

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.core import charts

NUMBERS = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)
SERIES = st.lists(NUMBERS, min_size=1, max_size=40)


def coordinates(points: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (point.split(",") for point in points.split())]


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (-0.001, "0"), (1.5, "1.5"), (100, "100"), (33.333, "33.33"), (-2.0, "-2")]
)
def test_number_is_short_and_has_a_point(value: float, text: str) -> None:
    assert charts.number(value) == text


@given(NUMBERS, NUMBERS)
def test_share_lies_between_nothing_and_all(value: float, top: float) -> None:
    assert 0 <= charts.share_of(value, top) <= 1


@pytest.mark.parametrize(
    ("value", "top", "share"),
    [(5, 10, 0.5), (12, 10, 1), (-3, 10, 0), (5, 0, 0), (float("nan"), 10, 0), (float("inf"), 10, 0)],
)
def test_share_cuts_off_what_lies_outside(value: float, top: float, share: float) -> None:
    assert charts.share_of(value, top) == share


@pytest.mark.parametrize(("value", "level"), [(0, 1), (19, 1), (20, 2), (50, 3), (79, 4), (80, 5), (100, 5), (140, 5)])
def test_scale_has_five_steps(value: float, level: int) -> None:
    assert charts.level_of(value, 100) == level


@given(st.floats(min_value=1e-6, max_value=1e9))
def test_round_top_is_near_above(highest: float) -> None:
    top = charts.round_top(highest)

    assert highest <= top * (1 + 1e-9)
    assert top <= 2.5 * highest * (1 + 1e-9)


@pytest.mark.parametrize(("highest", "top"), [(0, 1), (1, 1), (3, 5), (48, 50), (51, 100), (0.4, 0.5)])
def test_round_top_is_round(highest: float, top: float) -> None:
    assert isclose(charts.round_top(highest), top)


@given(SERIES)
def test_sparkline_keeps_inside_and_runs_forward(values: list[float]) -> None:
    line = charts.sparkline(values)

    points = coordinates(line.points)
    assert len(points) == max(len(values), 2)
    assert all(0 <= x <= charts.SPARK_WIDTH and 0 <= y <= charts.SPARK_HEIGHT for x, y in points)
    assert points == sorted(points, key=lambda point: point[0])
    assert points[-1] == pytest.approx((line.last.x, line.last.y), abs=0.01)


def test_sparkline_puts_the_highest_value_at_the_top() -> None:
    low, high, middle = coordinates(charts.sparkline([1, 3, 2]).points)

    assert (low[1], high[1], middle[1]) == (21, 3, 12)


@pytest.mark.parametrize("values", [[7], [5, 5, 5]])
def test_sparkline_of_equal_values_is_level(values: list[float]) -> None:
    assert {y for _x, y in coordinates(charts.sparkline(values).points)} == {charts.SPARK_HEIGHT / 2}


def test_sparkline_of_nothing_is_empty() -> None:
    assert charts.sparkline([]).points == ""


@given(st.lists(st.floats(min_value=-10, max_value=20), min_size=3, max_size=12))
def test_radar_corner_lies_on_its_axis_as_far_as_its_value(values: list[float]) -> None:
    made = charts.radar([str(index) for index in range(len(values))], [("A", values)], top=10)

    for value, corner, axis in zip(values, made.shapes[0].corners, made.axes, strict=True):
        distance = hypot(corner.x - made.middle.x, corner.y - made.middle.y)
        whole = hypot(axis.end.x - made.middle.x, axis.end.y - made.middle.y)
        assert isclose(distance, whole * charts.share_of(value, 10), abs_tol=1e-9)


def test_radar_begins_at_the_top_and_goes_clockwise() -> None:
    made = charts.radar(["up", "right", "down", "left"], [], top=5)

    middle = made.middle
    turned = [(round(axis.end.x - middle.x), round(axis.end.y - middle.y)) for axis in made.axes]
    assert turned == [(0, -100), (100, 0), (0, 100), (-100, 0)]
    assert [axis.anchor for axis in made.axes] == ["middle", "start", "middle", "end"]


def test_radar_leaves_room_for_its_longest_label() -> None:
    short, long = (charts.radar(["up", label, "left"], [], top=5) for label in ("right", "right and then further"))

    assert float(short.width) < float(long.width)
    place = long.axes[1].place
    assert place.x + len("right and then further") * 6 < float(long.width)


def test_radar_has_a_table_behind_it() -> None:
    made = charts.radar(["Testing", "Design", "Style"], [("Ines", [4, 2, 1]), ("Asked for", [3, 3, 3])], top=5)

    assert [(row.label, row.values) for row in made.rows] == [
        ("Testing", (4, 3)),
        ("Design", (2, 3)),
        ("Style", (1, 3)),
    ]


def test_radar_refuses_a_series_that_does_not_fit() -> None:
    with pytest.raises(ValueError, match="Ines has 2 values for 3 axes"):
        charts.radar(["a", "b", "c"], [("Ines", [1, 2])], top=5)


def test_longest_bar_fills_its_place_unless_there_is_a_top() -> None:
    items = [("a", 4.0), ("b", 1.0), ("c", 0.0)]

    assert [bar.share for bar in charts.bars(items)] == ["100", "25", "0"]
    assert [bar.share for bar in charts.bars(items, top=8)] == ["50", "12.5", "0"]


@given(st.lists(st.tuples(st.just("x"), st.floats(min_value=0, max_value=1e6)), min_size=1, max_size=30))
def test_columns_stand_on_the_ground_side_by_side(items: list[tuple[str, float]]) -> None:
    made = charts.columns(items)

    for column in made.columns:
        assert isclose(float(column.y) + float(column.height), 100, abs_tol=0.02)
        assert 0 <= float(column.x) <= float(column.x) + float(column.width) <= 100
    starts = [float(column.x) for column in made.columns]
    assert starts == sorted(set(starts))


def test_columns_of_nothing_still_have_a_scale() -> None:
    made = charts.columns([])

    assert (made.columns, made.top, made.half) == ((), 1.0, 0.5)


def test_coordinates_keep_their_point_in_every_language() -> None:
    template = Template("{% bars items as lines %}{{ lines.1.share }} {{ lines.1.value }} {% percent 1 8 %}")

    with translation.override("de"):
        text = template.render(Context({"items": [["a", "8"], ["b", "1.5"]]}))

    assert text == "18.75 1,5 12.5"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ines Okafor", "IO"), ("Juan Carlos Pérez", "JP"), ("cher", "C"), ("", ""), ("мария и", "МИ")],
)
def test_initials_are_of_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert Template("{{ name|initials }}").render(Context({"name": name})) == letters

"""Accents that anybody chooses, and that everybody can read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.colour import DARK_GROUNDS, ENOUGH, LIGHT_GROUNDS, contrast, readable_accent

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # The ends of the scale, and a well-known grey: #767676 is the lightest that passes on white.
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio


@given(colours)
def test_every_accent_can_be_read_on_every_ground_and_written_on(wanted: str) -> None:
    accent = readable_accent(wanted)

    on_grounds = [contrast(accent.light, ground) for ground in LIGHT_GROUNDS]
    on_grounds += [contrast(accent.dark, ground) for ground in DARK_GROUNDS]
    assert min(*on_grounds, contrast(accent.light, accent.on_light), contrast(accent.dark, accent.on_dark)) >= ENOUGH
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in (accent.light, accent.dark))


def test_accent_that_can_be_read_stays_as_it_is() -> None:
    accent = readable_accent("#2F41C4")

    assert (accent.light, accent.on_light, accent.is_corrected) == ("#2f41c4", "#ffffff", False)


def test_accent_that_cannot_be_read_keeps_its_hue() -> None:
    accent = readable_accent("#ffd400")

    red, green, blue = (int(accent.light[at : at + 2], 16) for at in (1, 3, 5))
    assert (accent.is_corrected, red > green > blue, accent.dark) == (True, True, "#ffd400")

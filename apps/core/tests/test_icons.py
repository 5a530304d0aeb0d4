"""Icons are those that the package itself draws, and are read in a fraction of its time."""

import pytest
from django.template import Context, Template
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

from apps.core import icons

NAMES = sorted(name.removesuffix(".svg") for name in icons._archive().namelist())


def test_every_icon_is_the_one_that_the_package_draws() -> None:
    assert len(NAMES) > 1_500
    for name in NAMES[::7]:
        itself = lucide(name, size=14, **{"class": "lucide me-1"}, aria_hidden="true", focusable="false")
        assert icons.drawn(name, 14, "lucide me-1") == itself


def test_classes_are_written_as_an_attribute() -> None:
    drawn = Template("{% drawn_icon name 16 classes %}").render(Context({"name": "search", "classes": '"><b>&'}))
    assert 'class="&quot;&gt;&lt;b&gt;&amp;"' in drawn
    assert 'width="16" height="16"' in drawn


def test_name_that_there_is_not_is_said() -> None:
    assert icons.exists("search")
    assert not icons.exists("searching")
    with pytest.raises(IconDoesNotExist, match="searching"):
        icons.drawn("searching", 16, "")


def test_archive_is_gone_through_once() -> None:
    assert icons._archive() is icons._archive()

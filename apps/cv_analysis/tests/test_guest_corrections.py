"""Guests say what was read wrongly; what they say lies under their token, and goes with it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.cv_analysis import guests
from apps.cv_analysis.tests.guests_at_work import START, kept, rows_with, send, shown, token_in
from apps.marketplace.models import License

pytestmark = pytest.mark.django_db
RunQueued = Callable[[], int]


def correct(token: str, **sent: str) -> Any:
    return Client().post(f"{START}{token}/correct/", sent)


def test_guest_corrects_what_was_read_and_takes_it_back(opened: License, run_queued: RunQueued) -> None:
    token = token_in(send())
    early = correct(token, name="Too Early")
    run_queued()
    changed = correct(token, name="Inês Okafor")
    added = correct(token, list="skills", deed="add", name="Bookbinding")
    same = correct(token, name="Inês Okafor")
    after = shown(token)
    page = Client().get(f"{START}{token}/correct/")
    addresses = re.findall(rf'action="({START}{token}/correct/\d+/undo/)"', page.text)
    # Pressed twice: the second finds nothing, and takes no other one back.
    undone = [Client().post(addresses[-1]) for _press in range(2)][1]
    once = shown(token)

    ends = [answer.headers["Location"].rpartition("/")[2] for answer in (early, changed, added, same, undone)]
    assert ends == ["", "?corrected", "?corrected", "?unchanged", "?undone"]
    assert re.search(r"<h1[^>]*>Inês Okafor</h1>", after)
    assert "Bookbinding" in after
    assert len(addresses) == 2
    assert re.search(r"<h1[^>]*>Ines Okafor</h1>", once)
    assert "Bookbinding" in once
    assert rows_with("Bookbinding") == []


def test_correction_that_fits_nothing_is_refused_with_the_reason(opened: License, run_queued: RunQueued) -> None:
    token = token_in(send())
    run_queued()
    wrong = correct(token, list="education", deed="add", degree="BSc", year="soon")
    broken = correct(token, list="skills", deed="set", name="SQL", target="{")

    assert [answer.status_code for answer in (wrong, broken)] == [422, 422]
    assert "This cannot be taken as a correction." in wrong.text
    education = next(one for one in wrong.context["lists"] if one.name == "education")
    assert education.empty_is_open
    assert [one.value for one in education.empty] == ["BSc", "", "", "soon", ""]
    assert "Load the page again" in broken.text
    assert set(kept()) == {"entry", "outcome"}


def test_corrections_go_with_the_cv(opened: License, run_queued: RunQueued) -> None:
    token = token_in(send())
    run_queued()
    correct(token, name="Inês Okafor")
    before = set(kept())
    guests.delete_guest_cv(token)

    assert before == {"entry", "outcome", "corrections"}
    assert kept() == {}
    assert correct(token, name="Somebody").status_code == 404

"""Trial, off, on again: each acts on the next request, on pages, API, tasks, navigation and search, and data stays."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.models import Membership
from apps.core.models import QueuedTask
from apps.core.queue import later
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from apps.marketplace.models import License
from apps.marketplace.services import grant_license
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db

MODULE = "/api/v1/modules/cv_analysis/"
PAGES = "/t/acme/marketplace/cv_analysis/"


@dataclass(frozen=True, slots=True)
class Doors:
    """Everything by which one comes to a module."""

    page: int
    api: int
    export: int
    in_navigation: bool
    in_search: bool
    on_home: bool
    in_bell: bool
    task: str


OPEN = Doors(200, 200, 200, in_navigation=True, in_search=True, on_home=True, in_bell=True, task="done")
CLOSED = Doors(402, 402, 402, in_navigation=False, in_search=False, on_home=False, in_bell=False, task="refused")


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser and one token, both kept over all deeds, so that nothing has to be opened anew."""

    browser: Client
    api: APIClient
    ada: Membership
    run_queued: Callable[[], int]

    def look(self) -> Doors:
        home = self.browser.get("/t/acme/").text
        navigation = home.partition("<main")[0]
        return Doors(
            page=self.browser.get("/t/acme/cv-analysis/").status_code,
            api=self.api.get("/api/v1/cv-analysis/cvs/").status_code,
            export=self.browser.get("/t/acme/cv-analysis/export/").status_code,
            in_navigation='href="/t/acme/cv-analysis/"' in navigation,
            in_search="okafor.pdf" in self.browser.get("/t/acme/palette/?q=okafor").text,
            on_home="okafor.pdf" in home,
            in_bell="okafor.pdf" in self.browser.get("/t/acme/notices/").text,
            task=self._task(),
        )

    def _task(self) -> str:
        """A task of the module that somebody queued without asking first; of a CV that is not there, so it is short."""
        with scope(self.ada.tenant):
            row = later("cv_analysis.analyse_cv", cv_id="01890000-0000-7000-8000-000000000000")
        self.run_queued()
        return QueuedTask.objects.values_list("state", flat=True).get(pk=row.pk)


@pytest.fixture
def visitor(ada: Membership, signed_in: SignedIn, api: Api, run_queued: Callable[[], int]) -> Visitor:
    """Ada, with a CV that could not be read."""
    with scope(ada.tenant):
        Cv.objects.create(
            uploaded_by_id=ada.pk, file="tenants/none", file_name="okafor.pdf", size=1, status=Cv.Status.CORRUPT
        )
    return Visitor(signed_in(ada), api(ada), ada, run_queued)


def test_trial_opens_every_door_at_once(visitor: Visitor) -> None:
    before = visitor.look()
    assert visitor.api.post(f"{MODULE}activate/").status_code == 201

    assert (before, visitor.look()) == (CLOSED, OPEN)


def test_license_that_is_granted_opens_every_door_at_once(visitor: Visitor) -> None:
    before = visitor.look()
    grant_license(visitor.ada.tenant, module="cv_analysis", kind=License.Kind.PURCHASE)

    assert (before, visitor.look()) == (CLOSED, OPEN)


@pytest.mark.parametrize("way", ["page", "api"])
def test_switched_off_closes_every_door_at_once_and_data_stays(visitor: Visitor, way: str) -> None:
    visitor.api.post(f"{MODULE}activate/")
    before = visitor.look()
    if way == "page":
        visitor.browser.post(f"{PAGES}deactivate/")
    else:
        visitor.api.post(f"{MODULE}deactivate/")

    assert (before, visitor.look()) == (OPEN, CLOSED)
    with scope(visitor.ada.tenant):
        assert list(Cv.objects.values_list("file_name", flat=True)) == ["okafor.pdf"]


@pytest.mark.parametrize("way", ["page", "api"])
def test_switched_on_again_opens_every_door_at_once_with_what_was_there(visitor: Visitor, way: str) -> None:
    visitor.api.post(f"{MODULE}activate/")
    visitor.api.post(f"{MODULE}deactivate/")
    before = visitor.look()
    if way == "page":
        visitor.browser.post(f"{PAGES}reactivate/")
    else:
        visitor.api.post(f"{MODULE}reactivate/")

    assert (before, visitor.look()) == (CLOSED, OPEN)


def test_time_closes_every_door_without_any_job(visitor: Visitor) -> None:
    visitor.api.post(f"{MODULE}activate/")
    before = visitor.look()
    License.objects.update(ends_at=timezone.now() - timedelta(seconds=1))

    assert (before, visitor.look()) == (OPEN, CLOSED)

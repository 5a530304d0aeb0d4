"""What the addresses of modules answer without a license, without a seat, and while work takes its time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import Membership
from apps.core.models import QueuedTask
from apps.core.queue import later
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from apps.marketplace.models import License, Seat
from tests.people import Grant
from tests.test_page_states import OF_MODULES
from tests.visiting import REFUSED, UNPAID, Visit, address_of, kind_of, read_cv, way_on

pytestmark = pytest.mark.django_db
MODULES = ("cv_analysis", "interviews", "code_assessment")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("why", ["never had", "trial is over", "switched off"])
def test_without_a_license_every_address_of_a_module_leads_to_the_marketplace(
    ada: Membership, grant: Grant, visit: Visit, why: str, method: str
) -> None:
    known = read_cv(ada)
    if why == "trial is over":
        yesterday = timezone.now() - timedelta(days=1)
        for module in MODULES:
            grant(ada.tenant, module, kind=License.Kind.TRIAL, state=License.State.TRIALING, ends_at=yesterday)
    elif why == "switched off":
        for module in MODULES:
            grant(ada.tenant, module, state=License.State.DEACTIVATED)

    answers = {route: visit(ada, address_of(route, ada.tenant, known.pk), method) for route in OF_MODULES}

    told = {(route.split("/")[0], kind_of(answer), *way_on(answer)) for route, answer in answers.items()}
    assert told == {(module.replace("_", "-"), UNPAID, f"/t/acme/marketplace/{module}/") for module in MODULES}


def test_without_a_seat_every_address_of_a_module_says_whom_to_ask(
    ada: Membership, ben: Membership, grant: Grant, visit: Visit
) -> None:
    for module in MODULES:
        Seat.objects.create(license=grant(ada.tenant, module, seat_limit=1), membership=ada)

    answers = [visit(ben, address_of(route, ada.tenant)) for route in OF_MODULES]

    assert {kind_of(answer) for answer in answers} == {REFUSED}
    assert ["You have no seat in this module" in answer.text for answer in answers] == [True] * len(OF_MODULES)
    assert [answer for answer in answers if not way_on(answer)] == []


@pytest.mark.parametrize("route", ["", "cv-analysis/", "cv-analysis/<uuid:pk>/", "cv-analysis/<uuid:pk>/status/"])
def test_work_that_takes_its_time_shows_how_far_it_is(
    ada: Membership, licensed: License, visit: Visit, route: str
) -> None:
    known = read_cv(ada)
    with scope(ada.tenant):
        task = later("cv_analysis.analyse_cv", cv_id=str(known.pk))
        Cv.objects.update(status=Cv.Status.QUEUED, task_id=task.pk)
    QueuedTask.objects.update(state=QueuedTask.State.RUNNING, progress_percent=40)

    page = visit(ada, address_of(route, ada.tenant, known.pk))

    # The home page lists it among the newest, in a word.
    assert ('<progress max="100" value="40"' if route else str(Cv.Status.RUNNING.label)) in page.text

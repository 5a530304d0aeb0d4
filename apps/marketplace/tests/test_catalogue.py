"""What stands on a module's page, and that a module starts only with what it needs."""

from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from apps.accounts.models import Membership
from apps.core.modules import ModuleConfig, Release, Screenshot
from apps.marketplace.models import License
from apps.marketplace.queries import NeededModule, NeededPlan, offer_for
from apps.marketplace.services import NeededError, RequirementsError, deactivate, reactivate, start_trial
from apps.tenants.models import Tenant
from tests.people import Api, Grant, SignedIn

pytestmark = pytest.mark.django_db

SCREENING = "/t/acme/marketplace/screening/"


@pytest.fixture
def screening(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A second module, which declares what it is told to."""

    def install(**declared: Any) -> None:
        plain = {"label": "screening", "title": "Screening", "description": "Asks before the first interview."}
        made: type[ModuleConfig] = type("ScreeningConfig", (ModuleConfig,), {"name": "apps.home", **plain, **declared})
        monkeypatch.setitem(apps.app_configs, "screening", made("apps.home", import_module("apps.home")))

    return install


def test_page_shows_pictures_changes_and_what_is_needed(ada: Membership, signed_in: SignedIn, screening: Any) -> None:
    screening(
        requires=("cv_analysis",),
        plan="starter",
        screenshots=(Screenshot("shots/cv-light.webp", "The list of questions", dark="shots/cv-dark.webp"),),
        changelog=(
            Release("2.0", date(2026, 10, 2), ("Asks in German too.",)),
            Release("1.0", date(2026, 9, 1), ("First.",)),
        ),
    )

    page = signed_in(ada).get(SCREENING).text

    assert page.count('alt="The list of questions"') == 2
    assert ["/static/shots/cv-dark.webp" in page, "Version 2.0" in page, "Asks in German too." in page] == [True] * 3
    assert ("Not yet" in page, "The plan Starter, or a larger one" in page, "You have it" in page) == (True,) * 3
    assert f'action="{SCREENING}start-trial/"' not in page


def test_module_starts_and_comes_back_only_with_the_modules_it_builds_on(
    acme: Tenant, grant: Grant, screening: Any
) -> None:
    screening(requires=("cv_analysis",))
    with pytest.raises(RequirementsError) as refused:
        start_trial(acme, module="screening")
    grant(acme)
    start_trial(acme, module="screening")
    with pytest.raises(NeededError) as needed:
        deactivate(acme, module="cv_analysis")
    deactivate(acme, module="screening")
    deactivate(acme, module="cv_analysis")

    with pytest.raises(RequirementsError):
        reactivate(acme, module="screening")

    assert (refused.value.detail, refused.value.extra) == ("Start CV analysis first.", {"modules": ["cv_analysis"]})
    assert (needed.value.detail, needed.value.extra) == ("Switch off Screening first.", {"modules": ["screening"]})
    assert list(License.objects.order_by("module").values_list("module", "state")) == [
        ("cv_analysis", "deactivated"),
        ("screening", "deactivated"),
    ]


@pytest.mark.parametrize(("plan", "is_met"), [("free", False), ("starter", True), ("enterprise", True)])
def test_module_of_a_plan_starts_with_it_and_with_larger_ones(
    acme: Tenant,
    screening: Any,
    plan: str,
    is_met: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    screening(plan="starter")
    acme.plan = plan
    offer = offer_for(acme, "screening")
    assert offer is not None
    assert offer.plan is not None
    assert (offer.plan, offer.is_ready) == (NeededPlan("starter", offer.plan.title, is_met), is_met)
    if is_met:
        assert start_trial(acme, module="screening").state == "trialing"
    else:
        with pytest.raises(RequirementsError) as refused:
            start_trial(acme, module="screening")
        assert refused.value.extra == {"plan": "starter"}


def test_community_needs_no_plan_and_a_visitor_has_none(community: Tenant, screening: Any) -> None:
    screening(plan="enterprise", requires=("cv_analysis",))
    visitor, practice = offer_for(None, "screening"), offer_for(community, "screening")

    assert visitor is not None
    assert practice is not None
    assert (visitor.plan and visitor.plan.is_met, practice.plan and practice.plan.is_met) == (False, True)
    assert [(one.label, one.is_met) for one in visitor.modules] == [("cv_analysis", False)]


def test_api_says_what_is_needed_and_refuses_without_it(
    api: Api, ada: Membership, grant: Grant, screening: Any
) -> None:
    screening(requires=("cv_analysis",), plan="starter")
    refused = api(ada).post("/api/v1/modules/screening/activate/")
    grant(ada.tenant)

    body = api(ada).get("/api/v1/modules/screening/").json()

    assert (refused.status_code, refused.json()["code"]) == (409, "requirements-missing")
    assert body["requirements"] == {
        "modules": [{"id": "cv_analysis", "title": "CV analysis", "met": True}],
        "plan": {"id": "starter", "title": "Starter", "met": True},
    }


def test_needed_modules_are_those_that_are_on(acme: Tenant, grant: Grant, screening: Any) -> None:
    screening(requires=("cv_analysis",))
    for state, is_met in (("active", True), ("deactivated", False), ("read_only", False)):
        grant(acme, state=state)
        offer = offer_for(acme, "screening")
        assert offer is not None
        assert offer.modules == (NeededModule("cv_analysis", offer.modules[0].title, is_met),)

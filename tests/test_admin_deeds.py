"""What staff do to tenants, licenses and seats: by services, with a reason, in force at once, only with the right."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import Membership, User
from apps.audit.models import AuditEntry
from apps.core.admin_deeds import DeedsAdmin
from apps.core.admin_sites import platform_admin
from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.marketplace.models import License, LicenseChange, Seat, Usage
from apps.marketplace.services import assign_seat, grant_license, set_seat_limit
from apps.tenants.models import Tenant, TenantExport
from apps.tenants.plan_use import this_month
from tests.people import PASSWORD, Grant, SignedIn

pytestmark = pytest.mark.django_db

REASON = "Agreed by mail on Monday"


@pytest.fixture
def staff(sam: User, signed_in: SignedIn) -> Client:
    return signed_in(sam)


def do(client: Client, row: Any, deed: str, **data: Any) -> Any:
    """Press the button above the record and send its form."""
    model = row._meta
    return client.post(f"/admin/{model.app_label}/{model.model_name}/{row.pk}/do/{deed}/", data)


def buttons(client: Client, row: Any) -> set[str]:
    """The deeds that the record's page offers."""
    page = client.get(f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/").text
    return {part.partition('/"')[0] for part in page.split("/do/")[1:]}


def use_one(tenant: Tenant) -> None:
    Usage.objects.create(tenant=tenant, module="cv_analysis", meter="analyses", month=this_month(), used=1)


def test_suspending_asks_for_a_reason_closes_the_workspace_at_once_and_is_in_both_logs(
    staff: Client, ada: Membership, acme: Tenant, signed_in: SignedIn
) -> None:
    without = do(staff, acme, "suspend")
    done = do(staff, acme, "suspend", reason=REASON)

    acme.refresh_from_db()
    assert (without.status_code, done.status_code) == (422, 302)
    assert (acme.status, acme.status_reason) == ("suspended", REASON)
    assert signed_in(ada).get("/t/acme/").status_code == 403
    for place in (None, acme):
        found = list(AuditEntry.objects.all()) if place is None else _entries(acme)
        assert [(e.action, e.note) for e in found if e.note] == [("tenant.status-changed", REASON)]


def _entries(tenant: Tenant) -> list[AuditEntry]:
    with scope(tenant):
        return list(AuditEntry.objects.order_by("id"))


def test_resuming_opens_it_again(staff: Client, ada: Membership, acme: Tenant, signed_in: SignedIn) -> None:
    do(staff, acme, "suspend", reason=REASON)
    offered = buttons(staff, acme)

    do(staff, acme, "resume", reason=REASON)

    assert ("resume" in offered, "suspend" in offered) == (True, False)
    assert signed_in(ada).get("/t/acme/").status_code == 200


def test_a_deed_that_is_not_offered_cannot_be_done(staff: Client, acme: Tenant) -> None:
    assert do(staff, acme, "resume", reason=REASON).status_code == 403


def test_staff_change_the_plan_and_extend_the_trial(staff: Client, acme: Tenant) -> None:
    do(staff, acme, "change-plan", plan="free", ends_on="", reason=REASON)
    do(staff, acme, "start-trial")
    acme.refresh_from_db()
    trial_end = acme.plan_ends_at

    do(staff, acme, "extend-trial", days="10", reason=REASON)
    acme.refresh_from_db()
    extended = acme.plan_ends_at
    do(staff, acme, "change-plan", plan="starter", ends_on="", reason=REASON)
    acme.refresh_from_db()

    assert trial_end
    assert extended == trial_end + timedelta(days=10)
    assert (acme.plan, acme.plan_is_trial, acme.plan_ends_at) == ("starter", False, None)
    assert [(entry.action, entry.note) for entry in _entries(acme)] == [
        ("tenant.plan-changed", REASON),
        ("plan.trial-started", ""),
        ("plan.trial-extended", REASON),
        ("tenant.plan-changed", REASON),
    ]


@pytest.mark.parametrize("data", [{"plan": "none"}, {"plan": "starter", "ends_on": "2020-01-01"}, {"plan": "free"}])
def test_a_plan_that_cannot_be_is_refused_at_the_form(staff: Client, acme: Tenant, data: dict[str, str]) -> None:
    before = Tenant.objects.filter(pk=acme.pk).values().get()

    assert do(staff, acme, "change-plan", **data).status_code == 422
    assert Tenant.objects.filter(pk=acme.pk).values().get() == before


def test_granted_license_opens_the_module_at_once_with_its_seats_and_its_reason(
    staff: Client, ada: Membership, acme: Tenant, signed_in: SignedIn
) -> None:
    last_day = timezone.localdate() + timedelta(days=30)
    form = {"module": "cv_analysis", "kind": "purchase", "seats": "2", "ends_on": last_day.isoformat()}

    do(staff, acme, "grant-license", **form, reason=REASON)
    license_ = License.objects.get(tenant=acme)
    assign_seat(license_, membership=ada)

    assert (license_.kind, license_.seat_limit) == ("purchase", 2)
    assert license_.ends_at
    assert timezone.localtime(license_.ends_at).date() == last_day
    assert signed_in(ada).get("/t/acme/cv-analysis/").status_code == 200
    assert LicenseChange.objects.get().why == REASON


def test_license_is_given_seats_another_end_and_switched_off_and_on(
    staff: Client, ada: Membership, acme: Tenant, signed_in: SignedIn
) -> None:
    license_ = grant_license(acme, module="cv_analysis", kind="purchase", ends_at=timezone.now() + timedelta(days=1))
    pages = []
    last_day = timezone.localdate() + timedelta(days=60)

    do(staff, license_, "end", ends_on=last_day.isoformat(), reason=REASON)
    for deed in ("switch-off", "switch-on", "stop"):
        do(staff, license_, deed, reason=REASON)
        pages.append(signed_in(ada).get("/t/acme/cv-analysis/").status_code)
    do(staff, license_, "seats", seats="7", reason=REASON)

    license_.refresh_from_db()
    assert pages == [402, 200, 402]
    assert license_.ends_at
    assert timezone.localtime(license_.ends_at).date() == last_day
    assert license_.seat_limit == 7


def test_fewer_seats_than_are_taken_are_refused_with_who_has_them(
    staff: Client, ada: Membership, ben: Membership, acme: Tenant
) -> None:
    license_ = grant_license(acme, module="cv_analysis", seat_limit=2)
    for who in (ada, ben):
        assign_seat(license_, membership=who)

    page = do(staff, license_, "seats", seats="1", reason=REASON)

    license_.refresh_from_db()
    assert (page.status_code, "Take 1 seat back first" in page.text, license_.seat_limit) == (422, True, 2)


def test_more_of_a_meter_is_granted_for_this_month(staff: Client, acme: Tenant) -> None:
    grant_license(acme, module="cv_analysis")
    use_one(acme)
    usage = Usage.objects.get()

    do(staff, usage, "grant-more", amount="50", reason=REASON)

    usage.refresh_from_db()
    assert (usage.granted, usage.used) == (50, 1)


def test_seats_are_given_and_taken_back_by_their_services(
    staff: Client, ada: Membership, ben: Membership, acme: Tenant
) -> None:
    license_ = grant_license(acme, module="cv_analysis", seat_limit=1)

    given = staff.post("/admin/marketplace/seat/add/", {"license": license_.pk, "membership": ada.pk})
    refused = staff.post("/admin/marketplace/seat/add/", {"license": license_.pk, "membership": ben.pk}, follow=True)
    staff.post(f"/admin/marketplace/seat/{Seat.objects.get().pk}/delete/", {"post": "yes"})

    assert (given.status_code, "All seats of this license are taken." in refused.text) == (302, True)
    assert Seat.objects.count() == 0
    assert [entry.action for entry in _entries(acme) if entry.action.startswith("seat.")] == [
        *("seat.assigned", "seat.taken-back"),
    ]


def test_each_deed_stands_in_the_history_of_its_record(staff: Client, sam: User, acme: Tenant) -> None:
    do(staff, acme, "suspend", reason=REASON)

    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, "Suspend" in entry.get_change_message()) == (sam, str(acme.pk), True)


ALL = [
    (model, deed.name, deed.right)
    for model, site in platform_admin._registry.items()
    if isinstance(site, DeedsAdmin)
    for deed in site.deeds
]


@pytest.mark.parametrize(("model", "name", "right"), ALL, ids=lambda part: str(getattr(part, "__name__", part)))
def test_deed_is_refused_without_its_right_and_shown_with_it(
    model: Any, name: str, right: str, ada: Membership, acme: Tenant, grant: Grant, signed_in: SignedIn
) -> None:
    """For every deed there is, those of tomorrow too."""
    helper = User.objects.create_user("helper@rostrum.example", PASSWORD, is_staff=True)
    helper.user_permissions.add(Permission.objects.get(codename=f"view_{model._meta.model_name}"))
    rows: dict[Any, Any] = {Tenant: acme, License: grant(acme), User: ada.user}
    row = rows.get(model) or acme
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/do/{name}/"

    before = signed_in(helper).get(address).status_code
    app, _dot, codename = right.partition(".")
    helper.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    # Whether it is offered depends on the record; that it is refused without the right does not.
    site = platform_admin._registry[model]
    assert isinstance(site, DeedsAdmin)
    deed = next(deed for deed in site.deeds if deed.name == name)
    expected = 404 if model not in rows else 200 if deed.is_offered(row) else 403

    assert before == (404 if model not in rows else 403)
    assert signed_in(User.objects.get(pk=helper.pk)).get(address).status_code == expected


def test_tenant_page_shows_people_licenses_and_usage_with_as_many_statements_for_three_as_for_one(
    staff: Client, ada: Membership, ben: Membership, gia: Membership, acme: Tenant, beta: Tenant, cleo: Membership
) -> None:
    counts = []
    for tenant in (beta, acme):
        grant_license(tenant, module="cv_analysis")
        set_seat_limit(License.objects.get(tenant=tenant), seats=5)
        use_one(tenant)
        address = f"/admin/tenants/tenant/{tenant.pk}/change/"
        staff.get(address)
        with CaptureQueriesContext(connection) as captured:
            page = staff.get(address)
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert ["gia@acme.example" in page.text or "Gia" in page.text, "cv_analysis" in page.text] == [True, True]


def test_closing_asks_for_the_name_and_can_be_taken_back(staff: Client, ada: Membership, acme: Tenant) -> None:
    wrong = do(staff, acme, "close", name="Beta Works", reason=REASON)
    do(staff, acme, "close", name="Acme Robotics", reason=REASON)
    acme.refresh_from_db()
    closed, offered = acme.status, buttons(staff, acme)

    do(staff, acme, "reopen", reason=REASON)

    acme.refresh_from_db()
    assert (wrong.status_code, closed, acme.status) == (422, "closed", "active")
    assert offered == {"reopen", "erase", "ai-budget"}


def test_erasing_is_for_closed_workspaces_only_and_begins_at_once(staff: Client, ada: Membership, acme: Tenant) -> None:
    open_one = do(staff, acme, "erase", name="Acme Robotics", reason=REASON)
    do(staff, acme, "close", name="Acme Robotics", reason=REASON)
    do(staff, acme, "erase", name="Acme Robotics", reason=REASON)

    queued = QueuedTask.objects.filter(name="tenants.erase_step")
    assert (open_one.status_code, [task.kwargs for task in queued]) == (403, [{"tenant_id": str(acme.pk)}])


def test_export_of_a_workspace_is_asked_for_once_at_a_time(staff: Client, acme: Tenant) -> None:
    first, second = do(staff, acme, "export"), do(staff, acme, "export")

    assert (first.status_code, second.status_code, TenantExport.objects.count()) == (302, 422, 1)

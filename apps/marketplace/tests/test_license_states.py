"""How a license changes: by deeds and by time, each change written down once and for good."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import Membership
from apps.audit.models import AuditEntry
from apps.core.actor import PERSON, TASK, Actor, acting_as
from apps.core.problems import MissingError
from apps.core.scope import scope
from apps.marketplace.models import License, LicenseChange
from apps.marketplace.services import (
    NotActiveError,
    deactivate,
    end_license,
    extend_license,
    grant_license,
    reactivate,
    start_trial,
    write_down_what_time_did,
)
from apps.marketplace.states import GRACE, READ_ONLY
from apps.tenants.models import Tenant
from tests.people import Api, Grant, SignedIn

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def changes(license_: License) -> list[tuple[str, str]]:
    return list(license_.changes.order_by("id").values_list("from_state", "to_state"))


def test_every_deed_is_written_down_with_who_and_why(ada: Membership) -> None:
    with acting_as(Actor(PERSON, id=ada.user_id, label="Ada")):
        license_ = start_trial(ada.tenant, module="cv_analysis")
        deactivate(ada.tenant, module="cv_analysis", why="We hire nobody.")
        reactivate(ada.tenant, module="cv_analysis")
    with acting_as(Actor(TASK, label="billing.renew")):
        grant_license(ada.tenant, module="cv_analysis", kind=License.Kind.PURCHASE, why="Paid.")
        end_license(license_, why="Money came back.")

    assert changes(license_) == [
        ("", "trialing"),
        ("trialing", "deactivated"),
        ("deactivated", "trialing"),
        ("trialing", "active"),
        ("active", "expired"),
    ]
    rows = list(license_.changes.order_by("id"))
    assert [row.why for row in rows][1:] == ["We hire nobody.", "Switched on again.", "Paid.", "Money came back."]
    assert [(row.actor_kind, row.actor_id, row.actor_label) for row in (rows[0], rows[3])] == [
        (PERSON, ada.user_id, ""),
        (TASK, None, "billing.renew"),
    ]


def test_the_tenants_audit_log_says_so_too(ada: Membership, cleo: Membership) -> None:
    start_trial(ada.tenant, module="cv_analysis")
    deactivate(ada.tenant, module="cv_analysis", why="We hire nobody.")

    with scope(ada.tenant):
        about = AuditEntry.objects.filter(target_label="cv_analysis").order_by("id")
        entries = list(about.values_list("action", "target_label", "changes", "note"))
    assert entries == [
        ("license.state-changed", "cv_analysis", {"state": ["", "trialing"]}, "The free trial was started."),
        ("license.state-changed", "cv_analysis", {"state": ["trialing", "deactivated"]}, "We hire nobody."),
    ]
    with scope(cleo.tenant):
        assert AuditEntry.objects.filter(target_label="cv_analysis").count() == 0


@pytest.mark.parametrize(
    ("kind", "state", "ended", "written"),
    [
        ("trial", "trialing", DAY, "expired"),
        ("purchase", "active", DAY, "grace"),
        ("purchase", "active", GRACE, "read_only"),
        ("purchase", "grace", GRACE + DAY, "read_only"),
        ("purchase", "read_only", GRACE + READ_ONLY, "expired"),
        ("purchase", "grace", DAY, "grace"),
        ("purchase", "active", -DAY, "active"),
        ("purchase", "deactivated", DAY, "deactivated"),
        ("purchase", "expired", DAY, "expired"),
    ],
)
def test_job_writes_down_what_time_did_and_says_nothing_twice(
    acme: Tenant, grant: Grant, kind: str, state: str, ended: timedelta, written: str
) -> None:
    license_ = grant(acme, kind=kind, state=state, ends_at=timezone.now() - ended)

    found = [write_down_what_time_did(), write_down_what_time_did()]

    before = license_.state
    license_.refresh_from_db()
    moved = before != written
    assert (license_.state, license_.state_now, found) == (written, written, [int(moved), 0])
    assert changes(license_) == ([(before, written)] if moved else [])


def test_history_of_a_license_is_only_ever_added_to(licensed: License, acme: Tenant) -> None:
    end_license(licensed, why="Over.")

    for deed in (lambda: LicenseChange.objects.update(why="Nothing."), lambda: licensed.changes.all().delete()):
        with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
            deed()
    Tenant.objects.filter(pk=acme.pk).update(status=Tenant.Status.CLOSED, erase_at=timezone.now())
    assert licensed.changes.all().delete()[0] == 1


def test_longer_time_begins_anew_what_had_run_out(acme: Tenant, grant: Grant) -> None:
    for state in ("grace", "read_only", "expired"):
        license_ = grant(acme, state=state, ends_at=timezone.now() - DAY)
        assert extend_license(license_, ends_at=timezone.now() + DAY, why="Paid.").state_now == "active"
    off = grant(acme, state="deactivated", ends_at=timezone.now() - DAY)
    assert extend_license(off, ends_at=None, why="Paid.").state_now == "deactivated"


def test_what_was_switched_off_comes_back_as_far_as_its_time_allows(acme: Tenant, grant: Grant) -> None:
    grant(acme, state="deactivated", ends_at=timezone.now() - DAY)
    in_grace = reactivate(acme, module="cv_analysis").state
    grant(acme, state="deactivated", ends_at=timezone.now() - GRACE - DAY)
    to_look = reactivate(acme, module="cv_analysis").state
    grant(acme, state="deactivated", ends_at=timezone.now() - GRACE - READ_ONLY)

    assert (in_grace, to_look) == ("grace", "read_only")
    with pytest.raises(NotActiveError):
        reactivate(acme, module="cv_analysis")


def test_module_that_there_is_not_cannot_be_granted(acme: Tenant) -> None:
    with pytest.raises(MissingError):
        grant_license(acme, module="coffee")


def test_in_grace_everything_can_be_done(ada: Membership, grant: Grant, api: Api) -> None:
    grant(ada.tenant, ends_at=timezone.now() - DAY)

    assert api(ada).get("/api/v1/cv-analysis/cvs/").status_code == 200
    assert api(ada).post("/api/v1/cv-analysis/cvs/", {}, format="multipart").status_code == 400


def test_after_grace_one_can_look_and_export_and_change_nothing(
    ada: Membership, grant: Grant, api: Api, signed_in: SignedIn
) -> None:
    grant(ada.tenant, ends_at=timezone.now() - GRACE)

    looked = [
        signed_in(ada).get(f"/t/acme/{path}").status_code
        for path in ("cv-analysis/", "cv-analysis/export/", "marketplace/cv_analysis/")
    ]
    problem = api(ada).post("/api/v1/cv-analysis/cvs/", {}, format="multipart").json()
    page = signed_in(ada).post("/t/acme/cv-analysis/upload/")

    assert (looked, api(ada).get("/api/v1/cv-analysis/cvs/").status_code) == ([200, 200, 200], 200)
    assert (problem["status"], problem["code"], problem["module"]) == (402, "license-read-only", "cv_analysis")
    assert (page.status_code, "you can look and export" in page.text) == (402, True)


@pytest.mark.parametrize(
    ("kind", "state", "ended", "until"),
    [
        ("trial", "trialing", -DAY, -DAY),
        ("purchase", "active", -DAY, -DAY),
        ("purchase", "active", DAY, DAY - GRACE),
        ("purchase", "active", GRACE, -READ_ONLY),
        ("purchase", "active", GRACE + READ_ONLY, None),
        ("purchase", "deactivated", -DAY, None),
    ],
)
def test_license_says_until_when_it_stays_as_it_is(
    acme: Tenant, kind: str, state: str, ended: timedelta, until: timedelta | None
) -> None:
    now = timezone.now()
    license_ = License(tenant=acme, kind=kind, state=state, ends_at=now - ended)

    assert license_.until == (None if until is None else now - until)

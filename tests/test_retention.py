"""Records that nobody has touched for as long as a workspace wants to keep them go, and no others."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from apps.accounts.models import Membership
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from apps.tenants import retention
from apps.tenants.models import Tenant
from apps.tenants.policies import change_candidate_retention, change_retention
from apps.tenants.retention import expiring_in, start_retention
from tests.people import Api, Grant, SignedIn

pytestmark = pytest.mark.django_db


# What other modules keep, of which there is nothing here.
NO_INTERVIEWS = [("Practice interviews", 0), ("Assigned interviews", 0), ("Practice areas", 0)]
NO_PROGRAMS = [
    ("Programs of practice", 0),
    ("Drafts of programs", 0),
    ("Code assessments", 0),
    ("Progress of problems", 0),
]


def add_cv(membership: Membership, name: str, *, days: int) -> Cv:
    """A CV that was last touched so many days ago."""
    with scope(membership.tenant):
        cv = Cv(uploaded_by_id=membership.pk, file_name=name, size=3, status=Cv.Status.PARSED)
        cv.file.save(name, ContentFile(b"cv!"), save=False)
        cv.save()
        Cv.objects.filter(pk=cv.pk).update(updated_at=timezone.now() - timedelta(days=days))
    return cv


def names_in(tenant: Tenant) -> list[str]:
    with scope(tenant):
        return list(Cv.objects.order_by("file_name").values_list("file_name", flat=True))


def test_old_records_go_with_their_files_and_those_of_others_stay(
    acme: Tenant, ada: Membership, beta: Tenant, cleo: Membership, grant: Grant, run_queued: Callable[[], int]
) -> None:
    old, _new = add_cv(ada, "old.pdf", days=31), add_cv(ada, "new.pdf", days=29)
    add_cv(cleo, "cleo.pdf", days=400)
    change_retention(acme, days=30)

    assert (expiring_in(acme, days=30), expiring_in(acme, days=365)) == (
        [("Candidates", 0), *NO_PROGRAMS, ("CVs", 1), ("CVs of the builder", 0), *NO_INTERVIEWS],
        [("Candidates", 0), *NO_PROGRAMS, ("CVs", 0), ("CVs of the builder", 0), *NO_INTERVIEWS],
    )
    start_retention()
    run_queued()

    assert (names_in(acme), names_in(beta)) == (["new.pdf"], ["cleo.pdf"])
    assert default_storage.exists(str(old.file.name)) is False
    with scope(acme):
        assert AuditEntry.objects.get(action="tenant.retention-applied").changes == {"cvs": [1, 0]}


def test_everything_is_kept_unless_a_workspace_wishes_otherwise(
    acme: Tenant, beta: Tenant, ada: Membership, run_queued: Callable[[], int]
) -> None:
    add_cv(ada, "old.pdf", days=3000)
    change_candidate_retention(acme, days=None)
    change_candidate_retention(beta, days=None)

    assert (start_retention(), run_queued(), names_in(acme)) == (0, 0, ["old.pdf"])


def test_many_go_batch_by_batch(
    acme: Tenant, ada: Membership, run_queued: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for number in range(5):
        add_cv(ada, f"{number}.pdf", days=31)
    change_retention(acme, days=30)
    start_retention()
    run_queued()

    assert names_in(acme) == []
    with scope(acme):
        gone = AuditEntry.objects.filter(action="tenant.retention-applied").order_by("pk")
        assert [entry.changes["cvs"][0] for entry in gone] == [2, 2, 1]


def test_rule_that_was_taken_back_before_its_turn_deletes_nothing(
    acme: Tenant, ada: Membership, run_queued: Callable[[], int]
) -> None:
    add_cv(ada, "old.pdf", days=31)
    change_retention(acme, days=30)
    start_retention()
    change_retention(acme, days=None)
    run_queued()

    assert names_in(acme) == ["old.pdf"]


def test_page_and_api_say_how_many_would_go_before_anything_is_saved(
    acme: Tenant, ada: Membership, signed_in: SignedIn, api: Api
) -> None:
    add_cv(ada, "old.pdf", days=31)
    page = "/t/acme/settings/retention/"
    preview = signed_in(ada).get(f"{page}preview/", {"days": "30"}).text
    told = api(ada).post("/api/v1/tenants/retention/preview/", {"days": 30}, format="json").json()
    signed_in(ada).post(page, {"days": "30"})

    assert "Kept for 30 days, these would go tonight" in preview
    assert [(one["title"], one["count"]) for one in told["expiring"]] == [
        ("Candidates", 0),
        *NO_PROGRAMS,
        ("CVs", 1),
        ("CVs of the builder", 0),
        *NO_INTERVIEWS,
    ]
    assert (Tenant.objects.get(pk=acme.pk).retention_days, names_in(acme)) == (30, ["old.pdf"])

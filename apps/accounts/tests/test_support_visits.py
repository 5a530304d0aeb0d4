"""Staff act as a member: with a reason, for a while, in one workspace, seen by its owners, far from credentials."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import Membership, SupportVisit, User
from apps.accounts.services import NotVisitableError, save_view, set_support_access, start_visit
from apps.audit.models import AuditEntry
from apps.core.rights import all_permissions
from apps.core.scope import scope
from apps.tenants.models import Tenant
from tests.people import PASSWORD, SignedIn
from tests.routes import filled_in, routes_of

pytestmark = pytest.mark.django_db

REASON = "Ticket 4711: the list stays empty"


@pytest.fixture
def visiting(sam: User, ben: Membership, signed_in: SignedIn) -> Client:
    """Sam's browser, acting as Ben."""
    client = signed_in(sam)
    begun = client.post(f"/support/act-as/{ben.pk}/", {"reason": REASON, "minutes": "30"})
    assert (begun.status_code, begun["Location"]) == (302, "/t/acme/")
    return client


@pytest.fixture
def visiting_owner(sam: User, ada: Membership, signed_in: SignedIn) -> Client:
    """Sam's browser, acting as Ada, who may do everything."""
    client = signed_in(sam)
    client.post(f"/support/act-as/{ada.pk}/", {"reason": REASON, "minutes": "30"})
    return client


def acts(tenant: Tenant | None) -> list[tuple[str, str]]:
    """The log of visits: what was done, and on whose behalf."""
    found = AuditEntry.objects.filter(action__startswith="support.").order_by("id")
    if tenant is None:
        return [(entry.action, entry.note) for entry in found]
    with scope(tenant):
        return [(entry.action, entry.note) for entry in found.all()]


def test_staff_see_the_workspace_as_the_member_with_a_bar_on_every_page(
    visiting: Client, ben: Membership, sam: User
) -> None:
    pages = [visiting.get(f"/t/acme/{page}") for page in ("", "marketplace/", "cv-analysis/", "nowhere/")]
    outside = [visiting.get("/"), visiting.get("/admin/")]

    assert [page.status_code for page in pages] == [200, 200, 402, 404]
    assert ["You act as <strong>Ben</strong> in Acme Robotics until" in page.text for page in pages] == [True] * 4
    assert ["here you are yourself" in page.text for page in outside] == [True, True]
    assert [page.wsgi_request.user for page in (pages[0], outside[1])] == [ben.user, sam]


def test_visit_is_written_down_in_both_logs_with_its_reason(
    visiting: Client, sam: User, ben: Membership, acme: Tenant
) -> None:
    visiting.post("/t/acme/support/stop/")

    expected = [("support.visit-started", REASON), ("support.visit-stopped", REASON)]
    assert (acts(None), acts(acme)) == (expected, expected)
    with scope(acme):
        stopped = AuditEntry.objects.get(action="support.visit-stopped")
    assert (stopped.actor_kind, stopped.actor_id, stopped.on_behalf_of) == ("staff", sam.pk, ben.user_id)


def test_stopping_leads_back_to_the_administration_and_closes_the_workspace(visiting: Client, ben: Membership) -> None:
    stopped = visiting.post("/t/acme/support/stop/")

    assert stopped["Location"] == f"/admin/accounts/membership/{ben.pk}/change/"
    assert visiting.get("/t/acme/").status_code == 403
    assert SupportVisit.objects.get().is_open is False


def test_another_workspace_stays_closed(visiting: Client, cleo: Membership) -> None:
    assert visiting.get("/t/beta/").status_code == 403


def test_deeds_of_a_visit_are_the_staffs_on_behalf_of_the_member(
    visiting_owner: Client, sam: User, ada: Membership, acme: Tenant
) -> None:
    visiting_owner.post("/t/acme/marketplace/cv_analysis/start-trial/")

    with scope(acme):
        entries = AuditEntry.objects.exclude(action__startswith="support.").exclude(action="member.joined")
        assert {(entry.actor_kind, entry.actor_id, entry.on_behalf_of) for entry in entries} <= {
            ("staff", sam.pk, ada.user_id)
        }


@pytest.mark.parametrize(
    "how", ["time", "switched off", "left staff", "lost the right", "member suspended", "signed out"]
)
def test_visit_ends_when_what_allowed_it_does(
    visiting: Client, how: str, sam: User, ben: Membership, acme: Tenant
) -> None:
    if how == "time":
        SupportVisit.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    elif how == "switched off":
        set_support_access(acme, is_allowed=False)
    elif how == "left staff":
        User.objects.filter(pk=sam.pk).update(is_staff=False)
    elif how == "lost the right":
        User.objects.filter(pk=sam.pk).update(is_superuser=False)
    elif how == "member suspended":
        Membership.objects.filter(pk=ben.pk).update(is_active=False)
    else:
        visiting.post("/accounts/logout/")

    page = visiting.get("/t/acme/")

    assert (page.status_code, "You act as" in page.text) == (302 if how == "signed out" else 403, False)


def test_visit_of_one_is_no_visit_of_another(visiting: Client, sam: User, ben: Membership, signed_in: SignedIn) -> None:
    other = User.objects.create_superuser("tess@rostrum.example", PASSWORD, name="Tess")
    client = signed_in(other)
    session = client.session
    session["support_visit"] = str(SupportVisit.objects.get().pk)
    session.save()

    assert client.get("/t/acme/").status_code == 403


def test_second_visit_ends_the_first(visiting: Client, sam: User, cleo: Membership) -> None:
    start_visit(cleo, staff=sam, reason=REASON, minutes=15)

    assert [visit.is_open for visit in SupportVisit.objects.order_by("created_at")] == [False, True]


def test_nobody_acts_longer_than_an_hour(sam: User, ben: Membership) -> None:
    visit = start_visit(ben, staff=sam, reason=REASON, minutes=600)

    assert timedelta(minutes=59) < visit.ends_at - timezone.now() <= timedelta(minutes=60)


def test_nobody_acts_as_staff_as_themselves_or_where_it_is_forbidden(
    sam: User, ben: Membership, cleo: Membership, gia: Membership, beta: Tenant
) -> None:
    User.objects.filter(pk=gia.user_id).update(is_staff=True)
    gia.user.refresh_from_db()
    set_support_access(beta, is_allowed=False)
    cleo.tenant.refresh_from_db()
    Membership.objects.filter(pk=ben.pk).update(is_active=False)
    ben.refresh_from_db()

    for membership in (gia, cleo, ben):
        with pytest.raises(NotVisitableError):
            start_visit(membership, staff=sam, reason=REASON, minutes=15)


def test_only_staff_with_the_right_get_to_the_form(ada: Membership, ben: Membership, signed_in: SignedIn) -> None:
    helper = User.objects.create_user("helper@rostrum.example", PASSWORD, is_staff=True)
    before = [signed_in(who).get(f"/support/act-as/{ben.pk}/").status_code for who in (ada, helper)]
    helper.user_permissions.add(Permission.objects.get(codename="act_as_member"))

    after = signed_in(User.objects.get(pk=helper.pk)).get(f"/support/act-as/{ben.pk}/")

    assert (before, after.status_code, "Act as Ben" in after.text) == ([403, 403], 200, True)


def test_visit_needs_a_reason(sam: User, ben: Membership, signed_in: SignedIn) -> None:
    page = signed_in(sam).post(f"/support/act-as/{ben.pk}/", {"reason": "why", "minutes": "30"})

    assert (page.status_code, page.text.count("data-error-summary"), SupportVisit.objects.count()) == (422, 1, 0)


def test_rights_over_people_keys_and_security_are_gone_during_a_visit(visiting_owner: Client, ada: Membership) -> None:
    in_person = {right.name for right in all_permissions() if right.in_person}
    page = visiting_owner.get("/t/acme/")
    membership = page.wsgi_request.membership  # type: ignore[attr-defined]  # set by the middleware

    assert in_person == {
        *("accounts.manage_members", "accounts.manage_roles", "accounts.manage_keys"),
        *("tenants.manage_security", "tenants.export", "tenants.close", "ai.manage", "billing.manage"),
    }
    assert {name for name in in_person if membership.has_right(name)} == set()
    assert {name for name in in_person if not ada.has_right(name)} == set()


PERSONAL = sorted(
    route
    for route in routes_of("config.urls")
    if route.startswith(("accounts/", "api/v1/auth/", "api/auth/"))
    and route != "accounts/logout/"
    # Needs a key that only a mail has; its address without one is none.
    and "uidb36" not in route
)


@pytest.mark.no_cover
def test_nothing_of_the_account_is_open_during_a_visit(visiting_owner: Client, ada: Membership) -> None:
    """Pages about the account and its API are the person's alone, those that come tomorrow too."""
    before = User.objects.filter(pk=ada.user_id).values().get()
    views = routes_of("config.urls")
    wrong = []
    for route in PERSONAL:
        target = getattr(views[route].callback, "cls", views[route].callback)
        for method in ("get", "post", "put", "patch", "delete"):
            answer = getattr(visiting_owner, method)(f"/t/acme/{filled_in(route)}")
            # What a right of the member's opens may be looked at.
            if getattr(target, "rights", None) and (method == "get" or answer.status_code in {403, 404, 405}):
                continue
            said = "not-while-impersonating" in answer.text or "while you act as somebody else" in answer.text
            if (answer.status_code, said) != (403, True):
                wrong.append((route, method, answer.status_code))

    assert wrong == []
    assert User.objects.filter(pk=ada.user_id).values().get() == before


def test_forms_that_ask_for_no_right_are_refused_during_a_visit(visiting_owner: Client, ada: Membership) -> None:
    with scope(ada.tenant):
        view = save_view(ada, listing="cv_analysis.cvs", title="Mine", query="")

    refused = [
        visiting_owner.post("/t/acme/views/save/", {"listing": "cv_analysis.cvs", "title": "x", "query": ""}),
        visiting_owner.post(f"/t/acme/views/{view.pk}/delete/"),
        visiting_owner.post("/t/acme/i18n/setlang/", {"language": "de"}),
    ]

    assert [answer.status_code for answer in refused] == [403] * 3
    with scope(ada.tenant):
        view.refresh_from_db()


def test_visit_leaves_no_trace_in_where_the_member_works(visiting: Client, ben: Membership) -> None:
    visiting.get("/t/acme/")

    ben.user.refresh_from_db()
    assert (ben.user.last_tenant, ben.user.last_login) == (None, None)


def test_owners_see_who_was_in_and_why_and_can_forbid_it(
    visiting: Client, ada: Membership, signed_in: SignedIn, acme: Tenant
) -> None:
    owner = signed_in(ada)
    page = owner.get("/t/acme/settings/support/")

    forbidden = owner.post("/t/acme/settings/support/", {})

    acme.refresh_from_db()
    assert ("Sam as Ben" in page.text, REASON in page.text) == (True, True)
    assert (forbidden.status_code, acme.support_access, visiting.get("/t/acme/").status_code) == (302, False, 403)
    assert acts(acme)[1:] == [("support.visit-stopped", REASON), ("support.access-changed", "")]


def test_who_was_in_is_read_with_the_same_statements_for_one_and_for_three(
    sam: User, ada: Membership, ben: Membership, signed_in: SignedIn
) -> None:
    client, counts = signed_in(ada), []
    for number in (1, 3):
        while SupportVisit.objects.count() < number:
            start_visit(ben, staff=sam, reason=REASON, minutes=15)
        client.get("/t/acme/settings/support/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/t/acme/settings/support/")
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_members_without_the_right_do_not_see_who_was_in(ben: Membership, signed_in: SignedIn) -> None:
    assert signed_in(ben).get("/t/acme/settings/support/").status_code == 403

"""Both admin sites, every model's pages, and who gets in."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.db import connection, models
from django.test import Client
from django.utils import timezone
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from rest_framework_simplejwt.tokens import RefreshToken

from apps.accounts.models import BrowserSession, Invitation, Member, Membership, PasswordRecord, SignIn, User
from apps.accounts.services import save_view
from apps.audit.models import AuditEntry, AuditLink
from apps.audit.services import record
from apps.code_assessment.models import Draft, ProblemProgress
from apps.core.admin_sites import platform_admin, tenant_admin
from apps.core.models import QueuedTask
from apps.core.modules import all_modules, personal_rows
from apps.core.queue import later
from apps.core.scope import scope
from apps.cv_analysis.models import Analysis, Cv
from apps.interviews.models import CoachTurn, QuestionMark, ReportLink, SelfDescription, SkillProgress
from apps.marketplace.models import License, LicenseChange, LicenseReminder, Seat
from apps.marketplace.services import capture, reserve
from apps.tenants.models import Tenant
from tests.any_row import make_rows
from tests.people import Api, Grant, SignedIn

pytestmark = pytest.mark.django_db

PLATFORM = sorted(platform_admin._registry, key=lambda model: model._meta.label)
TENANT = sorted(tenant_admin._registry, key=lambda model: model._meta.label)
# The platform and each tenant keep logs of their own.
IN_BOTH = {LogEntry, AuditEntry, AuditLink}


def named(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.fixture
def rows(ada: Membership, ben: Membership, cleo: Membership, grant: Grant) -> None:
    """At least one row of every model, in Acme and in Beta."""
    for who in (ada, cleo):
        license_ = grant(who.tenant)
        Seat.objects.create(license=license_, membership=who)
        LicenseChange.objects.create(license=license_, to_state="active", actor_kind="system", why="Granted.")
        LicenseReminder.objects.create(license=license_, ends_at=timezone.now(), days_before=7)
        capture(reserve(who.tenant, module="cv_analysis", meter="analyses", key="cv"))
        with scope(who.tenant):
            cv = Cv.objects.create(uploaded_by_id=who.pk, file="x", file_name=f"of-{who.user}.pdf", size=1)
            Analysis.objects.create(cv=cv, algorithm="1", as_of="2026-06-01", text="", findings={}, duration_ms=1)
            later("cv_analysis.analyse_cv", cv_id=cv.pk)
            save_view(who, listing="cv_analysis.cvs", title="Mine", query="")
            LogEntry.objects.create(user_id=who.user_id, object_repr=f"log of {who.tenant.slug}", action_flag=1)
            record("log.exported")
        address_ = EmailAddress.objects.create(user=who.user, email=who.user.email, primary=True, verified=True)
        EmailConfirmation.create(address_)
        Invitation.objects.create(
            tenant=who.tenant, email="eve@example.org", role="guest", token_hash=who.pk.hex, expires_at=timezone.now()
        )
        SignIn.objects.create(user=who.user, email=who.user.email, outcome="success", way="password")
        BrowserSession.objects.create(user=who.user, session_key=f"key-of-{who.user}", way="password")
        PasswordRecord.objects.create(user=who.user, password="hash-of-earlier")
        SocialAccount.objects.create(user=who.user, provider="google", uid=f"uid-{who.user}")
        Authenticator.objects.create(user=who.user, type="totp", data={"secret": "sealed"})
    LogEntry.objects.create(user_id=ada.user_id, object_repr="log of the platform", action_flag=1)
    record("log.exported")
    with connection.cursor() as cursor:
        # Entries get their place in the chain when they are committed.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    Group.objects.create(name="Support")
    token = RefreshToken.for_user(ada.user)
    token.blacklist()


def row_of(model: type[models.Model]) -> models.Model:
    if model._default_manager.first() is None:
        # Of a model that the fixture does not know, any will do.
        make_rows(model, 1)
    return model._default_manager.all()[0]


def pages_of(pk: object) -> tuple[str, ...]:
    """The table, the table searched and in another order, a row, and what was done to it."""
    return "", "?q=ada&o=1", f"{pk}/change/", f"{pk}/history/"


def address(model: type[models.Model], page: str, base: str = "") -> str:
    return f"{base}/admin/{model._meta.app_label}/{model._meta.model_name}/{page}"


@pytest.mark.parametrize("model", PLATFORM, ids=named)
def test_every_page_of_the_platforms_admin_renders(
    model: type[models.Model], rows: None, sam: User, signed_in: SignedIn
) -> None:
    client, pk = signed_in(sam), row_of(model).pk

    answers = [client.get(address(model, page)) for page in pages_of(pk)]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert all("<h1" in answer.text or "<title>" in answer.text for answer in answers)


@pytest.mark.parametrize("model", TENANT, ids=named)
@pytest.mark.parametrize("who", ["ada", "sam"])
def test_every_page_of_a_tenants_admin_renders_for_its_owner_and_for_staff(
    model: type[models.Model], who: str, rows: None, ada: Membership, sam: User, signed_in: SignedIn
) -> None:
    client = signed_in(ada if who == "ada" else sam)
    with scope(ada.tenant):
        pk = row_of(model).pk

    answers = [client.get(address(model, page, "/t/acme")).status_code for page in pages_of(pk)]

    assert answers == [200] * 4


@pytest.mark.parametrize("model", PLATFORM, ids=named)
def test_pages_to_add_render_or_are_refused(model: type[models.Model], sam: User, signed_in: SignedIn) -> None:
    site_admin = platform_admin._registry[model]
    client = signed_in(sam)
    request: Any = client.get("/admin/").wsgi_request

    response = client.get(address(model, "add/"))

    assert response.status_code == (200 if site_admin.has_add_permission(request) else 403)


def test_every_model_of_every_app_is_in_one_admin_and_only_the_logs_in_both() -> None:
    expected = {model for config in all_modules() for model in config.get_models()} | {
        Tenant,
        User,
        Membership,
        Member,
        License,
        Seat,
        QueuedTask,
    }

    # What people say of their sex and origin is shown of groups only; what is one person's own, to nobody else.
    personal = {model for model, filters in personal_rows().items() if not filters}
    assert expected - set(PLATFORM) - set(TENANT) == {SelfDescription, *personal}
    assert personal == {CoachTurn, Draft, ProblemProgress, QuestionMark, ReportLink, SkillProgress}
    assert set(PLATFORM) & set(TENANT) == IN_BOTH


@pytest.mark.parametrize("base", ["", "/t/acme"])
def test_stranger_is_led_to_the_sign_in_and_back(acme: Tenant, base: str) -> None:
    response = Client().get(f"{base}/admin/")

    assert response.status_code == 302
    chain = Client().get(f"{base}/admin/", follow=True).redirect_chain
    assert chain[-1][0] == f"{base}/accounts/login/?next={base}/admin/"


def test_members_guests_and_strangers_to_the_workspace_are_refused(
    ben: Membership, gia: Membership, cleo: Membership, signed_in: SignedIn
) -> None:
    found = [signed_in(who).get("/t/acme/admin/", follow=True).status_code for who in (ben, gia, cleo)]

    assert found == [403, 403, 403]


def test_owner_of_a_workspace_is_nobody_in_the_platforms_admin(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)

    found = [client.get(page, follow=True).status_code for page in ("/admin/", address(User, ""), address(Tenant, ""))]

    assert found == [403, 403, 403]


@pytest.mark.parametrize("model", [model for model in PLATFORM if model not in IN_BOTH], ids=named)
def test_shared_tables_are_not_in_a_tenants_admin(
    model: type[models.Model], sam: User, acme: Tenant, signed_in: SignedIn
) -> None:
    assert signed_in(sam).get(address(model, "", "/t/acme")).status_code == 404


@pytest.mark.parametrize("model", [model for model in TENANT if model not in IN_BOTH], ids=named)
def test_tenants_tables_are_not_in_the_platforms_admin(
    model: type[models.Model], sam: User, signed_in: SignedIn
) -> None:
    assert signed_in(sam).get(address(model, "")).status_code == 404


def test_tenants_admin_shows_the_own_rows_only(
    rows: None, ada: Membership, cleo: Membership, signed_in: SignedIn
) -> None:
    with scope(cleo.tenant):
        foreign = Cv.objects.get().pk

    text = signed_in(ada).get(address(Cv, "", "/t/acme")).text
    foreign_page = signed_in(ada).get(address(Cv, f"{foreign}/change/", "/t/acme"))

    assert ("of-Ada.pdf" in text, "of-Cleo.pdf" in text) == (True, False)
    assert (foreign_page.status_code, "of-Cleo" in foreign_page.text) == (302, False)


def test_search_of_the_admin_remembers_nothing_of_another_workspace(
    sam: User, acme: Tenant, beta: Tenant, signed_in: SignedIn
) -> None:
    """unfold would keep what it found, with its links, by person and words; the same staff ask in both workspaces."""
    client = signed_in(sam)

    found = [client.get(f"/t/{slug}/admin/search/?s=analyses").text for slug in ("acme", "beta", "acme")]

    assert [set(re.findall(r"/t/\w+/", text)) for text in found] == [{"/t/acme/"}, {"/t/beta/"}, {"/t/acme/"}]


def test_member_list_of_a_workspace_is_its_own(rows: None, ada: Membership, signed_in: SignedIn) -> None:
    text = signed_in(ada).get(address(Member, "", "/t/acme")).text

    assert ("ada@acme.example" in text, "ben@acme.example" in text, "cleo@" in text) == (True, True, False)


def test_history_of_one_workspace_is_not_in_another(rows: None, ada: Membership, cleo: Membership) -> None:
    found = [list(LogEntry.objects.values_list("object_repr", flat=True))]
    for who in (ada, cleo):
        with scope(who.tenant):
            found.append(list(LogEntry.objects.values_list("object_repr", flat=True)))

    assert found == [["log of the platform"], ["log of acme"], ["log of beta"]]


def test_managers_read_the_log_of_their_workspace_and_nobody_changes_it(
    rows: None, ada: Membership, ben: Membership, signed_in: SignedIn
) -> None:
    with scope(ada.tenant):
        entry = LogEntry.objects.get()
    pages = [address(LogEntry, page, "/t/acme") for page in ("", f"{entry.pk}/delete/", "add/")]

    statuses = [[signed_in(who).get(page).status_code for page in pages] for who in (ada, ben)]

    assert "log of acme" in signed_in(ada).get(pages[0]).text
    # Whoever may not enter the admin is sent to its sign-in, which says so.
    assert statuses == [[200, 403, 403], [302, 302, 302]]


@pytest.mark.parametrize("model", [User, Membership, Tenant, QueuedTask], ids=named)
def test_what_others_point_to_is_not_deleted(
    model: type[models.Model], rows: None, sam: User, signed_in: SignedIn
) -> None:
    response = signed_in(sam).post(address(model, f"{row_of(model).pk}/delete/"), {"post": "yes"})

    assert response.status_code == 403


def test_owner_deletes_a_cv_in_the_admin_with_its_file_row(rows: None, ada: Membership, signed_in: SignedIn) -> None:
    with scope(ada.tenant):
        cv = Cv.objects.get()

    response = signed_in(ada).post(address(Cv, f"{cv.pk}/delete/", "/t/acme"), {"post": "yes"})

    with scope(ada.tenant):
        left = Cv.objects.count()
    assert (response.status_code, response["Location"], left) == (302, address(Cv, "", "/t/acme"), 0)


def test_role_changed_in_the_admin_reaches_the_members_own_row_and_ends_tokens(
    ben: Membership, sam: User, signed_in: SignedIn, api: Api
) -> None:
    client = api(ben)

    response = signed_in(sam).post(address(Membership, f"{ben.pk}/change/"), {"role": "admin"})

    ben.refresh_from_db()
    with scope(ben.tenant):
        member = Member.objects.get(pk=ben.pk)
    assert response.status_code == 302
    assert [(row.role, row.is_active) for row in (ben, member)] == [("admin", False)] * 2
    assert (ben.token_version, client.get("/api/v1/auth/profile/").status_code) == (2, 401)


def test_member_added_in_the_admin_has_a_row_in_the_workspace(
    ada: Membership, beta: Tenant, sam: User, signed_in: SignedIn
) -> None:
    form = {"user": ada.user_id, "tenant": beta.pk, "role": "guest"}

    response = signed_in(sam).post(address(Membership, "add/"), form)

    membership = Membership.objects.get(user=ada.user, tenant=beta)
    with scope(beta):
        member = Member.objects.get()
    assert (response.status_code, member.pk, member.role, membership.is_active) == (302, membership.pk, "guest", True)


def test_permission_of_shared_apps_is_not_given_by_a_role(ada: Membership) -> None:
    with scope(ada.tenant):
        found = [
            ada.user.has_perm(right)
            for right in ("cv_analysis.view_cv", "accounts.view_member", "accounts.view_user", "tenants.view_tenant")
        ]
    outside = ada.user.has_perm("cv_analysis.view_cv")

    assert (found, outside) == ([True, True, False, False], False)


def test_permission_given_by_staff_counts_everywhere(ada: Membership) -> None:
    ada.user.is_staff = True
    ada.user.save()
    ada.user.user_permissions.add(Permission.objects.get(codename="view_tenant"))
    user = User.objects.get(pk=ada.user_id)

    assert (user.has_perm("tenants.view_tenant"), user.has_module_perms("tenants")) == (True, True)


def test_tokens_are_never_shown(rows: None, sam: User, signed_in: SignedIn) -> None:
    row = OutstandingToken.objects.filter(pk__in=BlacklistedToken.objects.values("token")).get()

    text = signed_in(sam).get(address(OutstandingToken, f"{row.pk}/change/")).text

    assert (row.jti in text, row.token in text) == (True, False)

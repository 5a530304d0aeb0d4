"""What each role of platform staff may do in the administration, and that it may nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import models
from django.test import Client

from apps.accounts.models import Membership, User
from apps.accounts.second_factor import has_second_factor
from apps.accounts.services import set_support_access
from apps.accounts.services.staff import make_staff_roles
from apps.accounts.staff import ROLES, permissions_of
from apps.accounts.tests.totp import give_app
from apps.audit.models import AuditEntry
from apps.core.admin_deeds import DeedsAdmin
from apps.core.admin_sites import platform_admin
from apps.core.models import QueuedTask
from apps.tenants.models import Tenant
from apps.tenants.queries import forget_tenants
from tests.any_row import make_rows
from tests.people import PASSWORD, SignedIn

pytestmark = pytest.mark.django_db

REASON = "Agreed by mail on Monday"
PLATFORM = sorted(platform_admin._registry, key=lambda model: model._meta.label)
MAY = {
    "Support": {"suspend", "resume", "lock-out", "let-in", "sign-out", "unlock", "second-step"},
    "Billing": {
        *("change-plan", "start-trial", "extend-trial", "grant-license", "grant-more"),
        *("seats", "end", "switch-off", "switch-on", "stop", "ai-budget"),
    },
    "Operator": set[str](),
    "Auditor": set[str](),
}
EVERY_DEED = {
    deed.name: deed.right
    for site in platform_admin._registry.values()
    if isinstance(site, DeedsAdmin)
    for deed in site.deeds
}

Staff = Callable[[str], Client]


@pytest.fixture
def staff(signed_in: SignedIn) -> Staff:
    """The browser of somebody with the role: staff("Support")."""
    make_staff_roles()

    def make(role: str) -> Client:
        user = User.objects.create_user(f"{role.lower()}@rostrum.example", PASSWORD, name=role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        return signed_in(user)

    return make


def test_roles_are_made_by_a_command_and_made_right_again(acme: Tenant) -> None:
    call_command("staff_roles")
    Group.objects.get(name="Auditor").permissions.add(Permission.objects.get(codename="change_user"))
    own = Group.objects.create(name="Our own")

    call_command("staff_roles")

    assert set(Group.objects.values_list("name", flat=True)) == {*ROLES, "Our own"}
    for role in ROLES:
        found = set(Group.objects.get(name=role).permissions.all())
        assert found == set(permissions_of(role))
    assert list(own.permissions.all()) == []


@pytest.mark.parametrize("role", ROLES)
def test_role_has_the_deeds_that_are_written_here_and_no_other(role: str, staff: Staff) -> None:
    staff(role)
    user = User.objects.get(name=role)

    assert {name for name, right in EVERY_DEED.items() if user.has_perm(right)} == MAY[role]


@pytest.mark.parametrize("role", ROLES)
def test_role_reads_every_table_and_neither_adds_changes_nor_deletes_a_row(role: str, staff: Staff) -> None:
    client = staff(role)
    wrong = []
    for model in PLATFORM:
        make_rows(model, 1)
        pk = model._default_manager.all()[0].pk
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        found = (
            client.get(base).status_code,
            client.get(f"{base}{pk}/change/").status_code,
            client.post(f"{base}add/", {}).status_code,
            client.post(f"{base}{pk}/change/", {}).status_code,
            client.post(f"{base}{pk}/delete/", {"post": "yes"}).status_code,
        )
        if found != expected(role, model):
            wrong.append((model._meta.label, found))

    assert wrong == []


def expected(role: str, model: type[models.Model]) -> tuple[int, ...]:
    may_seat = role == "Billing" and model._meta.label == "marketplace.Seat"
    # A row of a task has no field that could be changed: saving it changes nothing.
    replays = role == "Operator" and model is QueuedTask
    return (200, 200, 200 if may_seat else 403, 302 if replays else 403, 302 if may_seat else 403)


@pytest.mark.parametrize("role", ROLES)
def test_role_acts_as_a_member_or_does_not(role: str, staff: Staff, ben: Membership) -> None:
    answer = staff(role).post(f"/support/act-as/{ben.pk}/", {"reason": REASON, "minutes": "15"})

    assert answer.status_code == (302 if role == "Support" else 403)


@pytest.mark.parametrize("role", ROLES)
def test_role_puts_tasks_back_or_does_not(role: str, staff: Staff, acme: Tenant) -> None:
    task = QueuedTask.objects.create(name="tenants.refill_pool", queue="default", schema_name="public", state="dead")
    form = {"action": "replay_selected", "_selected_action": [str(task.pk)]}

    staff(role).post("/admin/core/queuedtask/", form)

    task.refresh_from_db()
    assert task.state == ("queued" if role == "Operator" else "dead")


@pytest.mark.parametrize("role", ROLES)
def test_role_does_not_get_into_a_workspaces_own_tables(role: str, staff: Staff, ada: Membership) -> None:
    client = staff(role)

    assert [client.get(page, follow=True).status_code for page in ("/t/acme/admin/", "/t/acme/")] == [403, 403]


def test_superuser_gets_into_a_workspaces_own_tables_unless_it_keeps_staff_out(
    sam: User, acme: Tenant, signed_in: SignedIn
) -> None:
    before = signed_in(sam).get("/t/acme/admin/").status_code
    set_support_access(acme, is_allowed=False)
    forget_tenants()

    assert (before, signed_in(sam).get("/t/acme/admin/", follow=True).status_code) == (200, 403)


def do(client: Client, user: User, deed: str, **data: Any) -> Any:
    return client.post(f"/admin/accounts/user/{user.pk}/do/{deed}/", data)


def test_superuser_gives_roles_and_takes_them_back_and_it_is_written_down(
    staff: Staff, sam: User, ben: Membership, signed_in: SignedIn
) -> None:
    admin, person = signed_in(sam), ben.user
    before = signed_in(person).get("/admin/", follow=True).status_code

    do(admin, person, "staff-roles", roles=["Support", "Operator"])
    with_roles = signed_in(person).get("/admin/").status_code
    page = admin.get("/admin/accounts/staffmember/").text
    do(admin, person, "staff-roles")

    person.refresh_from_db()
    assert (before, with_roles) == (403, 200)
    assert "Operator, Support" in page
    assert (person.is_staff, list(person.groups.all())) == (False, [])
    assert [entry.changes for entry in AuditEntry.objects.filter(action="staff.roles-changed").order_by("id")] == [
        {"roles": [[], ["Operator", "Support"]]},
        {"roles": [["Operator", "Support"], []]},
    ]


@pytest.mark.parametrize("role", ROLES)
def test_no_role_makes_itself_or_others_more_than_it_is(role: str, staff: Staff, ben: Membership) -> None:
    client, own = staff(role), User.objects.get(name=role)

    for user in (own, ben.user):
        assert do(client, user, "staff-roles", roles=["Support"]).status_code == 403
        form = {"email": user.email, "name": user.name, "is_active": "on", "is_superuser": "on", "is_staff": "on"}
        assert client.post(f"/admin/accounts/user/{user.pk}/change/", form).status_code == 403
        user.refresh_from_db()
        assert user.is_superuser is False


def test_even_with_djangos_right_to_change_people_nobody_becomes_a_superuser(
    ben: Membership, signed_in: SignedIn
) -> None:
    helper = User.objects.create_user("helper@rostrum.example", PASSWORD, is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user", "add_user"]))
    form = {"email": helper.email, "name": "Helper", "is_active": "on", "is_superuser": "on"}

    answers = [signed_in(helper).post(f"/admin/accounts/user/{pk}", form) for pk in (f"{helper.pk}/change/", "add/")]

    helper.refresh_from_db()
    assert ([answer.status_code for answer in answers], helper.is_superuser) == ([403, 403], False)


def test_support_locks_out_lets_in_and_never_touches_staff(
    staff: Staff, sam: User, ben: Membership, signed_in: SignedIn
) -> None:
    client, person = staff("Support"), signed_in(ben)
    person.get("/t/acme/")

    do(client, ben.user, "lock-out", reason=REASON)
    locked_out = person.get("/t/acme/").status_code
    do(client, ben.user, "let-in", reason=REASON)
    let_in = signed_in(ben).get("/t/acme/").status_code

    assert (locked_out, let_in) == (302, 200)
    on_staff = [do(client, sam, deed, reason=REASON).status_code for deed in ("lock-out", "sign-out", "unlock")]
    assert on_staff == [403] * 3
    assert [entry.action for entry in AuditEntry.objects.filter(action__startswith="person.").order_by("id")] == [
        *("person.locked-out", "person.let-in"),
    ]


def test_support_signs_a_person_out_everywhere(staff: Staff, ben: Membership, signed_in: SignedIn) -> None:
    client, person = staff("Support"), signed_in(ben)
    person.get("/t/acme/")
    version = ben.token_version

    do(client, ben.user, "sign-out", reason=REASON)

    ben.refresh_from_db()
    assert (person.get("/t/acme/").status_code, ben.token_version) == (302, version + 1)


def test_support_takes_a_lost_second_step_away_and_writes_down_how_the_person_proved_it(
    staff: Staff, sam: User, ben: Membership, signed_in: SignedIn, mails: Callable[[], list[str]]
) -> None:
    client, person = staff("Support"), signed_in(ben)
    give_app(ben.user)
    give_app(sam)
    person.get("/t/acme/")

    without = do(client, ben.user, "second-step", reason=REASON)
    kept = has_second_factor(ben.user)
    do(client, ben.user, "second-step", reason=REASON, proof="owner")
    again = do(client, ben.user, "second-step", reason=REASON, proof="owner")
    of_staff = do(client, sam, "second-step", reason=REASON, proof="owner")

    assert (without.status_code, kept, has_second_factor(ben.user)) == (422, True, False)
    assert (person.get("/t/acme/").status_code, again.status_code, of_staff.status_code) == (302, 403, 403)
    (entry,) = AuditEntry.objects.filter(action="person.second-step-removed")
    assert (entry.target_id, entry.note) == (str(ben.user_id), f"owner: {REASON}")
    (mail,) = mails()
    assert "Support has taken the second step off your account" in " ".join(mail.split())
    assert has_second_factor(sam)


def test_roles_of_the_product_are_not_changed_by_hand(staff: Staff, sam: User, signed_in: SignedIn) -> None:
    make_staff_roles()
    client, support = signed_in(sam), Group.objects.get(name="Support")
    own = Group.objects.create(name="Our own")

    answers = [client.post(f"/admin/auth/group/{group.pk}/change/", {"name": "Renamed"}) for group in (support, own)]

    assert [answer.status_code for answer in answers] == [403, 302]

"""Rights by name, and how passwords are kept."""

import time

import pytest
from django.contrib.auth.hashers import check_password, make_password
from pytest_django import Settings

from apps.accounts.models import Membership
from apps.accounts.rights import has_right, require_right
from apps.accounts.roles import Role
from apps.accounts.services import change_membership, change_password
from apps.core.problems import NotAllowedError
from apps.core.rights import all_permissions
from tests.people import SignedIn

pytestmark = pytest.mark.django_db

DECLARED = [(right.name, right.roles) for right in all_permissions()]


@pytest.mark.parametrize(("name", "roles"), DECLARED, ids=[name for name, _roles in DECLARED])
@pytest.mark.parametrize("role", Role.values)
def test_role_has_the_rights_that_the_module_declares_for_it(
    ada: Membership, name: str, roles: tuple[str, ...], role: str
) -> None:
    ada.role = role

    assert has_right(ada, name) == (role in roles)


def test_nobody_has_a_right_without_membership() -> None:
    assert [has_right(None, name) for name, _roles in DECLARED] == [False] * len(DECLARED)
    with pytest.raises(NotAllowedError):
        require_right(None, DECLARED[0][0])


def test_right_that_nobody_declared_is_a_fault_and_not_a_no(ada: Membership) -> None:
    with pytest.raises(LookupError, match=r"no app declares the permission 'cv_analysis\.fly'"):
        has_right(ada, "cv_analysis.fly")


def test_member_who_is_let_out_is_out_at_once(ben: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ben)
    before = client.get("/t/acme/").status_code

    change_membership(ben, role=Role.MEMBER, is_active=False)

    assert (before, client.get("/t/acme/").status_code) == (200, 403)


def test_new_password_ends_the_sessions_of_the_old(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)

    change_password(ada.user, password="quite another secret")

    assert client.get("/t/acme/")["Location"] == "/t/acme/accounts/login/?next=/t/acme/"


def test_password_is_kept_as_argon2id_in_less_than_a_blink(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["apps.accounts.hashers.Argon2id"]

    started = time.process_time()
    kept = make_password("correct horse battery")
    took_seconds = time.process_time() - started

    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=6,p=1$")
    assert (check_password("correct horse battery", kept), check_password("wrong", kept)) == (True, False)
    assert took_seconds < 1

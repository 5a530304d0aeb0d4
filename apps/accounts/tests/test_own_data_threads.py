"""Owners who delete their accounts at the same moment."""

import threading

from django.db import connection

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.services import erase_account
from apps.accounts.services.erasure import LastOwnerOfWorkspacesError
from apps.tenants.models import Tenant
from tests.people import NewMember


def test_of_two_owners_who_leave_at_once_one_stays(committed: None, acme: Tenant, new_member: NewMember) -> None:
    owners = [new_member(name, acme, Role.OWNER) for name in ("ada", "zoe")]
    together, found = threading.Barrier(2), []

    def leave(owner: Membership) -> None:
        together.wait()
        try:
            erase_account(owner.user)
            found.append("gone")
        except LastOwnerOfWorkspacesError:
            found.append("stays")
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=(owner,)) for owner in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == ["gone", "stays"]
    assert Membership.objects.filter(tenant=acme, role=Role.OWNER, is_active=True).count() == 1

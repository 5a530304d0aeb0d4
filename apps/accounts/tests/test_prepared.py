"""What cannot be asked by a statement that is made once is refused when it is made, not when it is asked."""

from typing import Any
from uuid import UUID

import pytest
from django.db.models import QuerySet

from apps.accounts.models import Membership, SignIn
from apps.accounts.queries import membership_of
from apps.core.prepared import PreparedQuery

pytestmark = pytest.mark.django_db


def sign_ins(user_id: UUID) -> QuerySet[SignIn]:
    return SignIn.objects.filter(user_id=user_id)


def everybody(user_id: UUID) -> QuerySet[Membership]:
    return Membership.objects.all()


@pytest.mark.parametrize(
    ("build", "words"),
    [(sign_ins, "network addresses are text for Django"), (everybody, "each id must be a parameter")],
)
def test_what_a_prepared_query_cannot_ask(build: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        PreparedQuery(build, ids=1)


def test_every_column_is_as_the_orm_reads_it(ada: Membership) -> None:
    tenant, user = ada.tenant, ada.user
    tenant.role_rights = {"member": {"cv_analysis.view": False}}
    tenant.save(update_fields=["role_rights"])
    user.muted_kinds = ["cv_analysis.done"]
    user.save(update_fields=["muted_kinds"])

    found = membership_of(user.pk, tenant.pk)
    usual = Membership.objects.select_related("user", "tenant").get(pk=ada.pk)

    assert found is not None
    for quick, slow in ((found, usual), (found.user, usual.user), (found.tenant, usual.tenant)):
        for field in slow._meta.concrete_fields:
            one, other = getattr(quick, field.attname), getattr(slow, field.attname)
            assert (field.name, one, type(one)) == (field.name, other, type(other))

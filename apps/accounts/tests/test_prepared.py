"""What cannot be asked by a statement that is made once is refused when it is made, not when it is asked."""

from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import Group
from django.db.models import QuerySet

from apps.accounts.models import Membership, SavedView, SignIn, User
from apps.accounts.queries import membership_of, saved_views_of
from apps.core.ids import uuid7
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


def test_a_person_is_read_by_key_as_the_orm_reads_them_and_by_related_managers_only_if_theirs(ada: Membership) -> None:
    found, usual = User.objects.get(pk=ada.user_id), User.objects.filter(pk=ada.user_id).get()

    for field in usual._meta.concrete_fields:
        one, other = getattr(found, field.attname), getattr(usual, field.attname)
        assert (field.name, one, type(one)) == (field.name, other, type(other))
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=uuid7())
    nobodys = Group.objects.create(name="nobody is in it")
    with pytest.raises(User.DoesNotExist):
        nobodys.user_set.get(pk=ada.user_id)
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=ada.user_id, is_staff=True)


def test_words_are_asked_for_as_ids_are(ada: Membership, in_acme: None) -> None:
    for listing, title in (("cvs", "Mine"), ("cvs", "All"), ("jobs", "Open")):
        SavedView.objects.create(member_id=ada.pk, listing=listing, title=title)

    assert [view.title for view in saved_views_of(ada, "cvs")] == ["All", "Mine"]
    assert [view.title for view in saved_views_of(ada, "jobs")] == ["Open"]
    assert saved_views_of(ada, "nothing") == []


def views_in(pk: UUID) -> QuerySet[SavedView]:
    return SavedView.objects.filter(pk__in=[pk]).order_by("title")


def test_any_of_a_list_is_asked_for_by_one_statement(ada: Membership, in_acme: None) -> None:
    one, two, three = (SavedView.objects.create(member_id=ada.pk, listing="cvs", title=title) for title in "abc")
    asked = PreparedQuery(views_in, ids=1, are_many=True)

    for wanted in ([one, three], [two], [], [three, two, one]):
        found = asked.run([view.pk for view in wanted])
        assert [view.title for view in found] == sorted(view.title for view in wanted)
    assert asked.run([uuid7()]) == []


def test_id_that_stands_alone_is_none_of_a_list() -> None:
    with pytest.raises(ValueError, match="only one of a list"):
        PreparedQuery(lambda pk: SavedView.objects.filter(pk=pk), ids=1, are_many=True)

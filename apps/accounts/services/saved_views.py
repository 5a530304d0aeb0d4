"""Deeds on saved views of lists."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership, SavedView
from apps.core.problems import ProblemError

MOST_VIEWS = 30


class TooManyViewsError(ProblemError):
    code = "too-many-views"
    title = _("You have saved as many views of this list as there is room for.")
    status = 409


@transaction.atomic
def save_view(membership: Membership, *, listing: str, title: str, query: str) -> SavedView:
    """Keep the query under the title; the same title again replaces what it stood for."""
    mine = SavedView.objects.filter(member_id=membership.pk, listing=listing)
    if mine.exclude(title=title).count() >= MOST_VIEWS:
        raise TooManyViewsError(_("Delete one that you no longer need, then save this one."))
    view, _is_new = SavedView.objects.update_or_create(
        member_id=membership.pk, listing=listing, title=title, defaults={"query": query}
    )
    return view


def delete_view(membership: Membership, pk: str) -> SavedView | None:
    """Forget the member's view; it is returned, so that this can be undone. None when there is no such view."""
    view = SavedView.objects.filter(member_id=membership.pk, pk=pk).first()
    if view is not None:
        SavedView.objects.filter(pk=view.pk).delete()
    return view

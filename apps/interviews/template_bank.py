"""Reads of interview templates: those that the module brings and the workspace's own, in one shape."""

from django.db.models import QuerySet

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.interviews.bank import PRACTISE, REVIEW, key_of
from apps.interviews.configuration import Round
from apps.interviews.evaluation.model import WEIGHTS
from apps.interviews.models import Template
from apps.interviews.shipped import Shipped, shipped_templates


def own_templates_for(membership: Membership) -> "QuerySet[Template]":
    """The workspace's own ones that are offered; for those who hold interviews or assign them."""
    found = Template.objects.filter(is_archived=False)
    return found if has_right(membership, PRACTISE) or has_right(membership, REVIEW) else found.none()


def as_shipped(template: Template) -> Shipped:
    """An own template in the shape of those that the module brings; its slug is its id."""
    return Shipped(
        slug=str(template.pk),
        title=template.title,
        description=template.description,
        role=template.role,
        rounds=tuple(Round.from_json(one) for one in template.rounds),
        weights=template.weights or dict(WEIGHTS),
        is_own=True,
    )


def template_of(key: str, membership: Membership) -> Shipped | None:
    """By the slug of a shipped one or the id of an own one; None when there is none for the member."""
    shipped = shipped_templates().get(key)
    if shipped is not None:
        return shipped
    pk = key_of(key)
    own = own_templates_for(membership).filter(pk=pk).first() if pk else None
    return as_shipped(own) if own else None


def templates_for(membership: Membership) -> list[Shipped]:
    """The workspace's own ones by title, then the shipped ones by role."""
    return [*map(as_shipped, own_templates_for(membership)), *shipped_templates().values()]

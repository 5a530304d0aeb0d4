"""Asking for rights: in code, and on views, where the declaration is also what tests and documents read."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from apps.accounts.impersonation import NotWhileImpersonatingError
from apps.accounts.models import Membership
from apps.core.problems import NotAllowedError
from apps.core.rights import permission_named

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def has_right(membership: Membership | None, name: str) -> bool:
    """Whether the member may do what the declared permission names; an undeclared one is an error of the caller."""
    permission_named(name)
    return membership is not None and membership.has_right(name)


def require_right(membership: Membership | None, name: str) -> Membership:
    """The member, who has the right; NotAllowedError otherwise."""
    if membership is not None and membership.visit is not None and permission_named(name).in_person:
        raise NotWhileImpersonatingError
    if membership is None or not has_right(membership, name):
        raise NotAllowedError(_("Ask an owner or administrator of your workspace."))
    return membership


def needs_right(name: str, *, post: str = "") -> Callable[[View], View]:
    """Let only those see the page who have the right; sending its form asks for `post` on top."""

    def mark(view: View) -> View:
        @wraps(view)
        def checked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            require_right(request.membership, name)
            if post and request.method not in SAFE_METHODS:
                require_right(request.membership, post)
            response: HttpResponse = view(request, *args, **kwargs)
            return response

        checked.rights = {"GET": name, "POST": post or name}  # type: ignore[attr-defined]  # our own mark
        return checked  # type: ignore[return-value]  # has the signature of what it wraps

    return mark

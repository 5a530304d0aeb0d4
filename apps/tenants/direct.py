"""Answers to machines that sign what they send: nothing of a person stands between them and their view."""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, resolve


def answer_directly(request: HttpRequest) -> HttpResponse | None:
    """The answer to a POST to one of DIRECT_POSTS, which belong to no tenant; None for all others.

    Session, person, cross-site check and limits are left out, which take longer than keeping an event does. Their views
    answer expected failures themselves.
    """
    if request.method != "POST" or request.path_info not in settings.DIRECT_POSTS:
        return None
    request.resolver_match = match = _match(request.path_info)
    view: Callable[..., HttpResponse] = match.func
    response = view(request, *match.args, **match.kwargs)
    # What CommonMiddleware and XFrameOptionsMiddleware say.
    response.headers.setdefault("Content-Length", str(len(response.content)))
    response.headers.setdefault("X-Frame-Options", "DENY")
    return response


@lru_cache(maxsize=16)
def _match(path: str) -> ResolverMatch:
    return resolve(path, settings.PUBLIC_SCHEMA_URLCONF)

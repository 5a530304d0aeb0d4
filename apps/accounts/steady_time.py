"""Answers that take the same time whether an account exists or not."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

# Longer than a mail takes to be written and queued.
STEADY_SECONDS = 0.25


def steady(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What a form asks for is answered a quarter of a second later: writing a mail, or not, cannot be told apart."""

    @wraps(view)
    def steadied(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        ends = time.monotonic() + STEADY_SECONDS
        response = view(request, *args, **kwargs)
        time.sleep(max(0.0, ends - time.monotonic()))
        return response

    return steadied

"""Without TLS: browsers are led to it, programs are told, as what they sent has already gone over the wire."""

import re
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.security import SecurityMiddleware
from django.utils import translation
from django.utils.translation import get_language_from_request, gettext_lazy
from django.utils.translation import gettext as _

from apps.core.problems import PROBLEM_JSON, ProblemError, problem_body

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

# Before the workspace is known, it still stands in the path.
OF_PROGRAMS = re.compile(r"^/(?:t/[^/]+/)?api/")


class TlsRequiredError(ProblemError):
    code = "tls-required"
    title = gettext_lazy("This address is answered over https only.")
    status = 403


class TransportMiddleware(SecurityMiddleware):
    """Django's, but a redirect would let a program go on for ever sending its key in the clear before each answer."""

    def process_request(self, request: HttpRequest) -> "HttpResponseBase | None":  # type: ignore[override]  # as Django's
        answer = super().process_request(request)
        if answer is None or not OF_PROGRAMS.match(request.path_info):
            return answer
        # The thread still speaks the language of the request before.
        with translation.override(get_language_from_request(request)):
            return _refusal()


def _refusal() -> HttpResponse:
    said = TlsRequiredError(
        _("Ask with https://. A key or token that was sent here may have been read on its way: renew it.")
    )
    body = problem_body(status=said.status, code=said.code, title=str(said.title), detail=said.detail)
    return JsonResponse(body, status=said.status, content_type=PROBLEM_JSON)

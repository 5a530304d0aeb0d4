"""What every request gets: an id for the log, a language, and a decent answer when something goes wrong."""

import logging
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from time import perf_counter

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from apps.core.exposition import count_request, route_of
from apps.core.file_storage import problem_of_disk
from apps.core.formats import formats_asked_for, use_formats
from apps.core.going_away import end_of, tell_the_end
from apps.core.ids import uuid7
from apps.core.logs import bind_to_logs
from apps.core.problems import MethodNotAllowedError, ProblemError, problem_response, wants_problem_json
from apps.core.refusals import log_refusal
from apps.core.timezones import TIME_ZONE_COOKIE, use_time_zone

NOTHING = "default-src 'none'; frame-ancestors 'none'"

LONGEST_KEPT = 200
# Where a limit does not say itself how long it lasts: whoever comes back too early is told so once more.
WAIT_SECONDS = 60
# Methods that would send back what was asked, or reach through: no address has a use for them.
REFUSED_METHODS = frozenset({"TRACE", "TRACK", "CONNECT"})
# They answer everybody alike, and also while the database, where sessions lie, is away.
FOR_NOBODY = frozenset({"/healthz", "/readyz", "/metrics", "/status/"})

log = logging.getLogger("rostrum.request")

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Binds a request id to the log lines of this request, returns it as X-Request-ID, and counts the request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid7().hex
        request.request_id = request_id  # type: ignore[attr-defined]  # read by problems.request_id_of
        bind_to_logs(request_id=request_id)
        begun = perf_counter()
        if request.path_info in FOR_NOBODY:
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        response = self.get_response(request)
        count_request(request, response.status_code, begun)
        log_refusal(request, response)
        if settings.LOG_REQUESTS:
            spent = round((perf_counter() - begun) * 1000)
            log.info("%s %s %s in %s ms", request.method, route_of(request), response.status_code, spent)
        response.headers["X-Request-ID"] = request_id
        _name_the_limit(response)
        if wants_problem_json(request):
            response.headers.setdefault("API-Version", str(settings.SPECTACULAR_SETTINGS["VERSION"]))
            if (match := request.resolver_match) and (going := end_of(match.func)):
                tell_the_end(response, going)
        return response


def _name_the_limit(response: HttpResponseBase) -> None:
    """Whoever asked too often is told in headers when to come back, whatever it was that counted."""
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers.setdefault("Retry-After", str(WAIT_SECONDS))
        response.headers.setdefault("RateLimit", f'"requests";r=0;t={response.headers["Retry-After"]}')


class LanguageMiddleware(LocaleMiddleware):
    """Language, formats and time zone as the browser wishes them; first of all, so that every answer speaks right.

    Each request sets all three, so nothing of the one before is left in the thread.
    """

    def process_request(self, request: HttpRequest) -> None:
        cookies = request.COOKIES
        said = cookies.get(settings.LANGUAGE_COOKIE_NAME, ""), request.META.get("HTTP_ACCEPT_LANGUAGE", "")
        # What no browser says at such length is not worth keeping.
        wishes = _wishes if len("".join(said)) <= LONGEST_KEPT else _wishes.__wrapped__
        language, formats = wishes(*said)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        use_formats(formats)
        use_time_zone(cookies.get(TIME_ZONE_COOKIE, ""))

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # No address of ours begins with a language, which Django's own would look for.
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


@lru_cache(maxsize=1024)
def _wishes(cookie: str, header: str) -> tuple[str, str]:
    """The language and the formats for these; browsers of one kind all say the same."""
    asked = HttpRequest()
    asked.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    asked.META["HTTP_ACCEPT_LANGUAGE"] = header
    language = get_language_from_request(asked)
    return language, formats_asked_for(header, language)


class ProblemMiddleware:
    """Turns a ProblemError that a view raised into its answer, and Django's empty 405 into a page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in REFUSED_METHODS:
            response: HttpResponse = HttpResponseNotAllowed(["GET", "HEAD", "POST", "OPTIONS"])
        else:
            response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = problem_response(request, MethodNotAllowedError(_("Go back and send the form once more.")))
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        # An upload may fill the disk before any view asks for it.
        problem = problem_of_disk(exception) if isinstance(exception, OSError) else exception
        return problem_response(request, problem) if isinstance(problem, ProblemError) else None


class PageCompressionMiddleware(GZipMiddleware):
    """Sends pages compressed, with padding of random length against guessing what is in them (Django's GZipMiddleware).

    Answers of the API stay as they are: they are small, and programs on the same machine gain nothing.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith("text/html"):
            return super().process_response(request, response)
        return response


class ContentPolicyMiddleware(CSPMiddleware):
    """The content security policy of pages; an answer that is no page may load nothing and be framed nowhere."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith("text/html"):
            return super().process_response(request, response)
        response.headers.setdefault("Content-Security-Policy", NOTHING)
        return response

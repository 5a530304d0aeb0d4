"""Views with the mistakes that the suite is there to find; mounted by its own test only."""

from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.permissions import HasRights
from apps.core.ids import is_uuid
from apps.core.problems import NotAllowedError
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from apps.marketplace.models import License
from apps.tenants.models import Tenant


def _anywhere(pk: str) -> tuple[Tenant, Cv]:
    """A CV of whichever workspace has one of that id."""
    for tenant in Tenant.objects.active():
        with scope(tenant):
            if cv := Cv.objects.filter(pk=pk).first():
                return tenant, cv
    raise Http404


def lists_all(request: HttpRequest) -> HttpResponse:
    """A list that forgets whose it is."""
    return JsonResponse({"tenants": [str(license_.tenant_id) for license_ in License.objects.all()]})


def leaks_by_id(request: HttpRequest, pk: str) -> HttpResponse:
    """A record found by its id alone."""
    return HttpResponse(_anywhere(pk)[1].candidate_name)


def tells_of_existence(request: HttpRequest, pk: str) -> HttpResponse:
    """Another answer for what exists elsewhere than for what does not exist."""
    _anywhere(pk)
    raise NotAllowedError


def writes(request: HttpRequest) -> HttpResponse:
    """A deed on whatever the form names."""
    for pk in filter(is_uuid, request.POST.getlist("ids")):
        for tenant in Tenant.objects.active():
            with scope(tenant):
                Cv.objects.filter(pk=pk).update(file_name="changed")
    return HttpResponse(status=204)


def takes_a_file_away(request: HttpRequest, pk: str) -> HttpResponse:
    default_storage.delete(str(_anywhere(pk)[1].file))
    raise Http404


def falls_over(request: HttpRequest) -> HttpResponse:
    """Believes what an address says."""
    return HttpResponse(str(int(request.GET.get("tenant", "0"))))


@login_not_required
def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("everybody may read this")


class BelievesAHeader(APIView):
    """Takes the workspace from the request instead of from who asks."""

    permission_classes = (HasRights,)
    rights: ClassVar[dict[str, str]] = {"GET": "accounts.view_members"}

    def get(self, request: Request) -> Response:
        tenant: Any = Tenant.objects.filter(slug=request.headers.get("X-Tenant", "")).first()
        if tenant is None:
            return Response([])
        with scope(tenant):
            return Response(list(Cv.objects.values_list("candidate_name", flat=True)))


class BelievesABody(APIView):
    """Changes what the body names, whoever's it is."""

    permission_classes = (HasRights,)
    rights: ClassVar[dict[str, str]] = {"POST": "accounts.manage_members"}

    def post(self, request: Request) -> Response:
        sent: Any = request.data
        License.objects.filter(pk=sent.get("license")).update(state="deactivated")
        return Response(status=204)


urlpatterns = [
    path("broken/lists-all/", lists_all),
    path("broken/leaks/<uuid:pk>/", leaks_by_id),
    path("broken/tells/<uuid:pk>/", tells_of_existence),
    path("broken/writes/", writes),
    path("broken/file/<uuid:pk>/", takes_a_file_away),
    path("broken/falls-over/", falls_over),
    path("broken/open/", open_to_all),
    path("api/v1/broken/header/", BelievesAHeader.as_view()),
    path("api/v1/broken/body/", BelievesABody.as_view()),
    path("", include("config.urls")),
]
NAMES = {f"broken/{name}/{{pk}}": Cv for name in ("leaks", "tells", "file")}

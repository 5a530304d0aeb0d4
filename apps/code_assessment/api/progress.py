"""Progress over HTTP."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.permissions import HasRights
from apps.code_assessment.api.shapes import ProgressSerializer
from apps.code_assessment.practice import Share, progress_page


class ProgressView(APIView):
    """The member's own; nobody else sees it."""

    permission_classes = (HasRights,)
    rights = {"GET": "code_assessment.view"}

    @extend_schema(responses=ProgressSerializer)
    def get(self, request: Request) -> Response:
        """How the member does when practising."""
        django_request: Any = request._request
        page = progress_page(django_request.membership)
        return Response(
            {
                "solved": page.solved,
                "of": page.of,
                "streak_days": page.streak,
                "practised_days": page.days,
                "categories": [_share(one) for one in page.categories],
                "difficulties": [_share(one) for one in page.difficulties],
            }
        )


def _share(share: Share) -> dict[str, Any]:
    return {"name": share.name, "solved": share.solved, "of": share.of}

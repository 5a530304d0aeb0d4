"""What all endpoints about the workspace share."""

from typing import Any

from rest_framework.views import APIView

from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights
from apps.tenants.models import Tenant


class WorkspaceView(APIView):
    """For members with the right that the view names for the method."""

    permission_classes = (HasRights,)
    rights: dict[str, str] = {}

    @property
    def membership(self) -> Membership:
        django_request: Any = self.request._request
        membership: Membership = django_request.membership
        return membership

    @property
    def tenant(self) -> Tenant:
        """The row as it is now; what the request brings may be some seconds old."""
        return self.membership.tenant

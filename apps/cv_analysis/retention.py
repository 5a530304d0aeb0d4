"""Which CVs go when a workspace keeps nothing for ever."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.core.modules import Expiring
from apps.cv_analysis.models import Cv
from apps.cv_analysis.services import delete_cvs


def expiring(before: datetime) -> Expiring:
    """Those that nobody has touched since then, with their files and everything read from them."""
    return Expiring("cvs", _("CVs"), Cv.objects.filter(updated_at__lt=before).order_by("updated_at"), delete_cvs)

"""Which CVs go when a workspace keeps nothing for ever."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.core.modules import Expiring
from apps.cv_analysis.models import Cv, Resume
from apps.cv_analysis.resumes import delete_resumes
from apps.cv_analysis.services import delete_cvs


def expiring(before: datetime) -> Expiring:
    """Those that nobody has touched since then, with their files and everything read from them."""
    return Expiring("cvs", _("CVs"), Cv.objects.filter(updated_at__lt=before).order_by("updated_at"), delete_cvs)


def expiring_resumes(before: datetime) -> Expiring:
    """CVs of the builder that nobody has saved since then, with their links."""
    rows = Resume.objects.filter(updated_at__lt=before).order_by("updated_at")
    return Expiring("resumes", _("CVs of the builder"), rows, delete_resumes)

"""Deeds of showing CVs: their pages as pictures, painted when somebody first looks at them."""

from contextlib import ExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from apps.core.database_clock import database_now
from apps.core.models import QueuedTask
from apps.core.queue import finish, later
from apps.core.scope import current_tenant
from apps.core.storage import open_locally, tenant_file_name
from apps.cv_analysis.models import Cv
from apps.cv_analysis.parsing.painting import PaintedPage, pages_of
from apps.tenants.models import Tenant
from apps.tenants.plan_use import PlanLimitError
from apps.tenants.storage_use import take_storage

# Somebody waits for the pages: they come before CVs that were uploaded by the hundred.
HEAD_START = timedelta(minutes=10)


@transaction.atomic
def ask_for_pages(cv: Cv, *, again: bool = False) -> QueuedTask | None:
    """See to it that the pages are painted; the task that does so, None when it is done.

    The row is not saved, because how long a CV is kept goes by when it was last changed.
    """
    locked = Cv.objects.select_for_update(of=("self",)).get(pk=cv.pk)
    cv.pages = locked.pages
    if locked.pages is not None:
        return None
    task = QueuedTask.objects.filter(pk=locked.pages_task_id).first() if locked.pages_task_id else None
    if task is None or (again and task.is_final):
        task = later("cv_analysis.paint_cv", run_after=database_now() - HEAD_START, cv_id=cv.pk)
        Cv.objects.filter(pk=cv.pk).update(pages_task_id=task.pk)
    return task


def paint_cv(cv_id: UUID | str) -> None:
    """Paint and store the pages; a CV deleted meanwhile, or painted by somebody else, needs none of them."""
    cv = Cv.objects.filter(pk=cv_id, pages__isnull=True).first()
    if cv is None:
        return
    with ExitStack() as undo:
        pages = []
        with open_locally(cv.file) as path:
            for page in pages_of(path):
                pages.append(_stored(cv, page))
                undo.callback(default_storage.delete, pages[-1]["name"])
        with finish():
            is_kept = _keep(cv, pages)
        if is_kept:
            undo.pop_all()


def _stored(cv: Cv, page: PaintedPage) -> dict[str, Any]:
    name = default_storage.save(tenant_file_name(cv, "page.webp"), ContentFile(page.data))
    return {"number": page.number, "name": name, "width": page.width, "height": page.height, "size": len(page.data)}


def _keep(cv: Cv, pages: list[dict[str, Any]]) -> bool:
    """Whether the CV has these pages now; a workspace without room for them shows the words alone."""
    locked = Cv.objects.select_for_update(of=("self",)).filter(pk=cv.pk, pages__isnull=True)
    if not locked.exists():
        return False
    try:
        with transaction.atomic():
            take_storage(Tenant.objects.get(pk=current_tenant().pk), sum(page["size"] for page in pages))
    except PlanLimitError:
        locked.update(pages=[])
        return False
    locked.update(pages=pages)
    return bool(pages)

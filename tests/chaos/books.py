"""What the database and the folder of files say about CVs, for comparing them."""

from pathlib import Path

from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.cv_analysis.models import Analysis, Cv
from apps.marketplace.models import Reservation, Usage
from apps.tenants.models import StorageUse, Tenant
from tests.chaos.figures import Figures


def stored_files(media: Path, tenant: Tenant) -> set[str]:
    folder = media / "tenants" / tenant.schema_name / "cv_analysis"
    return {str(file.relative_to(media)) for file in folder.rglob("*") if file.is_file()}


def files_of_rows(tenant: Tenant) -> set[str]:
    with scope(tenant):
        return set(Cv.objects.values_list("file", flat=True))


def statuses(tenant: Tenant) -> dict[str, str]:
    """Status of each CV by id."""
    with scope(tenant):
        return {str(pk): status for pk, status in Cv.objects.values_list("pk", "status")}


def number_read(tenant: Tenant) -> int:
    with scope(tenant):
        return Cv.objects.exclude(status__in=["queued", "running"]).count()


def number_waiting(tenant: Tenant) -> int:
    with scope(tenant):
        return Cv.objects.waiting().count()


def compare(figures: Figures, tenant: Tenant, media: Path, accepted: set[str]) -> None:
    """Nothing lost, nothing twice, nothing half done: of every CV that was accepted, and of no other."""
    rows = statuses(tenant)
    figures.exactly("lost", len(accepted - rows.keys()), 0)
    compare_files(figures, tenant, media)
    with scope(tenant):
        analyses = Analysis.objects.count()
    figures.exactly("read twice", analyses - sum(status == "parsed" for status in rows.values()), 0)
    used = Usage.objects.get(tenant=tenant, meter="analyses")
    figures.exactly("counted for the month", used.used, sum(status == "parsed" for status in rows.values()))
    tasks = QueuedTask.objects.filter(name="cv_analysis.analyse_cv")
    figures.exactly("tasks that are not done", tasks.exclude(state=QueuedTask.State.DONE).count(), 0)
    queued = set(tasks.values_list("kwargs__cv_id", flat=True))
    figures.exactly("CVs without a task of their own", len(rows.keys() ^ queued), 0)


def compare_files(figures: Figures, tenant: Tenant, media: Path) -> None:
    stored, known = stored_files(media, tenant), files_of_rows(tenant)
    figures.exactly("rows without their file", len(known - stored), 0)
    figures.exactly("files without their row", len(stored - known), 0)
    taken = StorageUse.objects.filter(tenant=tenant).values_list("used", flat=True).first() or 0
    figures.exactly("bytes counted as storage", taken, sum((media / name).stat().st_size for name in stored))


def open_reservations(tenant: Tenant) -> int:
    return Reservation.objects.filter(tenant=tenant, state=Reservation.State.OPEN).count()

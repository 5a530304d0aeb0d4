"""Reading CVs and matching, later."""

from apps.core.queue import task
from apps.cv_analysis import batches, demo, guests, page_pictures, profiles, services


@task("cv_analysis.analyse_cv", slow=True, timeout_seconds=90)
def analyse_cv(cv_id: str) -> None:
    services.analyse_cv(cv_id)


@task("cv_analysis.paint_cv", slow=True, timeout_seconds=300)
def paint_cv(cv_id: str) -> None:
    page_pictures.paint_cv(cv_id)


@task("cv_analysis.read_guest_cv", slow=True, timeout_seconds=90)
def read_guest_cv(token: str) -> None:
    guests.read_guest_cv(token)


@task("cv_analysis.match_job")
def match_job(job_id: str) -> None:
    profiles.match_job(job_id)


@task("cv_analysis.match_candidate")
def match_candidate(candidate_id: str) -> None:
    profiles.match_candidate(candidate_id)


@task("cv_analysis.unpack_batch", timeout_seconds=120)
def unpack_batch(batch_id: str) -> None:
    batches.unpack_batch(batch_id)


@task("cv_analysis.upload_demo_cv", slow=True, timeout_seconds=90)
def upload_demo_cv(number: int, by: str) -> None:
    demo.upload_demo_cv(number, by)

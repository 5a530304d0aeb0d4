"""Reading CVs, later."""

from apps.core.queue import task
from apps.cv_analysis import services


@task("cv_analysis.analyse_cv", slow=True, timeout_seconds=90)
def analyse_cv(cv_id: str) -> None:
    services.analyse_cv(cv_id)

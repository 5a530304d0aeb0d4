"""What everybody builds on."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "apps.core"
    verbose_name = _("Platform")

    def ready(self) -> None:
        from apps.core import checks, readiness  # noqa: F401, PLC0415 -- both register themselves
        from apps.core.logs import join_structlog  # noqa: PLC0415 -- as below
        from apps.core.queue import health, metrics  # noqa: F401, PLC0415 -- as above
        from apps.core.reporting import report_errors  # noqa: PLC0415 -- reads the settings
        from apps.core.translation.compiled import compile_stale  # noqa: PLC0415 -- asks for all apps
        from apps.core.translation.names import name_models  # noqa: PLC0415 -- as above

        # Before anybody reads a text; a start that finds everything compiled looks at a few files and no more.
        compile_stale()
        name_models()
        # A process that only queues must know every task by name, as the one that runs them does.
        autodiscover_modules("tasks", "health", "metrics")
        join_structlog()
        report_errors()

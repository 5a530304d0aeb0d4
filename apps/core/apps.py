"""What everybody builds on."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "apps.core"
    verbose_name = "Platform"

    def ready(self) -> None:
        from apps.core import checks, readiness  # noqa: F401, PLC0415 -- both register themselves
        from apps.core.queue import health  # noqa: F401, PLC0415 -- registers itself

        # A process that only queues must know every task by name, as the one that runs them does.
        autodiscover_modules("tasks", "health")

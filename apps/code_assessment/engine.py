"""Which engine judges here, by the setting CODE_ENGINE: the platform's runner, or boxes of whichever process asks."""

from django.conf import settings

from apps.code_assessment.sandbox import engines
from apps.code_assessment.sandbox.contract import Engine
from apps.code_assessment.sandbox.runner.asking import RunnerEngine


class PlatformRunner(RunnerEngine):
    """The runners on the platform's broker."""

    def __init__(self) -> None:
        super().__init__(settings.REDIS_URL)


def engine() -> Engine:
    """Made once for each process."""
    return engines.engine(settings.CODE_ENGINE)

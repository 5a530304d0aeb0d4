"""What is done about language models later."""

from apps.ai.services import keeping
from apps.core.queue import task

DAY_SECONDS = 86_400


@task("ai.forget_contents", public=True, every_seconds=DAY_SECONDS)
def forget_contents() -> None:
    keeping.forget_contents()

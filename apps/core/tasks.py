"""Work that every app may leave for later."""

from apps.core import sessions
from apps.core.queue import task
from apps.core.queue.sweep import purge_done
from apps.core.storage import delete_stored_file

DAY_SECONDS = 86_400


@task("core.purge_queue", public=True, every_seconds=DAY_SECONDS, timeout_seconds=300)
def purge_queue() -> None:
    purge_done()


@task("core.forget_session", public=True)
def forget_session(sealed: str) -> None:
    sessions.forget_session(sealed)


@task("core.delete_file", slow=True)
def delete_file(name: str) -> None:
    delete_stored_file(name)

"""Work that every app may leave for later."""

from apps.core.queue import task
from apps.core.storage import delete_stored_file


@task("core.delete_file", slow=True)
def delete_file(name: str) -> None:
    delete_stored_file(name)

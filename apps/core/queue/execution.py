"""What a worker process knows about the task that it runs."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(slots=True)
class Execution:
    """The task that runs in this thread."""

    id: UUID
    name: str
    fence: int
    slow: bool
    timeout_seconds: int
    queue: str = ""
    attempts: int = 1
    may_write: bool = False
    is_finished: bool = False
    progress: tuple[int, str] = field(default=(0, ""))

"""Which tasks exist: every `@task` of every app's tasks.py, by name."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from django.apps import apps

DEFAULT_QUEUE = "default"
# The longest a body may run; the worker's own hard limit (CELERY_TASK_TIME_LIMIT) lies above it.
LONGEST_SECONDS = 600

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, eq=False)
class TaskSpec:
    """What `@task` declares about a function."""

    name: str
    function: Callable[..., object]
    signature: inspect.Signature
    slow: bool
    timeout_seconds: int
    public: bool
    every_seconds: int | None

    @property
    def queue(self) -> str:
        """The queue that the task's app declares."""
        return str(getattr(apps.get_app_config(self.name.partition(".")[0]), "queue", DEFAULT_QUEUE))


_specs: dict[str, TaskSpec] = {}


def task(
    name: str,
    *,
    slow: bool = False,
    timeout_seconds: int = 60,
    public: bool = False,
    every_seconds: int | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function of a tasks.py known as `<app label>.<function>`.

    The body and its done mark are one transaction, so its effects happen exactly once. A body that calls anything
    outside the database is `slow`: it runs without a transaction and writes inside `with finish():` only. `public`
    tasks belong to no tenant; those with `every_seconds` are queued by the clock.
    """
    if not 0 < timeout_seconds <= LONGEST_SECONDS:
        raise ValueError(f"{name}: timeout_seconds lies between 1 and {LONGEST_SECONDS}")
    if every_seconds is not None and not public:
        raise ValueError(f"{name}: only public tasks run by the clock; let one call later() for each tenant")

    def register(function: Callable[P, R]) -> Callable[P, R]:
        if name != f"{name.partition('.')[0]}.{function.__name__}":
            raise ValueError(f"{name}: a task is called <app label>.{function.__name__}")
        known = _specs.get(name)
        if known and known.function.__module__ != function.__module__:
            raise ValueError(f"two tasks are called {name}: in {known.function.__module__} and {function.__module__}")
        signature = inspect.signature(function)
        _specs[name] = TaskSpec(name, function, signature, slow, timeout_seconds, public, every_seconds)
        return function

    return register


def spec_of(name: str) -> TaskSpec:
    """The task of that name; LookupError names those that exist."""
    try:
        return _specs[name]
    except KeyError:
        raise LookupError(f"no task is called {name!r}; known: {', '.join(sorted(_specs)) or 'none'}") from None


def queue_names() -> list[str]:
    """Every queue that an app declares."""
    declared = {str(getattr(config, "queue", DEFAULT_QUEUE)) for config in apps.get_app_configs()}
    return sorted(declared | {DEFAULT_QUEUE})


def scheduled_tasks() -> list[TaskSpec]:
    """The tasks that the clock queues."""
    return [spec for spec in _specs.values() if spec.every_seconds]

"""What the fixture `person` is."""

from collections.abc import Callable

from apps.hiring.models import Candidate

Person = Callable[..., Candidate]

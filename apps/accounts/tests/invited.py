"""Who is invited in tests, and what the fixture that invites them is to those who ask for it."""

from collections.abc import Callable

from apps.accounts.models import Invitation

EVE = "eve@example.org"
NewKey = Callable[..., tuple[Invitation, str]]

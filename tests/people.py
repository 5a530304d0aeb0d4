"""What the fixtures of conftest.py are to the tests that ask for them."""

from collections.abc import Callable

from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.models import Membership, User
from apps.marketplace.models import License

# Long enough to be accepted, and everybody's.
PASSWORD = "a password of nobody"

Api = Callable[[Membership | None], APIClient]
SignedIn = Callable[[Membership | User | None], Client]
Grant = Callable[..., License]
NewMember = Callable[..., Membership]

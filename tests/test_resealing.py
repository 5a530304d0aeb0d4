"""A new secret key takes over from an old one: what lies sealed for years is sealed anew, and opens without the old."""

from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from apps.accounts.models import Membership
from apps.accounts.second_factor import SecondFactorAdapter
from apps.accounts.tests.totp import SECRET, give_app, recovery_codes_of
from apps.ai.models import TenantProvider
from apps.ai.queries import SEALED_FOR, provider_of
from apps.core.resealing import Resealing
from apps.core.sealing import is_newest, seal

pytestmark = pytest.mark.django_db
KEY, MIGRATED = "sk-of-the-workspace", ["11112222", "33334444"]
OLD, NEW = "the key of before " * 3, "the key of today " * 3


@pytest.fixture
def sealed_before(ada: Membership, ben: Membership, settings: Any) -> TenantProvider:
    """A server's key, an app with its recovery codes, and codes that were brought along, all by the old key."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    give_app(ada.user)
    brought = {"migrated_codes": [SecondFactorAdapter().encrypt(code) for code in MIGRATED], "used_mask": 0}
    Authenticator.objects.create(user=ben.user, type=Authenticator.Type.RECOVERY_CODES, data=brought)
    return TenantProvider.objects.create(
        tenant=ada.tenant,
        name="ours",
        base_url="https://models.example/v1",
        model="m",
        key_sealed=seal(SEALED_FOR, KEY.encode()),
    )


def resealed(*options: str) -> str:
    said = StringIO()
    call_command("reseal", *options, stdout=said)
    return said.getvalue()


def test_everything_opens_without_the_old_key_afterwards(
    ada: Membership, ben: Membership, sealed_before: TenantProvider, settings: Any
) -> None:
    codes = recovery_codes_of(ada.user)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]

    assert resealed().splitlines() == [
        "ai-provider: 1 values, 1 sealed anew, 0 cannot be opened",
        "second factor: 4 values, 4 sealed anew, 0 cannot be opened",
        "Nothing needs an older key.",
    ]

    settings.SECRET_KEY_FALLBACKS = []
    sealed_before.refresh_from_db()
    provider = provider_of(sealed_before)
    assert provider is not None
    assert provider.key == KEY
    app = Authenticator.objects.get(user=ada.user, type=Authenticator.Type.TOTP)
    assert SecondFactorAdapter().decrypt(app.data["secret"]) == SECRET
    assert (recovery_codes_of(ada.user), recovery_codes_of(ben.user)) == (codes, MIGRATED)


def test_check_says_whether_the_old_key_is_needed_and_changes_nothing(
    sealed_before: TenantProvider, settings: Any
) -> None:
    assert "0 would be sealed anew" in resealed("--check")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    with pytest.raises(CommandError, match="Older keys are still needed"):
        resealed("--check")
    sealed_before.refresh_from_db()
    assert not is_newest(SEALED_FOR, bytes(sealed_before.key_sealed))

    resealed()
    assert "Nothing needs an older key." in resealed("--check")
    assert "1 values, 0 sealed anew" in resealed()


def test_what_no_key_opens_is_told_and_left_as_it_is(
    ada: Membership, sealed_before: TenantProvider, settings: Any
) -> None:
    settings.SECRET_KEY = NEW

    with pytest.raises(CommandError, match="neither SECRET_KEY nor in SECRET_KEY_FALLBACKS"):
        resealed()

    settings.SECRET_KEY = OLD
    sealed_before.refresh_from_db()
    assert provider_of(sealed_before) is not None
    assert len(recovery_codes_of(ada.user)) == 10


def test_a_value_of_another_purpose_is_none_of_this(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    looking = Resealing()
    sealed = seal("mail", b"word")

    assert looking.anew("ai-provider", sealed) == sealed
    assert (looking.lost["ai-provider"], looking.found["ai-provider"]) == (1, 1)

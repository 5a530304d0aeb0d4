"""What people agreed to goes with the back-up of their workspace, to where those texts are."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql

from apps.accounts.legal import Consent, texts_in_force
from apps.accounts.models import Agreement, LegalText, User
from apps.accounts.services import agree
from apps.accounts.tests.legal_texts import published
from apps.core.queue.worker import run_all_due
from apps.tenants.backups import sealing
from apps.tenants.closing import close_tenant, erase_now
from tests.backed_up import PASSPHRASE, QUICK_COST, Gamma, back_up, found_gamma
from tests.people import Grant, NewMember

# Everything that is left of a person and of the texts, in this order.
OF_GIL = ("account_emailaddress", "accounts_passwordrecord", "accounts_mail", "accounts_agreement")
KEPT = ("accounts_agreement", "accounts_legaltext")


@pytest.fixture
def gamma(
    extra_tenants: None,
    new_member: NewMember,
    grant: Grant,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Gamma:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    monkeypatch.setenv("BACKUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(sealing, "COST", QUICK_COST)
    return found_gamma(new_member, grant)


def lose(gil: User, *, texts_too: bool) -> None:
    """As on another machine, which never knew Gil, and perhaps not the texts either."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in KEPT:
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
        for table in OF_GIL:
            cursor.execute(sql.SQL("DELETE FROM {} WHERE user_id = %s").format(sql.Identifier(table)), [gil.pk])
        cursor.execute("DELETE FROM accounts_user WHERE id = %s", [gil.pk])
        if texts_too:
            cursor.execute("DELETE FROM accounts_legaltext")
        # What waits for the end of the transaction would forbid to alter the tables.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in KEPT:
            cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))


@pytest.mark.parametrize("texts_too", [False, True], ids=["texts are here", "texts are not here"])
def test_agreements_go_to_where_their_texts_are(gamma: Gamma, tmp_path: Path, *, texts_too: bool) -> None:
    published()
    agree(gamma.gil.user, Consent(texts_in_force(), "page", "en", "192.0.2.7", "Firefox/Ubuntu"))
    file = back_up(tmp_path / "backups", "--tenant", "gamma")
    close_tenant(gamma.tenant)
    erase_now(gamma.tenant, reason="asked for")
    while run_all_due():
        pass
    lose(gamma.gil.user, texts_too=texts_too)

    call_command("restore", file, "--tenant")

    gil = User.objects.get(email=gamma.gil.user.email)
    assert LegalText.objects.count() == (0 if texts_too else 1)
    # Where the text is another operator's, or none, Gil is asked.
    assert gil.agreed_terms == (0 if texts_too else 1)
    assert list(Agreement.objects.values_list("user", "how", "address")) == (
        [] if texts_too else [(gil.pk, "page", "192.0.2.7")]
    )

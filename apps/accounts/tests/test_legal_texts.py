"""Terms and privacy notices: how they come into force, that they stay, and the pages on which they are read."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.legal import Consent, texts_in_force
from apps.accounts.models import Agreement, LegalText, Membership, User
from apps.accounts.services import NotDraftError, NotInForceError, agree, begin_next_text, publish_text, withdraw_text
from apps.accounts.tests.legal_texts import REASON, both, draft, in_force, joined_after, published
from apps.audit.models import AuditEntry
from tests.people import SignedIn

pytestmark = pytest.mark.django_db


def consent() -> Consent:
    return Consent(texts_in_force(), "page", "de", "192.0.2.7", "Firefox/Ubuntu")


def agreed(user: User) -> tuple[int, int]:
    user.refresh_from_db()
    return user.agreed_terms, user.agreed_privacy


def test_versions_are_counted_by_kind_and_the_newest_is_in_force(db: None) -> None:
    first, privacy = published(), published("privacy")
    waiting = draft()
    second = published()

    assert [text.number for text in (first, privacy, second, waiting)] == [1, 1, 2, None]
    assert in_force() == ["terms-2", "privacy-1"]


def test_withdrawn_text_gives_way_to_the_one_before(ada: Membership) -> None:
    published()
    agree(ada.user, consent())
    second = published()
    agree(ada.user, consent())
    before = agreed(ada.user)

    withdraw_text(second, reason=REASON)

    assert (before, agreed(ada.user), in_force()) == ((2, 0), (1, 0), ["terms-1"])


def test_what_was_published_is_neither_published_again_nor_withdrawn_twice(db: None) -> None:
    text = published()
    with pytest.raises(NotDraftError):
        publish_text(text, reason=REASON)
    withdraw_text(text, reason=REASON)

    with pytest.raises(NotInForceError):
        withdraw_text(text, reason=REASON)
    assert list(AuditEntry.objects.order_by("id").values_list("action", "target_label", "note")) == [
        ("legal.published", "terms 1", REASON),
        ("legal.withdrawn", "terms 1", REASON),
    ]


def test_next_version_begins_with_the_words_of_this_one(db: None) -> None:
    text = published(news_en="Clearer words")

    begun = begin_next_text(text)

    assert (begun.text_en, begun.text_de, begun.news_en, begun.number) == (text.text_en, text.text_de, "", None)


def _refused(change: Any) -> bool:
    try:
        with transaction.atomic():
            change()
    except DatabaseError:
        return True
    return False


def test_database_keeps_what_was_published_and_lets_drafts_change(db: None) -> None:
    text, waiting = published(), draft()
    texts = LegalText.objects.filter(pk=text.pk)
    LegalText.objects.filter(pk=waiting.pk).update(text_en="Other words")
    LegalText.objects.filter(pk=waiting.pk).delete()

    assert [
        _refused(lambda: texts.update(text_en="Other words")),
        _refused(lambda: texts.update(number=7)),
        _refused(lambda: texts.update(state="withdrawn", text_de="Other words")),
        _refused(lambda: texts.update(state="draft", number=None, published_at=None)),
        _refused(texts.delete),
    ] == [True] * 5
    assert list(LegalText.objects.values_list("text_en", flat=True)) == [text.text_en]


def test_database_keeps_who_agreed(ada: Membership, ben: Membership) -> None:
    both()
    agree(ada.user, consent())
    given = Agreement.objects.filter(user=ada.user)

    assert [
        _refused(lambda: given.update(user=ben.user)),
        _refused(lambda: given.update(how="api")),
        _refused(lambda: given.update(address="192.0.2.99")),
        _refused(given.delete),
    ] == [True] * 4
    assert sorted(given.values_list("text__kind", "how", "language", "address", "browser")) == [
        ("privacy", "page", "de", "192.0.2.7", "Firefox/Ubuntu"),
        ("terms", "page", "de", "192.0.2.7", "Firefox/Ubuntu"),
    ]


def test_agreeing_twice_keeps_the_first_time(ada: Membership) -> None:
    both()
    agree(ada.user, consent())
    first = Agreement.objects.get(text__kind="terms").at

    agree(ada.user, consent())

    assert (Agreement.objects.count(), Agreement.objects.get(text__kind="terms").at) == (2, first)


def test_page_shows_what_is_in_force_and_earlier_versions(db: None) -> None:
    published()
    published(text_en="# New scope\n\nOther words", news_en="Shorter")
    client = Client()

    current, earlier = client.get("/legal/terms/").text, client.get("/legal/terms/1/").text

    assert ("<h2>New scope</h2>" in current, "Version 2, in force since" in current, "Shorter" in current) == (
        *(True, True),
        True,
    )
    assert ("<strong>everybody</strong>" in earlier, "This is an earlier version" in earlier) == (True, True)
    assert ('href="/legal/terms/1/"' in current, 'content="noindex"' in current) == (True, False)
    assert 'content="noindex"' in earlier


def test_there_is_no_page_of_what_is_not_published(db: None) -> None:
    draft()
    gone = published("privacy")
    withdraw_text(gone, reason=REASON)

    addresses = ("terms/", "terms/1/", "privacy/", "privacy/1/", "imprint/")
    assert [Client().get(f"/legal/{address}").status_code for address in addresses] == [404] * 5


def test_page_speaks_german_and_says_where_it_does_not(db: None) -> None:
    both()

    terms, privacy = (
        Client().get(f"/legal/{kind}/", headers={"accept-language": "de"}).text for kind in ("terms", "privacy")
    )

    assert ('lang="de">' in terms, "<h2>Geltung</h2>" in terms, "Nutzungsbedingungen" in terms) == (True, True, True)
    assert '<div class="legal-words mt-8" lang="en"><h2>What we keep</h2>' in privacy


def test_pages_of_strangers_name_them_only_where_there_are_some(db: None) -> None:
    without = Client().get("/pricing/").text
    both()
    page, sitemap = Client().get("/pricing/").text, Client().get("/sitemap.xml").text

    assert "/legal/" not in without
    assert ['href="/legal/terms/"' in page, 'href="/legal/privacy/"' in page, "/legal/terms/" in sitemap] == [True] * 3


def test_nobody_is_asked_twice_what_is_in_force(ada: Membership, signed_in: SignedIn) -> None:
    """Who has agreed costs no statement more than where nothing was published."""
    client = signed_in(ada)
    client.get("/t/acme/team/")
    with CaptureQueriesContext(connection) as plain:
        client.get("/t/acme/team/")
    both()
    agree(ada.user, consent())
    client.get("/t/acme/team/")

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/t/acme/team/")

    assert (page.status_code, len(asked)) == (200, len(plain))


ADMIN = "/admin/accounts/legaltext/"


@pytest.fixture
def staff(sam: User, signed_in: SignedIn) -> Client:
    return signed_in(sam)


def test_staff_write_look_publish_and_withdraw(staff: Client, sam: User, ada: Membership) -> None:
    written = {
        "kind": "terms",
        "text_en": "# Scope <b>\n\n<script>alert(1)</script>",
        "text_de": "",
        "news_en": "",
        "news_de": "",
    }
    staff.post(f"{ADMIN}add/", written)
    text = LegalText.objects.get()
    page = staff.get(f"{ADMIN}{text.pk}/change/").text
    form = staff.get(f"{ADMIN}{text.pk}/do/publish/").text
    people = User.objects.filter(is_active=True).count()

    done = staff.post(f"{ADMIN}{text.pk}/do/publish/", {"reason": REASON})

    text.refresh_from_db()
    assert ("<h3>Scope &lt;b&gt;</h3>" in page, "<script>alert(1)" in page) == (True, False)
    assert f"{people} people are asked to agree before their next page." in form
    assert (done.status_code, text.state, text.number, text.published_by) == (302, "published", 1, sam)
    after = staff.get(f"{ADMIN}{text.pk}/change/").text
    assert [part in after for part in ("/do/withdraw/", "/do/begin-next/", "/do/publish/", 'name="text_en"')] == [
        *(True, True),
        *(False, False),
    ]
    assert staff.post(f"{ADMIN}{text.pk}/delete/", {"post": "yes"}).status_code == 403
    staff.post(f"{ADMIN}{text.pk}/do/withdraw/", {"reason": REASON})
    assert (in_force(), LogEntry.objects.count()) == ([], 3)


def test_staff_withdraw_a_text_without_agreeing_to_it(staff: Client, sam: User) -> None:
    text = published()
    joined_after(sam)

    page = staff.get(f"{ADMIN}{text.pk}/do/withdraw/")

    assert (page.status_code, staff.get("/enter/").status_code) == (200, 302)
    assert staff.get("/enter/")["Location"] == "/accounts/agreement/?next=%2Fenter%2F"


def test_only_superusers_publish(sam: User, signed_in: SignedIn) -> None:
    User.objects.filter(pk=sam.pk).update(is_superuser=False)
    text = draft()

    refused = signed_in(sam).post(f"{ADMIN}{text.pk}/do/publish/", {"reason": REASON})

    text.refresh_from_db()
    assert (refused.status_code, text.state) == (403, "draft")

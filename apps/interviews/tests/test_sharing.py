"""The report for others: a PDF of what the page says, and links for whoever has them, until they end."""

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import Membership
from apps.audit.models import AuditEntry
from apps.core.links import NewLink
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.models import ReportLink, Session
from apps.interviews.services.problems import NoReportYetError, NotAllowedHereError
from apps.interviews.tests.conftest import ANSWER, Prepare, open_question
from apps.interviews.views import sharing
from apps.tenants.models import Tenant
from tests.people import SignedIn

if TYPE_CHECKING:
    from pypdf import PdfReader

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(acme: Tenant, ada: Membership, prepared: Prepare) -> Session:
    """A practice interview of Ada's with one answer, completed."""
    with scope(acme):
        session = services.start_session(prepared(ada, number=1, follow_ups=0, feedback="end"))
        question = open_question(session)
        services.submit_answer(session, question_id=question.pk, text=ANSWER, confidence=3)
        services.evaluate_answer(str(question.pk))
        services.next_question(session)
        services.finish_session(str(session.pk))
        session.refresh_from_db()
        return session


@pytest.fixture
def made(held: Session, acme: Tenant) -> NewLink[ReportLink]:
    with scope(acme):
        return services.share_report(held, name="Mentor", days=30)


def address_of(made: NewLink[ReportLink]) -> str:
    return f"/t/acme/interviews/shared/{made.token}/"


def views_of(made: NewLink[ReportLink], acme: Tenant) -> int:
    with scope(acme):
        return ReportLink.objects.get(pk=made.link.pk).views


def read_pdf(data: bytes) -> "PdfReader":
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(data))


def test_the_pdf_says_what_the_page_says_and_is_tagged(held: Session, ada: Membership, signed_in: SignedIn) -> None:
    answer = signed_in(ada).get(f"/t/acme/interviews/{held.pk}/pdf/")

    document = read_pdf(answer.content)
    text = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    root = document.root_object
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="backend-junior.pdf"',
    )
    wanted = [
        f"{held.score} of 100 · Automatic estimate",
        "mean of the scores of all questions of the trade",
        " ".join(ANSWER.split())[:60],
        "says nothing about whether to hire",
        f"Technical mean of the scores of all questions of the trade {held.report['parts']['technical']}",
    ]
    assert [words for words in wanted if words not in text] == []
    assert (str(root["/Lang"]), "/StructTreeRoot" in root, document.metadata and document.metadata.title) == (
        *("en", True),
        f"Backend, junior · {ada.user.name}",
    )


def test_a_stranger_with_the_link_sees_the_report_and_nothing_else(
    made: NewLink[ReportLink], held: Session, acme: Tenant, ada: Membership, signed_in: SignedIn
) -> None:
    page = Client().get(address_of(made))
    signed_in(ada).get(address_of(made))

    assert (page.status_code, ANSWER[:40] in page.text, "automatic estimate" in page.text.casefold()) == (
        *(200, True),
        True,
    )
    # Her own look does not count; neither is what she thought of her answer anybody else's.
    assert (views_of(made, acme), "You gave yourself" in page.text) == (1, False)
    assert [page["X-Robots-Tag"], page["Referrer-Policy"], page["Cache-Control"]] == [
        "noindex, nofollow, noarchive",
        "no-referrer",
        "private, no-store",
    ]


@pytest.mark.parametrize("how", ["revoked", "expired", "unknown", "deleted"])
def test_a_link_that_has_ended_is_not_there_and_says_what_to_do(
    made: NewLink[ReportLink], held: Session, acme: Tenant, how: str
) -> None:
    address = address_of(made)
    with scope(acme):
        if how == "revoked":
            services.revoke_link(made.link)
        elif how == "expired":
            ReportLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        elif how == "deleted":
            services.delete_session(held)
        else:
            address = "/t/acme/interviews/shared/nonsense/"

    answers = [Client().get(f"{address}{part}") for part in ("", "pdf/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert ("Ask whoever sent it to you" in answers[0].text, ANSWER[:40] in answers[0].text) == (True, False)


def test_the_page_makes_a_link_shows_it_once_and_ends_it(
    held: Session, acme: Tenant, ada: Membership, ben: Membership, signed_in: SignedIn
) -> None:
    client, address = signed_in(ada), f"/t/acme/interviews/{held.pk}/share/"

    page = client.post(address, {"name": "Mentor", "days": "7"})
    token = page.context["made"].token
    later = client.get(address)
    link = later.context["links"][0]
    client.post(f"{address}{link.pk}/end/")

    assert (f"/t/acme/interviews/shared/{token}/" in page.text, token in later.text) == (True, False)
    assert Client().get(f"/t/acme/interviews/shared/{token}/").status_code == 404
    assert (signed_in(ben).get(address).status_code, (link.expires_at - timezone.now()).days) == (404, 6)
    with scope(acme):
        actions = AuditEntry.objects.filter(action__startswith="interviews.").order_by("pk")
        assert [entry.action for entry in actions] == ["interviews.report-shared", "interviews.report-link-ended"]


def test_only_finished_practice_is_shared(acme: Tenant, ada: Membership, held: Session, prepared: Prepare) -> None:
    with scope(acme):
        with pytest.raises(NoReportYetError):
            services.share_report(prepared(ada), name="Mentor", days=7)
        Session.objects.filter(pk=held.pk).update(mode=Session.Mode.ASSESSMENT)
        held.refresh_from_db()
        with pytest.raises(NotAllowedHereError):
            services.share_report(held, name="Mentor", days=7)


def test_nobody_looks_at_links_by_the_hundred(made: NewLink[ReportLink], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MOST_LOOKS", 2)
    client = Client()

    answers = [client.get(address_of(made)) for _again in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]

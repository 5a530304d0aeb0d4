"""Mail: what it says to whom in which language and look, and that it leaves once, after the commit."""

import io
import os
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, message_from_string, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import get_connection
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from apps.accounts.apps import AccountsConfig
from apps.accounts.mail_delivery import PAUSES_MINUTES, purge_mails
from apps.accounts.mail_text import Part, parts_of
from apps.accounts.mailing import mail_link, send_mail_to
from apps.accounts.models import Mail, Membership, User
from apps.accounts.services import change_preferences
from apps.accounts.tests.mail_servers import SmtpServer, WebApi, running
from apps.core.models import QueuedTask
from apps.core.modules import NotificationKind
from apps.tenants.look import change_logo, change_look
from apps.tenants.models import Tenant
from config.mail_engine import SES_BACKEND, MailEngine

pytestmark = pytest.mark.django_db

Mails = Callable[[], list[str]]


def parsed(text: str) -> EmailMessage:
    return message_from_string(text, policy=policy.default)


def body_of(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_paragraphs_become_what_they_are() -> None:
    text = (
        "Hello <Ada>.\nTwo lines.\n\nDo it:\nhttps://a.example/x\n\nhttps://a.example/y\n\n- one\n- two\n\n123-456\n\n"
        "-- \nRostrum\nhttps://a.example\n"
    )

    assert parts_of(text) == [
        Part("text", "Hello <Ada>.\nTwo lines."),
        Part("action", "Do it", "https://a.example/x"),
        Part("address", "https://a.example/y", "https://a.example/y"),
        Part("list", "- one\n- two"),
        Part("code", "123-456"),
    ]


def test_mail_has_text_and_html_in_the_look_of_the_workspace(ada: Membership, mails: Mails, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Rostrum <post@rostrum.example>"
    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "#aa2255").save(picture, "PNG")
    change_logo(ada.tenant, SimpleUploadedFile("logo.png", picture.getvalue()))
    change_look(ada.tenant, name="Acme <Robots>", accent="#aa2255")

    with transaction.atomic():
        mail = send_mail_to(ada.user, "test_mail", tenant=Tenant.objects.get(pk=ada.tenant_id))
    message = parsed(mails()[-1])

    assert mail is not None
    html = body_of(message, "html")
    assert (message["To"], message["From"]) == (
        "ada@acme.example",
        '"Acme <Robots> via Rostrum" <post@rostrum.example>',
    )
    assert message["Message-ID"] == f"<{mail.pk.hex}@rostrum.example>"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/related",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "image/png",
    ]
    assert "Acme <Robots>, with Rostrum\nhttp://localhost:8000/t/acme/" in body_of(message, "plain")
    assert ("Acme &lt;Robots&gt;" in html, "<Robots>" in html, 'src="cid:logo"' in html) == (True, False, True)
    assert 'style="color: #6b625a;">http://localhost:8000/t/acme/</a>' in html
    assert "background: #aa2255" in html
    assert [part["Content-ID"] for part in message.walk() if part.get_content_type() == "image/png"] == ["<logo>"]


def test_mail_without_a_workspace_speaks_for_the_platform(db: None, mails: Mails) -> None:
    with transaction.atomic():
        send_mail_to("eve@elsewhere.example", "test_mail")
    message = parsed(mails()[-1])

    assert (message["From"], message["Subject"]) == ("Rostrum <noreply@localhost>", "A test mail of Rostrum")
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert "cid:" not in body_of(message, "html")


def test_mail_speaks_the_language_of_its_receiver(ada: Membership, mails: Mails) -> None:
    change_preferences(ada.user, language="de")
    with transaction.atomic():
        send_mail_to("ADA@acme.example", "test_mail")
    message = parsed(mails()[-1])

    assert (message["Subject"], message["Content-Language"]) == ("Eine Testmail von Rostrum", "de")
    assert 'lang="de"' in body_of(message, "html")


def test_what_is_rolled_back_sends_nothing(ada: Membership, mails: Mails) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send_mail_to(ada.user, "test_mail")
        raise ZeroDivisionError

    assert (mails(), Mail.objects.count()) == ([], 0)


def test_words_are_sealed_while_they_wait_and_gone_once_sent(ada: Membership, mails: Mails) -> None:
    with transaction.atomic():
        mail = send_mail_to(ada.user, "test_mail")
    assert mail is not None
    waiting = bytes(Mail.objects.get(pk=mail.pk).sealed)
    [task] = QueuedTask.objects.filter(name="accounts.send_mail")
    sent, again = len(mails()), len(mails())
    mail.refresh_from_db()

    assert (b"test mail" in waiting, len(waiting) > 1000, task.kwargs) == (False, True, {"mail_id": str(mail.pk)})
    assert (sent, again, bytes(mail.sealed), mail.is_waiting) == (1, 1, b"", False)


def test_whoever_deleted_the_account_gets_nothing(ada: Membership) -> None:
    User.objects.filter(pk=ada.user_id).update(email="x@erased.invalid")
    ada.user.refresh_from_db()

    with transaction.atomic():
        assert send_mail_to(ada.user, "test_mail") is None


def test_link_of_a_mail_stands_below_the_workspace_or_the_platform(acme: Tenant) -> None:
    assert mail_link("preferences", tenant=acme) == "http://localhost:8000/t/acme/accounts/preferences/"
    assert mail_link("accounts:signup_company") == "http://localhost:8000/signup/company/"


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> str:
    known = (NotificationKind("accounts.sample", "Sample news"),)
    monkeypatch.setattr(AccountsConfig, "notification_kinds", known, raising=False)
    return known[0].name


def test_kind_of_mail_ends_by_the_link_that_it_brings(ada: Membership, mails: Mails, kind: str) -> None:
    with transaction.atomic():
        send_mail_to(ada.user, "test_mail", kind=kind)
    message = parsed(mails()[-1])
    address = message["List-Unsubscribe"].strip(" <>").removeprefix("http://localhost:8000")
    programme = Client(enforce_csrf_checks=True)
    asked = programme.get(address)
    before = User.objects.get(pk=ada.user_id).muted_kinds
    done = programme.post(address, {"List-Unsubscribe": "One-Click"})
    ada.user.refresh_from_db()

    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"http://localhost:8000{address}" in body_of(message, "plain")
    assert ("Sample news" in asked.text, before, "No more of these mails" in done.text) == (True, [], True)
    assert ada.user.muted_kinds == [kind]
    with transaction.atomic():
        assert send_mail_to(ada.user, "test_mail", kind=kind) is None
        assert send_mail_to(ada.user, "test_mail") is not None, "mails about the account always come"


def test_forged_link_ends_nothing(ada: Membership, kind: str) -> None:
    assert Client().post("/mails/off/WyJ4IiwieSJd:1abcde:forged/").status_code == 404


@pytest.fixture
def smtp(settings: Any) -> Iterator[SmtpServer]:
    """A mail server that the settings name."""
    with running(SmtpServer()) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "rostrum", "secret"
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.MAIL = MailEngine("smtp", settings.EMAIL_BACKEND, host="127.0.0.1", port=server.port)
        yield server


def test_mail_server_gets_the_whole_message(ada: Membership, smtp: SmtpServer, run_queued: Callable[[], int]) -> None:
    with transaction.atomic():
        send_mail_to(ada.user, "test_mail", tenant=ada.tenant)
    run_queued()

    [(sender, receivers, raw)] = smtp.messages
    message = message_from_bytes(raw, policy=policy.default)
    assert (sender, receivers, len(smtp.logins)) == ("noreply@localhost", ["ada@acme.example"], 1)
    assert message["Subject"] == "A test mail of Rostrum"
    assert "It does." in body_of(message, "plain")


def test_server_that_says_no_for_good_is_believed(
    ada: Membership, smtp: SmtpServer, run_queued: Callable[[], int]
) -> None:
    smtp.refused["ada@acme.example"] = 550
    with transaction.atomic():
        mail = send_mail_to(ada.user, "test_mail")
    assert mail is not None
    run_queued()
    mail.refresh_from_db()

    assert (mail.refused_at is not None, bytes(mail.sealed), smtp.messages) == (True, b"", [])
    assert "550" in mail.problem
    assert QueuedTask.objects.filter(state="queued", name="accounts.send_mail").count() == 0


def test_server_that_is_away_is_asked_again_later(
    ada: Membership, smtp: SmtpServer, settings: Any, run_queued: Callable[[], int]
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with transaction.atomic():
        mail = send_mail_to(ada.user, "test_mail")
    assert mail is not None
    run_queued()
    mail.refresh_from_db()
    [again] = QueuedTask.objects.filter(state="queued", name="accounts.send_mail")
    pause = again.run_after - timezone.now()
    delayed = (mail.attempts, mail.is_waiting, timedelta(seconds=50) < pause <= timedelta(minutes=PAUSES_MINUTES[0]))
    settings.EMAIL_PORT = port
    QueuedTask.objects.update(run_after=timezone.now())
    run_queued()
    mail.refresh_from_db()

    assert delayed == (1, True, True)
    assert (len(smtp.messages), mail.sent_at is not None, mail.problem) == (1, True, "")


def test_mail_is_given_up_in_the_end(ada: Membership, smtp: SmtpServer, settings: Any, run_queued: Any) -> None:
    settings.EMAIL_PORT = 1
    with transaction.atomic():
        mail = send_mail_to(ada.user, "test_mail")
    assert mail is not None
    Mail.objects.update(attempts=len(PAUSES_MINUTES))
    run_queued()
    mail.refresh_from_db()

    assert (mail.refused_at is not None, bytes(mail.sealed)) == (True, b"")


def test_sendgrid_gets_the_message_by_its_web_api(
    ada: Membership, settings: Any, run_queued: Callable[[], int]
) -> None:
    with running(WebApi()) as api:
        settings.EMAIL_BACKEND = "anymail.backends.sendgrid.EmailBackend"
        settings.ANYMAIL = {"SENDGRID_API_KEY": "SG.key", "SENDGRID_API_URL": api.url}
        with transaction.atomic():
            send_mail_to(ada.user, "test_mail", tenant=ada.tenant)
        with pytest.warns(match="SendGrid"):
            run_queued()

    [(path, key, body)] = api.calls
    assert (path, key) == ("/v3/mail/send", "Bearer SG.key")
    assert body["personalizations"][0]["to"] == [{"email": "ada@acme.example"}]
    assert (body["from"]["name"], body["subject"]) == ("Acme Robotics via Rostrum", "A test mail of Rostrum")
    assert [part["type"] for part in body["content"]] == ["text/plain", "text/html"]


def by_ses(settings: Any, api: WebApi) -> None:
    settings.EMAIL_BACKEND = SES_BACKEND
    keys = {"aws_access_key_id": "AKID", "aws_secret_access_key": "secret"}
    settings.ANYMAIL = {
        "AMAZON_SES_SESSION_PARAMS": {"region_name": "eu-central-1", **keys},
        "AMAZON_SES_CLIENT_PARAMS": {"endpoint_url": api.url, "config": {"retries": {"total_max_attempts": 1}}},
    }


def test_ses_gets_the_message_by_its_web_api(ada: Membership, settings: Any, run_queued: Callable[[], int]) -> None:
    with running(WebApi(200, {"MessageId": "0102"})) as api:
        by_ses(settings, api)
        with transaction.atomic():
            mail = send_mail_to(ada.user, "test_mail", tenant=ada.tenant)
        run_queued()

    assert mail is not None
    mail.refresh_from_db()
    [(path, signature, body)] = api.calls
    message = message_from_bytes(b64decode(body["Content"]["Raw"]["Data"]), policy=policy.default)
    assert (path, signature.partition("/")[0]) == ("/v3/v2/email/outbound-emails", "AWS4-HMAC-SHA256 Credential=AKID")
    assert body["Destination"]["ToAddresses"] == ["ada@acme.example"]
    assert (message["Subject"], message["From"].addresses[0].display_name) == (
        "A test mail of Rostrum",
        "Acme Robotics via Rostrum",
    )
    assert (mail.sent_at is not None, mail.problem) == (True, "")


def test_ses_that_refuses_is_asked_again(ada: Membership, settings: Any, run_queued: Callable[[], int]) -> None:
    with running(WebApi(400, {"__type": "MessageRejected", "message": "Email address is not verified."})) as api:
        by_ses(settings, api)
        with transaction.atomic():
            mail = send_mail_to(ada.user, "test_mail")
        run_queued()

    assert mail is not None
    mail.refresh_from_db()
    assert (len(api.calls), mail.attempts, mail.is_waiting) == (1, 1, True)
    assert "Email address is not verified." in mail.problem


def test_command_says_what_the_engine_answered(smtp: SmtpServer, settings: Any) -> None:
    said = io.StringIO()
    call_command("send_test_mail", "eve@elsewhere.example", stdout=said)
    smtp.refused["eve@elsewhere.example"] = 550

    with pytest.raises(CommandError, match=r"smtp \(127.0.0.1:\d+\) did not take it: SMTPRecipientsRefused"):
        call_command("send_test_mail", "eve@elsewhere.example")
    assert said.getvalue() == f"Sent to eve@elsewhere.example by smtp (127.0.0.1:{smtp.port})\n"


def test_old_mails_are_forgotten_with_their_files(ada: Membership, mails: Mails, settings: Any) -> None:
    with transaction.atomic():
        send_mail_to(ada.user, "test_mail")
    before = len(mails())
    Mail.objects.update(created_at=timezone.now() - timedelta(days=31))
    for file in settings.EMAIL_FILE_PATH.glob("*.eml"):
        os.utime(file, (0, 0))
    purge_mails()

    assert (before, mails(), Mail.objects.count()) == (1, [], 0)


def test_readiness_names_the_engine_and_what_waits(ada: Membership) -> None:
    with transaction.atomic():
        send_mail_to(ada.user, "test_mail")

    found = Client().get("/readyz").json()["mail"]

    assert found == {"ok": True, "detail": "files", "waiting": 1, "delayed": 0, "refused_today": 0}


def test_mails_of_the_entrance_go_the_same_way_in_the_look_of_the_workspace(ada: Membership, mails: Mails) -> None:
    Client().post("/t/acme/accounts/password/reset/", {"email": "ada@acme.example"})
    in_workspace = parsed(mails()[-1])
    Client().post("/accounts/password/reset/", {"email": "nobody@acme.example"})
    to_nobody = parsed(mails()[-1])

    assert in_workspace["From"].startswith("Acme Robotics via Rostrum")
    assert [mail.tenant_id for mail in Mail.objects.order_by("created_at")] == [ada.tenant_id, None]
    for message in (in_workspace, to_nobody):
        html = body_of(message, "html")
        assert html.count('class="press" href="http') == 1, "what to do is a button"
        assert "http" in body_of(message, "plain")


def test_backend_is_what_the_settings_say(settings: Any) -> None:
    settings.EMAIL_BACKEND = settings.MAIL.backend
    assert type(get_connection()).__name__ == "EmlFileBackend"

"""Which engine the variables choose, and that nonsense is refused by name."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.mail_engine import mail_engine
from config.supervisor.doctor import check_mail

NAMES = (
    *("MAIL_ENGINE", "EMAIL_URL", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"),
    *("EMAIL_SECURITY", "DEFAULT_FROM_EMAIL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    *("AWS_SESSION_TOKEN", "SENDGRID_API_KEY", "SENDGRID_API_URL"),
)
SENDER = {"DEFAULT_FROM_EMAIL": "Rostrum <post@rostrum.example>"}
SES = {"MAIL_ENGINE": "ses", "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE"}


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def given(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def test_without_any_variable_mails_are_files() -> None:
    engine = mail_engine()

    assert (engine.name, engine.backend, engine.place) == ("files", "apps.core.mail.EmlFileBackend", "files")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"EMAIL_URL": "smtp://me:p%40ss@mail.example"}, ("smtp", "mail.example", 587, "me", "p@ss", "starttls")),
        ({"EMAIL_URL": "smtps://mail.example:4650"}, ("smtp", "mail.example", 4650, "", "", "tls")),
        ({"EMAIL_URL": "smtp+plain://127.0.0.1:1025"}, ("smtp", "127.0.0.1", 1025, "", "", "none")),
        (
            {
                "EMAIL_HOST": "mail.example",
                "EMAIL_SECURITY": "tls",
                "EMAIL_HOST_USER": "me",
                "EMAIL_HOST_PASSWORD": "p",
            },
            ("smtp", "mail.example", 465, "me", "p", "tls"),
        ),
    ],
)
def test_variables_choose_the_server(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: tuple[object, ...]
) -> None:
    given(monkeypatch, **SENDER, **variables)

    engine = mail_engine()

    assert (engine.name, engine.host, engine.port, engine.user, engine.password, engine.security) == expected
    assert "password" not in repr(engine)


def test_sendgrid_needs_its_key_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **SENDER, MAIL_ENGINE="sendgrid", SENDGRID_API_KEY="SG.x")

    engine = mail_engine()

    assert (engine.backend, engine.anymail["SENDGRID_API_KEY"]) == ("anymail.backends.sendgrid.EmailBackend", "SG.x")


@pytest.mark.parametrize(
    ("keys", "known"),
    [
        ({}, {}),
        (
            {"AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "for an hour"},
            {"aws_access_key_id": "AKID", "aws_secret_access_key": "secret", "aws_session_token": "for an hour"},
        ),
    ],
)
def test_ses_needs_a_region_and_keys_where_the_machine_has_none(
    monkeypatch: pytest.MonkeyPatch, keys: dict[str, str], known: dict[str, str]
) -> None:
    given(monkeypatch, **SENDER, MAIL_ENGINE="ses", AWS_REGION="eu-central-1", **keys)

    engine = mail_engine()

    assert engine.backend == "anymail.backends.amazon_ses.EmailBackend"
    assert engine.anymail["AMAZON_SES_SESSION_PARAMS"] == {"region_name": "eu-central-1", **known}
    assert "secret" not in repr(engine)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"MAIL_ENGINE": "pigeon"}, "MAIL_ENGINE: say files, smtp, ses or sendgrid, not 'pigeon'"),
        ({"MAIL_ENGINE": "smtp", "DEFAULT_FROM_EMAIL": ""}, "DEFAULT_FROM_EMAIL: MAIL_ENGINE=smtp needs a sender"),
        ({"MAIL_ENGINE": "smtp"}, "EMAIL_HOST: MAIL_ENGINE=smtp needs"),
        ({"EMAIL_URL": "mail.example:25"}, "EMAIL_URL: write it as smtp://"),
        ({"EMAIL_URL": "smtp://mail.example:port"}, "EMAIL_URL: Port could not be cast"),
        ({"EMAIL_HOST": "mail.example", "EMAIL_PORT": "many"}, "EMAIL_PORT: 'many' is not a whole number"),
        ({"EMAIL_HOST": "mail.example", "EMAIL_PORT": "99999"}, "EMAIL_PORT: 99999 is not a port number"),
        ({"EMAIL_HOST": "mail.example", "EMAIL_SECURITY": "some"}, "EMAIL_SECURITY: say starttls, tls or none"),
        ({"MAIL_ENGINE": "ses"}, "AWS_REGION: MAIL_ENGINE=ses needs it"),
        (SES, "AWS_SECRET_ACCESS_KEY: an access key has two parts"),
        ({"MAIL_ENGINE": "sendgrid"}, "SENDGRID_API_KEY: MAIL_ENGINE=sendgrid needs it"),
        (
            {"MAIL_ENGINE": "sendgrid", "SENDGRID_API_KEY": "x", "SENDGRID_API_URL": "ftp://x"},
            "SENDGRID_API_URL: write it as https://",
        ),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], words: str) -> None:
    given(monkeypatch, **(SENDER | variables))

    with pytest.raises(ImproperlyConfigured) as refused:
        mail_engine()

    assert str(refused.value).startswith(words)
    assert (check_mail().ok, check_mail().detail.startswith(words)) == (False, True)


def test_doctor_calls_the_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    files = check_mail()
    given(monkeypatch, **SENDER, EMAIL_URL="smtp+plain://127.0.0.1:1")
    nobody = check_mail()

    assert (files.ok, files.detail) == (True, "files")
    assert (nobody.ok, nobody.cure) == (False, "Correct EMAIL_HOST and EMAIL_PORT, or EMAIL_URL")
    assert nobody.detail.startswith("smtp (127.0.0.1:1): ")

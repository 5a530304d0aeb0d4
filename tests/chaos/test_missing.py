"""A web process that starts while what it works with is not there."""

from django.conf import settings

from apps.accounts.models import Membership
from apps.core.modules import all_modules
from config.supervisor.state import free_port
from tests.chaos.conftest import Stand
from tests.chaos.documents import cv_file
from tests.chaos.figures import Figures
from tests.chaos.pages import LISTS, walk
from tests.chaos.visitors import Visitor, percentile
from tests.people import PASSWORD, Grant, SignedIn
from tests.queue_processes import wait_until
from tests.real_processes import health

PATIENCE_SECONDS = 90
FEWEST_PAGES = 60
LONGEST_ANSWER_SECONDS = 5


def test_missing_at_start(stand: Stand, figures: Figures, ada: Membership, grant: Grant, signed_in: SignedIn) -> None:
    """Broker, worker, clock, runner, mail server and language model missing at the start."""
    for module in all_modules():
        if module.label != "cv_analysis":
            grant(stand.tenant, module.label)
    cookies = signed_in(ada).cookies
    nobody, port = free_port(), free_port()
    variables = {
        **stand.variables(),
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "tests.chaos.plain_settings",
        "REDIS_URL": f"redis://127.0.0.1:{nobody}/0",
        "EMAIL_URL": f"smtp+plain://127.0.0.1:{nobody}",
        "DEFAULT_FROM_EMAIL": "rostrum@example.com",
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": f"http://127.0.0.1:{nobody}/v1",
    }
    stand.processes.start("-m", "gunicorn", "config.wsgi:application", "-c", "config/gunicorn.py", **variables)
    wait_until(lambda: health(str(port)) == 200, PATIENCE_SECONDS, "the web process answers")
    url = f"http://127.0.0.1:{port}"
    session = cookies[settings.SESSION_COOKIE_NAME].value
    member = Visitor(url, cookie=f"{settings.SESSION_COOKIE_NAME}={session}")

    pages = walk(member, "/", "/t/acme/") | walk(Visitor(url), "/", "/accounts/login/", "/accounts/signup/")
    failed = {address: answer.status for address, answer in pages.items() if answer.is_error}
    ready = Visitor(url).ask("/readyz")
    program = Visitor(url, stand.token)
    lists = [program.ask(address) for address in LISTS]
    sign_in = Visitor(url).ask(
        "/api/v1/auth/login/",
        f'{{"email": "{ada.user.email}", "password": "{PASSWORD}"}}'.encode(),
        **{"Content-Type": "application/json"},
    )

    figures.at_least("pages walked", len(pages), FEWEST_PAGES)
    figures.words("pages that are errors", ", ".join(sorted(failed)) or "none", "none")
    slow = percentile([answer.seconds for answer in pages.values()], 0.95)
    figures.at_most("95 % of the pages within", slow, LONGEST_ANSWER_SECONDS, "s")
    figures.exactly("lists of the API that are errors", sum(one.status != 200 for one in lists), 0)
    figures.exactly("sign-in", sign_in.status, 200)
    figures.exactly("upload", program.upload(*cv_file(1)).status, 202)
    named = sorted(name for name, found in ready.json.items() if not found.get("works", found["ok"]))
    figures.words("/readyz names", ", ".join(named), "ai, beat, broker, mail, sandbox, worker")
    figures.exactly("/readyz", ready.status, 503)

"""All pages in a real browser, found by following links and by the URL maps: nothing on any of them is amiss."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import PATIENCE_MS
from tests.browser.crawl import ELSEWHERE, GALLERY, Crawl, whole
from tests.browser.judge import DESKTOP, parts_of
from tests.browser.people import sign_in, sign_up_candidate, sign_up_company, start_trial
from tests.browser.product import PROJECT, Product
from tests.browser.visitor import Visitor
from tests.routes import routes_of

URLCONFS = ("config.public_urls", "config.urls")
ERRORS = PROJECT / "templates" / "errors"
MAILS = ("outbox/<uuid:pk>/html/", "settings/outbox/<uuid:pk>/html/")
SHEET = "cv-analysis/builder/<uuid:pk>/preview/"
# Addresses that no walk arrives at, and why.
NOT_WALKED = {
    **dict.fromkeys(
        ("legal/<slug:kind>/", "legal/<slug:kind>/<int:number>/"),
        "where terms or a privacy notice were published; test_legal has them",
    ),
    "metrics": "figures for Prometheus, closed until a setting opens it",
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "its key is in a mail; the journey has it",
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": "no mail with it is sent: addresses count as true",
    "brand/<slug:version>.css": "a style sheet, where a company chose a colour",
    "brand/<slug:version>.png": "a picture, where a company gave one",
    **dict.fromkeys(
        (
            "accounts/exports/<uuid:pk>/<str:token>/",
            "accounts/unlock/<str:key>/",
            "mails/off/<str:token>/",
            "team/join/<str:key>/",
        ),
        "its key is in a mail",
    ),
    **dict.fromkeys(
        (
            "cv-analysis/shared/<str:token>/",
            "cv-analysis/shared/<str:token>/pdf/",
            "cv-analysis/shared/<str:token>/sheet/",
        ),
        "its key is shown once; test_builder has one",
    ),
    **dict.fromkeys(
        (
            "interviews/shared/<str:token>/",
            "interviews/shared/<str:token>/pdf/",
            "interviews/<uuid:pk>/share/",
            "interviews/<uuid:pk>/share/<uuid:link>/end/",
            "interviews/<uuid:pk>/coach/",
            "interviews/<uuid:pk>/coach/status/",
            "interviews/<uuid:pk>/pdf/",
            "interviews/<uuid:pk>/about-you/",
        ),
        "where an interview was completed; apps/interviews/tests has one",
    ),
    **dict.fromkeys(
        (
            "interviews/<uuid:pk>/",
            "interviews/<uuid:pk>/replay/",
            "interviews/<uuid:pk>/status/",
            "interviews/assign/<uuid:candidate_id>/",
            "interviews/assigned/<uuid:pk>/",
            "interviews/fairness/",
            "interviews/fairness/export/",
            "interviews/questions/<uuid:pk>/edit/",
            "interviews/questions/write/",
            "interviews/questions/write/<uuid:pk>/",
            "interviews/sets/<uuid:pk>/",
            "interviews/sets/<uuid:pk>/edit/",
            "interviews/templates/<uuid:pk>/edit/",
            "interviews/templates/new/",
        ),
        "where interviews are held and questions written; test_page_states and apps/interviews/tests have some",
    ),
    **dict.fromkeys(
        (
            "code-assessment/assessments/",
            "code-assessment/assessments/<uuid:pk>/",
            "code-assessment/assessments/<uuid:pk>/edit/",
            "code-assessment/assessments/new/",
            "code-assessment/assign/<uuid:candidate_id>/",
            "code-assessment/assigned/<uuid:pk>/",
            "code-assessment/attempts/<uuid:pk>/",
            "code-assessment/attempts/<uuid:pk>/status/",
            "code-assessment/attempts/<uuid:pk>/problems/<slug:key>/",
            "code-assessment/likenesses/",
            "code-assessment/likenesses/<uuid:pk>/",
            "code-assessment/problems/import/",
            "code-assessment/problems/new/",
            "code-assessment/problems/try-out/",
            "code-assessment/problems/<uuid:pk>/check/",
            "code-assessment/problems/<uuid:pk>/edit/",
            "code-assessment/problems/<uuid:pk>/export/",
            "code-assessment/problems/<uuid:pk>/versions/",
            "code-assessment/problems/<slug:key>/programs/",
            "code-assessment/submissions/<uuid:pk>/",
            "code-assessment/submissions/<uuid:pk>/status/",
        ),
        "where an assessment is taken and problems are written; apps/code_assessment/tests has some",
    ),
    "settings/ai/providers/<uuid:pk>/": "where a company has a provider of its own; test_page_states has one",
    **dict.fromkeys(("accounts/profile/picture/", "people/<uuid:pk>/picture/"), "a picture, where somebody gave one"),
    **dict.fromkeys(
        (
            "accounts/2fa/recovery-codes/",
            "accounts/2fa/recovery-codes/download/",
            "accounts/2fa/totp/deactivate/",
            "accounts/2fa/webauthn/keys/<int:pk>/edit/",
            "accounts/2fa/webauthn/keys/<int:pk>/remove/",
        ),
        "for whoever has a second step; test_passkeys has one",
    ),
    **dict.fromkeys(
        (
            "accounts/3rdparty/link/",
            "accounts/3rdparty/login/error/",
            "accounts/3rdparty/signup/",
            "accounts/oidc/<slug:provider_id>/login/",
            "accounts/oidc/<slug:provider_id>/login/callback/",
        ),
        "where the operator has keys of a provider",
    ),
    SHEET: "a CV as it is printed, for a frame of the page that has it",
    **dict.fromkeys(MAILS, "a mail as it was sent: no page of ours, and no script runs in it that could judge it"),
    "marketplace/<slug:label>/seats/<uuid:pk>/pass-on/": "where seats are counted",
    "cv-analysis/builder/<uuid:pk>/share/<uuid:link>/end/": "where a link was made; test_builder has one",
    "cv-analysis/<uuid:pk>/pages/<int:number>/": "a picture, which the page of a CV shows",
    "cv-analysis/jobs/<uuid:job_id>/candidates/<uuid:candidate_id>/check/": "from a ranking to a CV that was read",
    "hiring/applications/<uuid:pk>/": "where a job is reviewed blind; otherwise the candidate's record has it",
    "hiring/compare/": "for those who were chosen; the journey of hiring has it",
    "cv-analysis/<uuid:pk>/corrections/<uuid:correction>/undo/": "where something was corrected",
    "try/cv-analysis/<slug:token>/correct/<int:number>/undo/": "where something was corrected",
    **dict.fromkeys(
        (
            "billing/done/",
            "billing/subscriptions/<uuid:pk>/seats/<uuid:item>/",
            "billing/subscriptions/<uuid:pk>/items/<uuid:item>/keep/",
            "billing/subscriptions/<uuid:pk>/items/<uuid:item>/remove/",
            "billing/methods/<slug:method>/default/",
            "billing/methods/<slug:method>/remove/",
        ),
        "where something was bought; apps/billing/tests has some",
    ),
    "billing/single/<slug:module>/<slug:name>/": "sold to people of the community; tests/live_time buys one",
    "settings/data/<uuid:pk>/": "an archive, once one was made",
    "settings/hosts/<uuid:pk>/": "for whoever has claimed a host name",
    "support/act-as/<uuid:pk>/": "begun from the administration",
}

# Of no subscription here, so there is nothing to see; half an hour after the sign-in they ask for it again instead.
ONLY_FRESH = {"billing/subscriptions/<uuid:pk>/add/<slug:label>/", "billing/subscriptions/<uuid:pk>/cancel/"}

WHO = ("stranger", "guest", "owner", "candidate", "staff")


def stranger(visitor: Visitor, product: Product, cvs: Path, shown: set[int]) -> Crawl:
    return Crawl(visitor, "config.public_urls", skipped=(GALLERY,), shown=shown).walk("")


def guest(visitor: Visitor, product: Product, cvs: Path, shown: set[int]) -> Crawl:
    """A stranger who has tried CV analysis."""
    visitor.open("/try/cv-analysis/")
    visitor.press("Try with a made-up CV")
    expect(visitor.page.get_by_label("What was found")).to_be_visible()
    return Crawl(visitor, "config.public_urls", only=("try/",), shown=shown).walk(visitor.page.url)


def _hire(visitor: Visitor, workspace: str) -> None:
    """A job for which somebody is considered."""
    visitor.open(f"{workspace}hiring/jobs/new/")
    visitor.page.get_by_label("Title", exact=True).fill("Night nurse")
    visitor.press("Save as a draft")
    visitor.open(f"{workspace}hiring/candidates/new/")
    visitor.page.get_by_label(re.compile("^Name")).fill("Noor Iyer")
    visitor.press("Save")
    visitor.page.get_by_label("Job", exact=True).select_option(label="Night nurse")
    visitor.press("Consider for this job")
    expect(visitor.page.get_by_role("main").get_by_role("link", name="Night nurse").first).to_be_visible()


def owner(visitor: Visitor, product: Product, cvs: Path, shown: set[int]) -> Crawl:
    """With a module, one CV that was read and one that could not be, and somebody who was invited by mail."""
    workspace = sign_up_company(visitor, "Crawl Works", "crawl@journey.example")
    visitor.open(f"{workspace}team/invite/")
    visitor.page.get_by_label(re.compile("^E-?mail", re.IGNORECASE)).fill("invited@journey.example")
    visitor.press("Send the invitation")
    _hire(visitor, workspace)
    start_trial(visitor, workspace)
    bad = product.home / "cut.pdf"
    bad.write_bytes(b"%PDF-1.7 cut")
    visitor.drop(cvs / "plain.txt", bad)
    visitor.wait_until_read("plain.txt")
    visitor.wait_until_read(bad.name, "Damaged")
    visitor.open(f"{workspace}cv-analysis/builder/new/")
    visitor.press("Begin")
    # The journeys of hiring and of the CV builder look at their pages in every look.
    quick = ("hiring/", "cv-analysis/builder/")
    return Crawl(visitor, "config.urls", prefix=workspace, quick=quick, skipped=(*MAILS, SHEET), shown=shown).walk("")


def candidate(visitor: Visitor, product: Product, cvs: Path, shown: set[int]) -> Crawl:
    sign_up_candidate(visitor, "crawl@candidate.example")
    visitor.open("/t/practice/cv-analysis/")
    visitor.drop(cvs / "plain.txt")
    visitor.wait_until_read("plain.txt")
    return Crawl(visitor, "config.urls", prefix="/t/practice/", shown=shown).walk("")


def staff(visitor: Visitor, product: Product, cvs: Path, shown: set[int]) -> Crawl:
    """The outbox and the gallery, whose first page shows every component in every look: their own are judged in one."""
    logins = json.loads((product.home / "demo.json").read_text(encoding="utf-8"))
    login = next(login for login in logins if login["email"].startswith("staff@"))
    sign_in(visitor, login["email"], login["password"], f"/{GALLERY}")
    places = (GALLERY, "outbox/")
    quick = ("ui/<slug:name>/",)
    crawl = Crawl(visitor, "config.public_urls", only=places, quick=quick, skipped=MAILS, shown=shown)
    return crawl.walk(*places)


WALKS: dict[str, Callable[[Visitor, Product, Path, set[int]], Crawl]] = {
    "stranger": stranger,
    "guest": guest,
    "owner": owner,
    "candidate": candidate,
    "staff": staff,
}


class Crawls:
    """Each person's walk, made when it is first asked for."""

    def __init__(self, browser: Browser, product: Product, cvs: Path) -> None:
        self.browser, self.product, self.cvs = browser, product, cvs
        self.done: dict[str, Crawl] = {}
        self.shown: set[int] = set()

    def of(self, who: str) -> Crawl:
        if who not in self.done:
            context = self.browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
            context.set_default_timeout(PATIENCE_MS)
            self.done[who] = WALKS[who](
                Visitor(context.new_page(), self.product.url), self.product, self.cvs, self.shown
            )
            context.close()
        return self.done[who]


@pytest.fixture(scope="module")
def crawls(browser: Browser, product: Product) -> Crawls:
    return Crawls(browser, product, PROJECT / "apps" / "cv_analysis" / "tests" / "files")


@pytest.mark.parametrize("who", WHO)
def test_nothing_is_amiss_on_any_page(crawls: Crawls, who: str) -> None:
    crawl = crawls.of(who)

    assert crawl.findings == [], "\n".join(crawl.findings)
    assert len(crawl.pages) > 0


def test_every_address_that_answers_with_a_page_was_walked(crawls: Crawls) -> None:
    answers: dict[str, set[str]] = {}
    for who in WHO:
        for route, answer in crawls.of(who).answers.items():
            answers.setdefault(route, set()).add(answer)
    routes = {route for urlconf in URLCONFS for route in routes_of(urlconf, but=ELSEWHERE)}

    missed = {route for route in routes if not answers.get(route, set()) & {"page", "no page"}}

    assert missed - ONLY_FRESH == set(NOT_WALKED)


@pytest.mark.parametrize("template", sorted(ERRORS.glob("[0-9]*.html")), ids=lambda file: file.stem)
def test_nothing_is_amiss_on_an_error_page(visitor: Visitor, template: Path) -> None:
    # As a product without the trial for strangers makes it: this process has no tenants to ask.
    context = {"request_id": "0" * 32, "try_url": ""}
    text = render_to_string(f"errors/{template.name}", context, RequestFactory().get("/"))
    policy = visitor.page.request.get(visitor.url).headers["content-security-policy"]

    def answer(route: Route) -> None:
        route.fulfill(body=text, content_type="text/html; charset=utf-8", headers={"content-security-policy": policy})

    visitor.page.route("**/broken/", answer)
    visitor.open("/broken/")

    assert list(whole(visitor)) == []


PAGE = """<!doctype html><html lang="en"><head><title>Fine</title></head>
<body><a href="#main">Skip to the content</a><main id="main"><h1>Fine</h1>{more}</main></body></html>"""


def judged(visitor: Visitor, text: str) -> list[str]:
    """What is found on a page of this text, which the product's own policy guards."""
    visitor.page.route("**/odd/", lambda route: route.fulfill(body=text, content_type="text/html"))
    visitor.open("/odd/")
    return list(whole(visitor))


def test_page_as_it_should_be_is_not_complained_about(visitor: Visitor) -> None:
    assert judged(visitor, PAGE.format(more="<p>Words</p>")) == []


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        ("<h1>Fine</h1>", "<h1>One</h1><h1>Two</h1>", "2 visible h1"),
        ("<h1>Fine</h1>", "<p>Words</p>", "0 visible h1"),
        ("<title>Fine</title>", "", "no title"),
        ('<html lang="en">', "<html>", "no lang"),
        ("<main ", "<div ", "0 main landmarks"),
        ('<a href="#main">Skip to the content</a>', "", "the first control is no link to the content"),
        ('href="#main"', 'href="#elsewhere"', "the first control is no link to the content"),
    ],
)
def test_page_without_its_frame_is_noticed(visitor: Visitor, before: str, after: str, wrong: str) -> None:
    text = PAGE.format(more="").replace(before, after)
    assert [finding for finding in judged(visitor, text) if finding.endswith(wrong)] == [f"{visitor.url}/odd/: {wrong}"]


@pytest.mark.parametrize("width", [360, 390, 768, 1440, 1920])
def test_page_that_is_too_wide_at_one_width_is_noticed(visitor: Visitor, width: int) -> None:
    visitor.page.route("**/odd/", lambda route: route.fulfill(body=PAGE.format(more=""), content_type="text/html"))
    visitor.open("/odd/")
    visitor.page.evaluate(
        """(width) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`@media (width: ${width}px) { h1 { inline-size: ${width + 40}px } }`);
          document.adoptedStyleSheets = [sheet];
        }""",
        width,
    )
    assert any(f"sideways at {width} px" in finding for finding in whole(visitor))


def test_page_is_spared_some_looks_only_if_each_of_its_parts_was_seen_in_what_it_stands_in(visitor: Visitor) -> None:
    def parts(more: str) -> set[int]:
        visitor.page.set_content(PAGE.format(more=more))
        return parts_of(visitor.page)

    seen = parts('<p class="note">Words <a href="/there/">there</a></p><div class="card"></div>')

    assert parts('<div class="card"></div><p class="note">Others <a href="/elsewhere/">elsewhere</a></p>') == seen
    for unseen in (
        '<p class="warning">Words</p>',
        '<div class="card"><p class="note">Words</p></div>',
        '<p class="note"><a href="/there/" aria-current="page">there</a></p>',
    ):
        assert not parts(unseen) <= seen, unseen


def test_link_that_leads_nowhere_is_noticed(visitor: Visitor) -> None:
    text = PAGE.format(more='<a href="/try/cv-analysis/nothing/">On</a>')
    visitor.page.route("**/accounts/login/", lambda route: route.fulfill(body=text, content_type="text/html"))
    crawl = Crawl(visitor, "config.public_urls", only=("accounts/login/", "try/")).walk("accounts/login/")
    assert f"{visitor.url}/try/cv-analysis/nothing/ is linked and refused" in crawl.findings


def test_address_that_no_walk_arrives_at_would_be_missed(visitor: Visitor) -> None:
    crawl = Crawl(visitor, "config.public_urls", only=("accounts/password/",)).walk("accounts/password/reset/")
    assert crawl.answers["accounts/password/reset/"] == "page"
    assert not set(NOT_WALKED) & set(crawl.answers)

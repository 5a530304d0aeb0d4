"""Every address of a workspace answers everybody with words: what it is for, or why not and where to go instead."""

import re
from collections.abc import Callable

import pytest
from django.db import transaction

from apps.accounts.mailing import send_mail_to
from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.services import invite, make_api_key
from apps.ai.models import AiCall
from apps.audit import services as audit
from apps.core.listing import Listing
from apps.core.scope import scope
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.answers import DEED, ENTRANCE, EVERYBODY, MANAGERS, PARTS, RECORDS_DEED, SIGNED_OUT, STAFFED, Answers
from tests.bank_states import BANK, BANK_LISTS, asked_by
from tests.billing_states import BILLING, BILLING_LISTS
from tests.builder_states import BUILDER, BUILDER_LISTS, written_by
from tests.code_states import CODE, CODE_FORMS, CODE_LISTS, coded
from tests.cv_states import CV_LISTS, CVS
from tests.hiring_states import HIRING, HIRING_LISTS
from tests.interview_states import INTERVIEW_LISTS, INTERVIEWS, interviewed
from tests.people import Grant, NewMember, SignedIn
from tests.routes import routes_of
from tests.visiting import (
    AWAY,
    FORM_ONLY,
    GONE,
    NOT_IN,
    PAGE,
    PART,
    REFUSED,
    Form,
    Record,
    Visit,
    address_of,
    hired_for,
    kind_of,
    way_on,
)
from tests.visiting import read_cv as _read_cv

pytestmark = pytest.mark.django_db

# Their own frame, a download, or none of our pages.
ELSEWHERE = ("admin/", "api/", "brand/")


STATES: dict[str, Answers] = {
    "": EVERYBODY,
    "settings/": MANAGERS,
    "settings/audit/": MANAGERS,
    "settings/audit/export/": Answers(PART, REFUSED, REFUSED, REFUSED),
    "settings/audit/check/": MANAGERS,
    "settings/plan/": MANAGERS,
    "settings/plan/trial/": DEED,
    "settings/support/": MANAGERS,
    "support/stop/": DEED,
    "settings/language/": MANAGERS,
    # For owners, whom the others may ask.
    "settings/data/": Answers(REFUSED),
    "settings/data/start/": DEED,
    "settings/data/<uuid:pk>/": Answers(REFUSED),
    "settings/closing/": Answers(REFUSED),
    "settings/closing/reopen/": DEED,
    "settings/retention/": MANAGERS,
    "settings/retention/preview/": Answers(PART, REFUSED, REFUSED, REFUSED),
    "settings/security/": MANAGERS,
    "settings/hosts/": MANAGERS,
    "settings/hosts/platform/": DEED,
    # Nobody's.
    "settings/hosts/<uuid:pk>/": Answers(GONE, REFUSED, REFUSED, REFUSED),
    "settings/hosts/<uuid:pk>/check/": DEED,
    "settings/hosts/<uuid:pk>/prefer/": DEED,
    "settings/hosts/<uuid:pk>/remove/": DEED,
    "welcome/": MANAGERS,
    "welcome/module/": MANAGERS,
    "welcome/done/": MANAGERS,
    "notices/": PARTS,
    "palette/": PARTS,
    "enter/": Answers(AWAY),
    "offline/": ENTRANCE,
    "sw.js": Answers(PART, is_open=True),
    "manifest.webmanifest": Answers(PART, is_open=True),
    "i18n/setlang/": Answers(FORM_ONLY, is_open=True),
    "accounts/preferences/": EVERYBODY,
    "accounts/profile/": EVERYBODY,
    "accounts/profile/picture/": Answers(GONE),
    "accounts/agreement/": EVERYBODY,
    # Where nothing is published; the rest is in apps/accounts/tests/test_legal_texts.py.
    "legal/<slug:kind>/": Answers(GONE, is_open=True),
    "legal/<slug:kind>/<int:number>/": Answers(GONE, is_open=True),
    "accounts/exports/": EVERYBODY,
    "accounts/exports/list/": PARTS,
    "accounts/exports/<uuid:pk>/<str:token>/": Answers(GONE),
    "accounts/delete/": EVERYBODY,
    "people/<uuid:pk>/picture/": Answers(GONE),
    "accounts/email/": EVERYBODY,
    "accounts/logout/": Answers(PAGE, is_open=True),
    "accounts/reauthenticate/": EVERYBODY,
    "accounts/password/change/": EVERYBODY,
    "accounts/password/set/": Answers(AWAY),
    "accounts/login/": SIGNED_OUT,
    "accounts/login/code/confirm/": SIGNED_OUT,
    "accounts/signup/": SIGNED_OUT,
    "accounts/inactive/": ENTRANCE,
    "accounts/sessions/": EVERYBODY,
    "accounts/sessions/end-others/": DEED,
    "accounts/sessions/<uuid:pk>/end/": DEED,
    "accounts/unlock/": ENTRANCE,
    "accounts/verification/": EVERYBODY,
    "accounts/login/code/": SIGNED_OUT,
    "accounts/unlock/<str:key>/": Answers(GONE, is_open=True),
    "accounts/3rdparty/": EVERYBODY,
    "accounts/3rdparty/link/": SIGNED_OUT,
    "accounts/3rdparty/signup/": SIGNED_OUT,
    "accounts/3rdparty/login/cancelled/": ENTRANCE,
    "accounts/3rdparty/login/error/": Answers(NOT_IN, is_open=True),
    "accounts/2fa/": EVERYBODY,
    "accounts/2fa/authenticate/": SIGNED_OUT,
    # With nothing set up yet and no password asked for; the rest is in apps/accounts/tests/test_second_factor.py.
    "accounts/2fa/reauthenticate/": Answers(AWAY),
    "accounts/2fa/totp/activate/": Answers(AWAY),
    "accounts/2fa/totp/deactivate/": Answers(GONE),
    "accounts/2fa/recovery-codes/": Answers(GONE),
    "accounts/2fa/recovery-codes/generate/": Answers(AWAY),
    "accounts/2fa/recovery-codes/download/": Answers(GONE),
    "accounts/2fa/webauthn/": EVERYBODY,
    "accounts/2fa/webauthn/add/": Answers(AWAY),
    "accounts/2fa/webauthn/login/": SIGNED_OUT,
    "accounts/2fa/webauthn/reauthenticate/": Answers(AWAY),
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": Answers(AWAY),
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": Answers(AWAY),
    "accounts/confirm-email/": ENTRANCE,
    # Says of a key that holds no longer what to do instead.
    r"accounts/^confirm-email/(?P<key>[-:\w]+)/$": ENTRANCE,
    "accounts/password/reset/": ENTRANCE,
    "accounts/password/reset/done/": ENTRANCE,
    "accounts/password/reset/key/done/": ENTRANCE,
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": Answers(GONE, is_open=True),
    "marketplace/": EVERYBODY,
    "marketplace/mine/": EVERYBODY,
    "marketplace/<slug:label>/": EVERYBODY,
    "marketplace/<slug:label>/start-trial/": DEED,
    "marketplace/<slug:label>/deactivate/": DEED,
    "marketplace/<slug:label>/reactivate/": DEED,
    "marketplace/<slug:label>/seats/": MANAGERS,
    "marketplace/<slug:label>/seats/export/": Answers(PART, REFUSED, REFUSED, REFUSED),
    "marketplace/<slug:label>/seats/bulk/": DEED,
    "marketplace/<slug:label>/seats/roles/": DEED,
    # There is no seat of that id.
    "marketplace/<slug:label>/seats/<uuid:pk>/pass-on/": Answers(GONE, REFUSED, REFUSED, REFUSED),
    "settings/outbox/": MANAGERS,
    "settings/outbox/<uuid:pk>/": Answers(GONE, REFUSED, REFUSED, REFUSED),
    "settings/outbox/<uuid:pk>/html/": Answers(GONE, REFUSED, REFUSED, REFUSED),
    "settings/ai/": MANAGERS,
    "settings/ai/calls/": MANAGERS,
    "settings/ai/calls/export/": Answers(PART, REFUSED, REFUSED, REFUSED),
    "settings/ai/providers/new/": MANAGERS,
    # Nobody's.
    "settings/ai/providers/<uuid:pk>/": Answers(GONE, REFUSED, REFUSED, REFUSED),
    "settings/ai/providers/<uuid:pk>/test/": DEED,
    "settings/ai/providers/<uuid:pk>/remove/": DEED,
    "settings/keys/": MANAGERS,
    "settings/keys/new/": MANAGERS,
    "settings/keys/<uuid:pk>/revoke/": DEED,
    # For owners only; who manages here is an administrator.
    "settings/roles/": Answers(REFUSED),
    "settings/roles/reset/": DEED,
    "team/": STAFFED,
    "team/export/": Answers(PART, candidate=REFUSED),
    "team/invite/": MANAGERS,
    "team/invite/many/": MANAGERS,
    "team/invite/many/confirm/": DEED,
    "team/invitations/": MANAGERS,
    "team/invitations/<uuid:pk>/resend/": RECORDS_DEED,
    "team/invitations/<uuid:pk>/revoke/": RECORDS_DEED,
    # Of a key that is no invitation's.
    "team/join/<str:key>/": Answers(GONE, is_open=True),
    "team/<uuid:pk>/": Answers(PAGE, candidate=REFUSED, names_a_record=True),
    "team/<uuid:pk>/role/": RECORDS_DEED,
    "team/<uuid:pk>/suspend/": RECORDS_DEED,
    "team/<uuid:pk>/reactivate/": RECORDS_DEED,
    "team/<uuid:pk>/remove/": RECORDS_DEED,
    "team/<uuid:pk>/transfer/": RECORDS_DEED,
    "views/save/": DEED,
    "views/restore/": DEED,
    "views/<uuid:pk>/delete/": DEED,
    **BILLING,
    **BUILDER,
    **HIRING,
    **CVS,
    **BANK,
    **INTERVIEWS,
    **CODE,
}
# What whoever has a link may see needs no license of theirs.
OF_MODULES = {
    route: answers
    for route, answers in STATES.items()
    if route.startswith(("cv-analysis/", "interviews/", "code-assessment/")) and not answers.is_open
}
OF_RECORDS = {route: answers for route, answers in STATES.items() if answers.names_a_record}


def test_every_address_of_a_workspace_has_its_states_written_down() -> None:
    """A new page comes with a line in STATES, or this fails."""
    assert set(routes_of("config.urls", but=ELSEWHERE)) == set(STATES)


def _write_down(membership: Membership) -> None:
    with scope(membership.tenant):
        audit.record("log.exported")


@pytest.fixture(params=["manager", "member", "guest", "candidate"])
def record(
    request: pytest.FixtureRequest, acme: Tenant, community: Tenant, grant: Grant, new_member: NewMember
) -> tuple[str, Record]:
    """A kind of person, and something in their workspace that they may see."""
    who: str = request.param
    tenant = community if who == "candidate" else acme
    grant(tenant)
    grant(tenant, "interviews")
    grant(tenant, "code_assessment")
    role = {"manager": Role.ADMIN, "member": Role.MEMBER, "guest": Role.GUEST, "candidate": Role.CANDIDATE}[who]
    known = written_by(hired_for(_read_cv(new_member("pat", tenant, role))))
    # What is more exact comes first.
    return who, coded(interviewed(asked_by(known)))


def test_every_address_answers_everybody_in_words(record: tuple[str, Record], visit: Visit) -> None:
    """What it is for, or who may see it and where to go instead."""
    who, known = record
    tenant = known.membership.tenant

    answers = {route: visit(known.membership, address_of(route, tenant, known.pk_for(route))) for route in STATES}

    assert {route: kind_of(answer) for route, answer in answers.items()} == {
        route: states.of(who) for route, states in STATES.items()
    }
    without = [
        route
        for route, answer in answers.items()
        if kind_of(answer) in {REFUSED, GONE, FORM_ONLY} and not way_on(answer)
    ]
    assert without == []


def test_strangers_are_led_to_the_sign_in_and_back(acme: Tenant, visit: Visit) -> None:
    for route, states in STATES.items():
        address = address_of(route, acme)
        answer = visit(None, address)
        if not states.is_open:
            assert (route, answer.status_code, answer["Location"]) == (
                *(route, 302),
                f"/t/acme/accounts/login/?next={address}",
            )


def test_members_of_others_are_told_so_and_led_to_their_own(acme: Tenant, cleo: Membership, visit: Visit) -> None:
    closed = [route for route, states in STATES.items() if not states.is_open]

    answers = [visit(cleo, address_of(route, acme)) for route in closed]

    assert {(kind_of(answer), *way_on(answer)) for answer in answers} == {(REFUSED, "/enter/")}


def test_what_is_not_there_any_more_says_so_in_the_frame(
    ada: Membership, licensed: License, grant: Grant, visit: Visit
) -> None:
    grant(ada.tenant, "interviews")
    grant(ada.tenant, "code_assessment")
    answers = {
        route: visit(ada, address_of(route, ada.tenant), "post" if states.manager == FORM_ONLY else "get")
        for route, states in OF_RECORDS.items()
    }

    assert {kind_of(answer) for answer in answers.values()} == {GONE}
    assert ['href="/t/acme/settings/"' in answer.text for answer in answers.values()] == [True] * len(OF_RECORDS)


FORMS = (
    Form("t/acme/interviews/questions/new/", {"text": "Why?", "skills": ""}, "Why?"),
    Form("t/acme/interviews/questions/import/", {"is_shared": "on"}),
    Form(
        "t/acme/interviews/templates/new/",
        {"title": "", "description": "Two rounds", "form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"},
        "Two rounds",
    ),
    *CODE_FORMS,
    Form("t/acme/interviews/new/", {"role": "backend", "number": "0", "project": "Atlas"}, "Atlas"),
    Form("signup/company/", {"company": "Umbrella Works", "email": "no address"}, "Umbrella Works", is_open=True),
    Form("accounts/signup/", {"name": "Eve Moss", "email": "no address"}, "Eve Moss", is_open=True),
    Form("accounts/login/", {"login": "eve@moss.example", "password": "wrong"}, "eve@moss.example", is_open=True),
    Form("accounts/password/reset/", {"email": "no address"}, "no address", is_open=True),
    Form("t/acme/team/invite/", {"email": "no address", "name": "Eve Moss", "role": "member"}, "Eve Moss"),
    Form("t/acme/team/invite/many/", {"role": "guest"}, 'value="guest" selected'),
    Form("t/acme/settings/", {"name": "", "accent": "#123456", "own_accent": "on"}, "#123456"),
    Form("t/acme/settings/language/", {"language": "xx", "timezone": "Europe/Berlin"}, "Europe/Berlin"),
    Form("t/acme/settings/retention/", {"days": "soon"}, "soon"),
    Form("t/acme/settings/security/", {"allowed_networks": "198.51.100.0/24"}, "198.51.100.0/24"),
    Form("t/acme/settings/security/", {"invitation_domains": "no domain"}, "no domain"),
    Form("t/acme/settings/ai/", {"monthly_budget": "much"}, "much"),
    Form(
        "t/acme/settings/ai/providers/new/", {"name": "ours", "base_url": "http://localhost/v1"}, "http://localhost/v1"
    ),
    Form("t/acme/settings/hosts/", {"host": "localhost"}, "localhost"),
    Form("t/acme/welcome/", {"name": "", "accent": "#123456", "own_accent": "on"}, "#123456"),
    Form("t/acme/hiring/jobs/new/", {"title": "", "department": "Ward 3", "weight_skills": "90"}, "Ward 3"),
    Form("t/acme/hiring/jobs/read/", {"text": " "}),
    Form("t/acme/hiring/candidates/new/", {"email": "no address", "headline": "Nurse in charge"}, "Nurse in charge"),
    Form("t/acme/hiring/stages/", {"name": "", "kind": "offer"}, 'value="offer" selected'),
    Form("t/acme/accounts/preferences/", {"language": "xx", "time_zone": "Europe/Berlin"}, "Europe/Berlin"),
    Form(
        "t/acme/accounts/password/change/", {"oldpassword": "wrong", "password1": "short-one", "password2": "another"}
    ),
    Form("t/acme/accounts/profile/", {"name": ""}),
    Form("t/acme/accounts/reauthenticate/", {"password": "wrong"}),
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.address)
def test_form_that_is_refused_says_why_and_keeps_what_was_typed(
    ada: Membership, grant: Grant, signed_in: SignedIn, form: Form
) -> None:
    grant(ada.tenant, "interviews")
    grant(ada.tenant, "code_assessment")
    page = signed_in(None if form.is_open else ada).post(f"/{form.address}", form.data)

    assert (page.status_code in {200, 422}, page.text.count("<h1"), page.text.count("data-error-summary")) == (
        True,
        1,
        1,
    )
    assert (form.kept in page.text, form.data.get("password1", "no password") in page.text) == (True, False)


def _invite(membership: Membership) -> None:
    invite(membership, email="eve@example.org", role=Role.GUEST)


def _write_mail(membership: Membership) -> None:
    with transaction.atomic():
        send_mail_to("eve@elsewhere.example", "test_mail", tenant=membership.tenant)


def _make_key(membership: Membership) -> None:
    make_api_key(membership, name="Career page", scopes=["cv_analysis.view"], days=30)


def _ask_a_model(membership: Membership) -> None:
    AiCall.objects.create(tenant=membership.tenant, feature="cv_analysis.fields", prompt="cv_analysis.fill_fields-v1")


# Where each list stands, what it says while it is empty, and what puts something into it.
LISTS: dict[str, tuple[str, str, Callable[[Membership], object]]] = {
    "accounts.mails": ("settings/outbox/", "Invitations and notices appear here", _write_mail),
    "accounts.keys": ("settings/keys/", "Make the first key", _make_key),
    "ai.calls": ("settings/ai/calls/", "See who would be asked", _ask_a_model),
    # That somebody joined stands in it.
    **BILLING_LISTS,
    **BUILDER_LISTS,
    **HIRING_LISTS,
    **CV_LISTS,
    **BANK_LISTS,
    **INTERVIEW_LISTS,
    **CODE_LISTS,
    "marketplace.seats": ("marketplace/cv_analysis/seats/", "", _read_cv),
    "audit.entries": ("settings/audit/", "", _write_down),
    # Whoever looks is in it.
    "accounts.members": ("team/", "", bool),
    "accounts.invitations": ("team/invitations/", "Whoever you invite gets a mail", _invite),
}


def test_every_list_has_a_page_for_nothing_and_for_nothing_found(
    ada: Membership, licensed: License, grant: Grant, visit: Visit
) -> None:
    """A new list stands in LISTS with what to do while it is empty; one without words for that is never empty."""
    lists = {one.name for one in Listing.__subclasses__() if re.search(r"(?<!test_)listing$", one.__module__)}
    grant(ada.tenant, "interviews")
    grant(ada.tenant, "code_assessment")
    # The ranking is a job's; apps/hiring/tests has it.
    assert lists - {"hiring.ranking"} == set(LISTS)
    for route, invitation, fill in LISTS.values():
        empty = visit(ada, f"/t/acme/{route}")
        fill(ada)
        full, narrowed = visit(ada, f"/t/acme/{route}"), visit(ada, f"/t/acme/{route}?q=xqzzy")
        assert ["<div data-empty>" in page.text for page in (empty, full, narrowed)] == [bool(invitation), False, True]
        assert invitation in empty.text
        nothing_found = narrowed.text.partition("<div data-empty>")[2].partition("</section>")[0]
        assert f'href="/t/acme/{route}"' in nothing_found

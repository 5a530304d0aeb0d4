"""Pages for whoever has no account: what they say, what they compute, and what machines read of them."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.core import formats
from apps.core.modules import Price, all_modules
from apps.home import offline, public
from apps.home.pricing import MOST_SEATS, asked_seats, plans_of, quote_for
from apps.marketplace.models import License
from apps.marketplace.queries import Offer, catalogue_for
from apps.tenants.models import Tenant
from tests.people import Grant, SignedIn

pytestmark = pytest.mark.django_db

PAGES = ["/", "/pricing/", "/modules/cv-analysis/"]


def offers(monkeypatch: pytest.MonkeyPatch, *prices: Price) -> list[Offer]:
    """The catalogue with other prices on its first module."""
    offer = catalogue_for(None)[0]
    monkeypatch.setattr(type(offer.config), "prices", prices)
    return [offer]


def meta(text: str, name: str) -> list[str]:
    return re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)"', text)


@pytest.mark.parametrize("path", PAGES)
def test_page_says_to_search_engines_what_it_is(path: str) -> None:
    text = Client().get(path).text

    assert [len(meta(text, name)) for name in ("description", "og:title", "og:description", "og:image")] == [1, 1, 1, 1]
    assert re.findall(r'<link rel="canonical" href="https?://[^/]+([^"]*)"', text) == [path]
    assert f"<title>{meta(text, 'og:title')[0]}</title>" in text


def test_pages_differ_in_what_they_say_they_are() -> None:
    texts = [Client().get(path).text for path in PAGES]

    assert len({meta(text, "description")[0] for text in texts}) == len(PAGES)
    assert len({meta(text, "og:title")[0] for text in texts}) == len(PAGES)


@pytest.mark.parametrize("path", PAGES)
def test_page_asks_only_whether_there_is_something_to_try(
    path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Client().get(path)

    with django_assert_num_queries(1):
        Client().get(path)


@pytest.mark.parametrize("path", PAGES)
def test_pictures_have_their_size_before_they_are_there(path: str) -> None:
    pictures = re.findall(r"<(?:img|source)[^>]*>", Client().get(path).text)

    assert [one for one in pictures if not re.search(r' width="\d+" height="\d+"', one)] == []


def test_pictures_of_the_product_are_light() -> None:
    names = re.findall(r"/static/(shots/[a-z0-9-]+\.webp)\" width", Client().get("/").text)
    sizes = {name: Path(str(finders.find(name))).stat().st_size for name in names}

    assert len(sizes) == 4
    assert {name: size for name, size in sizes.items() if size >= 60_000} == {}


def test_table_of_prices_holds_every_price_of_every_module() -> None:
    text = Client().get("/pricing/").text
    rows = re.findall(r"<tbody.*</tbody>", text, re.DOTALL)[0].split("</tr>")

    for config, row in zip(all_modules(), rows, strict=False):
        assert str(config.title) in row
        assert [price for price in config.prices if formats.price(price.amount, price.currency) not in row] == []


@pytest.mark.parametrize(
    ("query", "sums"),
    [
        ("", ["$195", "$95", "$145", "$435"]),
        ("?seats=1", ["$39", "$19", "$29", "$87"]),
        ("?seats=5&period=year", ["$1,950", "$950", "$1,450", "$4,350"]),
        ("?period=lifetime&seats=3", ["$2,970", "$1,470", "$2,370", "$6,810"]),
    ],
)
def test_seats_are_multiplied_by_the_price_of_the_period(query: str, sums: list[str]) -> None:
    response = Client().get(f"/pricing/{query}")
    found = re.findall(r"<dd[^>]*>([^<]*)</dd>", response.text)

    assert (response.status_code, found) == (200, sums)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("seats=abc", "Enter a whole number."),
        ("seats=0", "greater than or equal to 1"),
        ("seats=-4&period=year", "greater than or equal to 1"),
        ("seats=1e9", "Enter a whole number."),
        (f"seats={MOST_SEATS + 1}", f"less than or equal to {MOST_SEATS}"),
        ("seats=" + "9" * 5000, "Enter a whole number."),
        ("seats=", "This field is required."),
        ("period=week", "week is not one of the available choices"),
        ("seats=%00", "Enter a whole number."),
    ],
)
def test_a_number_of_seats_that_cannot_be_is_named_beside_its_field(query: str, words: str) -> None:
    response = Client().get(f"/pricing/?{query}")

    assert (response.status_code, words in response.text, response.context["quote"]) == (422, True, None)
    assert 'aria-invalid="true"' in response.text


def test_what_was_asked_wrongly_is_shown_as_words_and_not_as_a_tag() -> None:
    text = Client().get("/pricing/?seats=%22%3E%3Cb%3Ex").text

    assert ("<b>x" in text, "&lt;b&gt;x" in text) == (False, True)


def test_a_flat_price_is_not_multiplied(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = offers(monkeypatch, Price("year", Decimal(100), "EUR", per_seat=False))

    quote = quote_for(catalogue, seats=7, period="year")

    assert quote.totals == {"EUR": Decimal(100)}


def test_a_module_that_is_not_sold_for_the_period_adds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = offers(monkeypatch, Price("year", Decimal(100)))

    quote = quote_for(catalogue, seats=7, period="month")

    assert ([line.price for line in quote.lines], quote.totals) == ([None], {})


def test_two_currencies_are_never_added(monkeypatch: pytest.MonkeyPatch) -> None:
    class Euros(type(catalogue_for(None)[0].config)):  # type: ignore[misc]  # a class found at run time
        prices = (Price("month", Decimal(10), "EUR"),)

    dollars = offers(monkeypatch, Price("month", Decimal(3)))[0]
    config = dollars.config
    euros = Offer(Euros(config.name, config.module), None)

    assert quote_for([dollars, euros], seats=2, period="month").totals == {"USD": Decimal(6), "EUR": Decimal(20)}


@pytest.mark.parametrize(
    ("prices", "months"),
    [
        ((Price("month", Decimal(19)), Price("year", Decimal(190))), 2),
        ((Price("month", Decimal(10)), Price("year", Decimal(115))), 0),
        ((Price("month", Decimal(10)), Price("year", Decimal(200))), 0),
        ((Price("month", Decimal(0)), Price("year", Decimal(0))), 0),
        ((Price("month", Decimal(10)), Price("year", Decimal(60), "EUR")), 0),
        ((Price("month", Decimal(10)), Price("year", Decimal(60), per_seat=False)), 0),
        ((Price("year", Decimal(60)),), 0),
        ((), 0),
    ],
)
def test_months_are_called_free_only_where_the_prices_can_be_compared(
    monkeypatch: pytest.MonkeyPatch, prices: tuple[Price, ...], months: int
) -> None:
    assert plans_of(offers(monkeypatch, *prices))[0].free_months == months


def test_free_module_is_called_free(monkeypatch: pytest.MonkeyPatch) -> None:
    offers(monkeypatch)

    assert [Client().get(path).text.count(">Free<") > 0 for path in PAGES[:1]] == [True]
    assert "Free" in re.findall(r"<tbody.*</tbody>", Client().get("/pricing/").text, re.DOTALL)[0]


def test_most_seats_can_be_asked_for() -> None:
    assert asked_seats({"seats": str(MOST_SEATS)}).is_valid()


def test_page_of_a_module_says_who_may_do_what_and_what_it_costs() -> None:
    (config,) = [config for config in all_modules() if config.label == "cv_analysis"]
    text = Client().get("/modules/cv-analysis/").text

    said = [*(right.title for right in config.permissions), *(meter.title for meter in config.meters)]
    assert [words for words in said if str(words) not in text] == []
    assert [price for price in config.prices if formats.price(price.amount, price.currency) not in text] == []
    assert 'href="/signup/company/"' in text


@pytest.mark.parametrize("slug", ["nothing", "cv_analysis", "home"])
def test_there_is_no_page_of_what_is_no_module(slug: str) -> None:
    assert Client().get(f"/modules/{slug}/").status_code == 404


def test_module_brings_a_part_of_its_own_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    own = "What it finds in a CV"
    with_part = Client().get("/modules/cv-analysis/").text
    monkeypatch.setattr(public, "get_template", lambda path: get_template(path.replace("cv_analysis", "nowhere")))
    without = Client().get("/modules/cv-analysis/")

    assert (own in with_part, own in without.text, without.status_code) == (True, False, 200)


def test_every_address_in_the_sitemap_is_there_and_open_to_robots(community: Tenant) -> None:
    License.objects.create(tenant=community, module="cv_analysis", kind="platform", state="active")
    client = Client()
    sitemap, robots = client.get("/sitemap.xml"), client.get("/robots.txt")
    paths = re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", sitemap.text)
    closed = re.findall(r"^Disallow: (.+)$", robots.text, re.MULTILINE)

    assert {*PAGES, "/signup/company/", "/accounts/signup/"} <= set(paths)
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert [path for path in paths if path.startswith(tuple(closed))] == []
    assert robots.text.rstrip().endswith("/sitemap.xml")
    assert (sitemap["Content-Type"], robots["Content-Type"]) == (
        "application/xml; charset=utf-8",
        "text/plain; charset=utf-8",
    )


def test_manifest_names_icons_that_are_there_in_their_sizes() -> None:
    from PIL import Image  # noqa: PLC0415 -- heavy

    response = Client().get("/manifest.webmanifest")
    body = json.loads(response.content)

    assert response["Content-Type"] == "application/manifest+json"
    assert {(icon["sizes"], icon["purpose"]) for icon in body["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in body["icons"]:
        with Image.open(str(finders.find(icon["src"].removeprefix("/static/")))) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_manifest_speaks_the_language_of_the_reader() -> None:
    bodies = [Client().get("/manifest.webmanifest", HTTP_ACCEPT_LANGUAGE=tag).json() for tag in ("en", "de")]

    assert [body["lang"] for body in bodies] == ["en", "de"]


def worker(**options: Any) -> str:
    return Client().get("/sw.js", **options).text


def test_worker_keeps_files_that_are_there_and_one_page() -> None:
    response = Client().get("/sw.js")
    files = json.loads(re.findall(r"const FILES = (\[.*\]);", response.text)[0])

    assert [file for file in files if finders.find(file.removeprefix("/static/")) is None] == []
    assert len(files) == len(offline.FRAME_FILES)
    assert (response["Content-Type"], response["Cache-Control"]) == ("text/javascript; charset=utf-8", "no-cache")
    assert Client().get(re.findall(r'const PAGE = "(.*)";', response.text)[0]).status_code == 200


def test_worker_is_the_same_for_everybody_and_another_with_other_files(
    ada: Membership, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    strangers = worker()
    assert signed_in(ada).get("/sw.js").text == strangers
    assert worker(HTTP_ACCEPT_LANGUAGE="de") != strangers

    monkeypatch.setattr(offline, "FRAME_FILES", offline.FRAME_FILES[:-1])
    versions = [re.findall(r"rostrum-([0-9a-f]+)", text) for text in (strangers, worker())]
    assert versions[0] != versions[1]


def test_page_without_connection_is_in_the_language_of_its_address_and_knows_nobody(
    ada: Membership, signed_in: SignedIn
) -> None:
    client = signed_in(ada)
    texts = [client.get(f"/offline/?language={tag}").text for tag in ("en", "de", "xx")]

    assert [re.findall(r'<html lang="([^"]*)"', text) for text in texts] == [["en"], ["de"], ["en"]]
    assert [word for word in (ada.user.email, ada.user.name, "Acme") if word in texts[0]] == []


@pytest.mark.parametrize(("host", "prefix"), [("localhost", "/t/acme"), ("acme.localhost", "")])
def test_workspaces_have_worker_and_manifest_at_their_host_too(acme: object, host: str, prefix: str) -> None:
    paths = [f"{prefix}/manifest.webmanifest", f"{prefix}/sw.js", f"{prefix}/offline/"]

    assert [Client().get(path, SERVER_NAME=host).status_code for path in paths] == [200, 200, 200]


def test_trial_without_an_account_is_offered_only_where_it_is_open(community: Tenant, grant: Grant) -> None:
    closed = [Client().get(path).text for path in ("/", "/modules/cv-analysis/")]
    grant(community)
    opened = [Client().get(path).text for path in ("/", "/modules/cv-analysis/")]

    assert ['href="/try/cv-analysis/"' in text for text in [*closed, *opened]] == [False, False, True, True]

"""A made-up list for the gallery: people who do not exist, in the order that the address asks for."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict

from apps.accounts.models import SavedView, User
from apps.core.listing import Column, Filter, Listing

PEOPLE = (
    ("Ines Okafor", "Backend engineer", "Interview", "success"),
    ("Emeka Yildiz", "Product designer", "Applied", "neutral"),
    ("Noor Iyer", "Data analyst", "Offer", "success"),
    ("Oluwaseun Garcia-Lopez", "Backend engineer", "Rejected", "warning"),
    ("Mika Sorensen", "Support lead", "Applied", "neutral"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A row."""

    name: str
    job: str
    stage: str
    kind: str


class SampleListing(Listing):
    """Shows heads and filters; its rows are made up."""

    name = "gallery.people"
    columns = (
        Column("name", "Candidate", ("name",)),
        Column("job", "Job", ("name",), hidden_below="sm"),
        Column("stage", "Stage", width="medium"),
    )
    filters = (Filter("stage", "Stage", [("applied", "Applied"), ("offer", "Offer")], lambda value: Q(name=value)),)
    search_fields = ("name",)
    default_sort = "name"


def sample_people() -> list[Person]:
    return [Person(*person) for person in PEOPLE]


def sample_listing(query: str = "") -> SampleListing:
    return SampleListing(User.objects.none(), QueryDict(query))


def sample_views() -> list[SavedView]:
    """Never stored."""
    return [SavedView(title="Offers, newest first", query="stage=offer"), SavedView(title="All", query="")]

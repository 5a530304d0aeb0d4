"""What gallery examples and page patterns show: made up, and the same every time but for a clock that runs."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from apps.core.modules import Hit
from apps.home.palette import Group
from apps.home.sample_list import sample_listing, sample_people, sample_views

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


class SampleForm(forms.Form):
    """One control of each kind, with a help text and an optional one."""

    name = forms.CharField(label="Full name", help_text="As it should stand on letters.")
    email = forms.EmailField(label="E-mail")
    stage = forms.ChoiceField(label="Stage", choices=[("new", "New"), ("interview", "Interview"), ("offer", "Offer")])
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    consent = forms.BooleanField(label="The candidate has agreed")


class SampleSettingsForm(forms.Form):
    """What a workspace may be asked about itself."""

    name = forms.CharField(label="Name of the workspace", initial="Fairground Analytics")
    address = forms.EmailField(
        label="Address for answers", initial="jobs@fairground.example", help_text="Candidates write here."
    )
    zone = forms.ChoiceField(label="Time zone", choices=[("london", "London"), ("berlin", "Berlin")])
    digest = forms.BooleanField(label="Send a summary on Mondays", required=False, initial=True)


def sample_groups() -> list[Group]:
    """What the command palette finds for a name."""
    people = (
        Hit("Ines Okafor", "ines-okafor.pdf", "#ines", "file-text"),
        Hit("Inez Marsh", "cv.docx", "#inez", "file-text"),
    )
    return [Group("Pages", (Hit("Invitations", "", "#invitations", "mail"),)), Group("CVs", people)]


def samples() -> dict[str, Any]:
    """Objects that an example cannot write down itself; the rest stands in the example."""
    pages = Paginator(range(1, 64), per_page=5)
    now = timezone.now()
    return {
        "now": NOW,
        "people": sample_people(),
        "listing": sample_listing(),
        "dense_listing": sample_listing("density=dense&sort=-name"),
        "narrowed_listing": sample_listing("q=ines&stage=offer"),
        "views": sample_views(),
        "steps": [
            ("Your workspace", "done"),
            ("A first module", "current"),
            ("Ready", "ahead"),
        ],
        "found": sample_groups(),
        "run": {"now": now, "ends_at": now + timedelta(minutes=24), "last_minute": now + timedelta(seconds=48)},
        "run_steps": [("About you", "done"), ("Your work", "current"), ("Your questions", "ahead")],
        "form": SampleForm(auto_id="sample_%s"),
        "workspace_form": SampleSettingsForm(auto_id="workspace_%s"),
        "form_with_errors": SampleForm({"name": "", "email": "ines@"}, auto_id="wrong_%s"),
        "first_page": pages.page(1),
        "middle_page": pages.page(2),
        "last_page": pages.page(13),
    }

"""Terms and privacy notices in the platform's admin: write, look at, publish, withdraw; who agreed to what."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.models import Agreement, LegalText
from apps.accounts.queries import people_to_ask
from apps.accounts.services import begin_next_text, publish_text, withdraw_text
from apps.core.admin_deeds import Deed, DeedForm, DeedsAdmin, ReasonForm
from apps.core.admin_sites import platform_admin
from apps.core.admin_tables import ReadOnlyAdmin
from apps.core.markdown import to_html

PUBLISH = "accounts.publish_legaltext"


class PublishForm(ReasonForm):
    """Says how many people will be asked."""

    def __init__(self, *args: Any, row: LegalText, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        count = people_to_ask()
        asked = ngettext(
            "%(count)d person is asked to agree before their next page.",
            "%(count)d people are asked to agree before their next page.",
            count,
        )
        self.fields["reason"].help_text = f"{asked % {'count': count}} {_('What you write here stays in the log.')}"


class NoQuestions(DeedForm):
    """For a deed that has to know nothing."""


@admin.register(LegalText, site=platform_admin)
class LegalTextAdmin(DeedsAdmin):
    """Drafts are written here; what was published stays as it is."""

    list_display = ("kind", "number", "state", "published_at", "published_by", "withdrawn_at")
    list_filter = ("kind", "state")
    list_select_related = ("published_by",)
    search_fields = ("text_en", "text_de")
    ordering = ("kind", "-created_at")
    fields = (
        *("kind", "number", "state", "published_at", "published_by", "withdrawn_at"),
        *("news_en", "text_en", "preview_en", "news_de", "text_de", "preview_de"),
    )
    readonly_fields = (
        *("number", "state", "published_at", "published_by", "withdrawn_at"),
        *("preview_en", "preview_de"),
    )
    deeds = (
        Deed(
            "publish",
            gettext_lazy("Publish"),
            gettext_lazy(
                "It is in force at once and stays as it is: it can be withdrawn, or followed by another version."
            ),
            PUBLISH,
            publish_text,
            form=PublishForm,
            icon="publish",
            is_offered=lambda text: text.is_draft,
        ),
        Deed(
            "withdraw",
            gettext_lazy("Withdraw"),
            gettext_lazy("The version before is in force again. Who agreed to this one has agreed to nothing by it."),
            PUBLISH,
            withdraw_text,
            icon="undo",
            is_offered=lambda text: text.state == LegalText.State.PUBLISHED,
            is_dangerous=True,
        ),
        Deed(
            "begin-next",
            gettext_lazy("Begin the next version"),
            gettext_lazy("Makes a draft with the words of this version. It stands in the list."),
            PUBLISH,
            begin_next_text,
            form=NoQuestions,
            icon="content_copy",
            is_offered=lambda text: not text.is_draft,
        ),
    )

    def has_change_permission(self, request: HttpRequest, obj: LegalText | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: LegalText | None = None) -> bool:
        """One by one: a selection might hold what was published."""
        return obj is not None and obj.is_draft and super().has_delete_permission(request, obj)

    @admin.display(description=gettext_lazy("looks like this, in English"))
    def preview_en(self, text: LegalText) -> str:
        return self._preview(text.text_en)

    @admin.display(description=gettext_lazy("looks like this, in German"))
    def preview_de(self, text: LegalText) -> str:
        return self._preview(text.text_de)

    @staticmethod
    def _preview(words: str) -> str:
        """As it was saved last."""
        return format_html('<div class="legal-preview">{}</div>', to_html(words, deeper_by=2)) if words else "-"


@admin.register(Agreement, site=platform_admin)
class AgreementAdmin(ReadOnlyAdmin):
    list_display = ("user", "text", "at", "how", "language", "address", "browser_in_words")
    list_filter = ("how", "text__kind")
    list_select_related = ("user", "text")
    search_fields = ("user__email", "user__name")
    date_hierarchy = "at"
    fields = ("user", "text", "at", "how", "language", "address", "browser")

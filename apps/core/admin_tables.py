"""What every table of both admin sites can do: times as the viewer reads them, a count that is quick, an export."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache, cached_property
from types import SimpleNamespace
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.core.paginator import Page, Paginator
from django.db import connection, models
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats as django_formats
from django.utils.formats import localize as localized
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold import utils as unfold_utils
from unfold.admin import ModelAdmin
from unfold.decorators import action

from apps.core import formats
from apps.core.csv_export import csv_response
from apps.core.listing import Export
from apps.core.modules import personal_rows
from apps.core.problems import ProblemError
from apps.core.signals import table_exported

# Below this an exact count takes milliseconds.
COUNTED_EXACTLY = 20_000
EXPORTED_AT_ONCE = 500
NOTHING = "-"


def _as_the_viewer_reads(value: Any, *_options: Any) -> str:
    """What unfold shows of times and numbers in records: in the formats that the viewer chose."""
    if isinstance(value, datetime):
        return formats.moment(value)
    return formats.day(value) if isinstance(value, date) else str(localized(value))


unfold_utils.formats = SimpleNamespace(localize=_as_the_viewer_reads, number_format=django_formats.number_format)


class TablePaginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Takes the database's own estimate for a whole large table; what is narrowed down is counted."""

    @cached_property
    def count(self) -> int:
        listed: Any = self.object_list
        if isinstance(listed, models.QuerySet) and not listed.query.where and not listed.query.distinct:
            estimate = _rows_about(listed.model._meta.db_table)
            if estimate > COUNTED_EXACTLY:
                return estimate
        # What the rows are joined with for showing them changes nothing about their number.
        return int(listed.order_by().count() if isinstance(listed, models.QuerySet) else len(listed))

    def page(self, number: int | str) -> "Page[Any]":
        """Finds the rows of the page by their keys alone, and joins what they show to these few only."""
        page = super().page(number)
        listed: Any = self.object_list
        if isinstance(page.object_list, models.QuerySet):
            page.object_list = listed.filter(pk__in=list(page.object_list.values_list("pk", flat=True)))
        return page


def _rows_about(table: str) -> int:
    """How many rows the planner believes the table to have; -1 where it was never looked at."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(%s)", [f'"{table}"'])
        row = cursor.fetchone()
    return int(row[0]) if row else -1


def shown_time(value: datetime | date | None) -> str:
    """How long ago, and the exact moment for whoever points at it."""
    if value is None:
        return NOTHING
    if not isinstance(value, datetime):
        return formats.day(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), formats.moment(value), formats.relative(value)
    )


@cache
def _time_column(field: Any) -> Callable[[models.Model], str]:
    """A column of a time; it is exported as the database has it."""

    @admin.display(description=field.verbose_name, ordering=field.name)
    def column(row: models.Model) -> str:
        return shown_time(getattr(row, field.name))

    column.__name__ = field.name
    column.time_field = field.name  # type: ignore[attr-defined]  # for the export
    return column


def _told(request: HttpRequest, problem: ProblemError) -> HttpResponseBase:
    messages.error(request, f"{problem.title} {problem.detail}".strip())
    return redirect(request.get_full_path())


class TableAdmin(ModelAdmin):
    """The base of every table."""

    list_per_page = 50
    paginator = TablePaginator
    # "50 of 100,000" would count the whole table a second time.
    show_full_result_count = False
    actions_list: tuple[str, ...] = ("export_rows",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the rows that are one person's own within the tenant."""
        rows: Any = super().get_queryset(request)
        personal = personal_rows().get(self.model)
        return rows.exclude(**personal) if personal else rows

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [self._as_column(name) for name in super().get_list_display(request)]

    def _as_column(self, name: Any) -> Any:
        try:
            field = self.model._meta.get_field(name) if isinstance(name, str) else None
        except FieldDoesNotExist:
            return name
        return _time_column(field) if isinstance(field, models.DateField) else name

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """A list that nothing narrows says how many there are, and offers no way to show all."""
        listed: Any = super().get_changelist_instance(request)
        if not listed.query and not listed.has_active_filters:
            listed.full_result_count = listed.result_count
        return listed

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        """The export holds what the page shows, so its link carries what the page was asked."""
        try:
            response: Any = super().changelist_view(request, extra_context)
        except ProblemError as problem:
            return _told(request, problem)
        asked = request.GET.copy()
        asked.pop(PAGE_VAR, None)
        for button in (getattr(response, "context_data", None) and response.context_data.get("actions_list")) or ():
            if asked and button["path"].endswith("/export/"):
                button["path"] = f"{button['path']}?{asked.urlencode()}"
        return response  # type: ignore[no-any-return]  # unfold has no types

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponseBase:
        """What a service refuses is said where it was asked for, and nothing is changed."""
        try:
            response: HttpResponseBase = super().changeform_view(request, object_id, form_url, extra_context)
        except ProblemError as problem:
            return _told(request, problem)
        return response

    @action(description=_("Export as CSV"), url_path="export", permissions=["view"], icon="download")
    def export_rows(self, request: HttpRequest) -> HttpResponseBase:
        """Every row that the list shows, searched, filtered and sorted as there, in the columns of the list."""
        try:
            listed = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            # The table says so of what it cannot filter by; a file of something else would mislead.
            table = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
            return redirect(f"{table}?{ERROR_FLAG}=1")
        names = [name for name in listed.list_display if name != "action_checkbox"]
        heads = tuple(capfirst(str(label_for_field(name, self.model, self))) for name in names)

        def row_of(row: models.Model) -> tuple[object, ...]:
            return tuple(self._exported(name, row) for name in names)

        table_exported.send(self.model, query=request.GET.urlencode())
        name = self.model._meta.model_name or "rows"
        return csv_response(Export(name, heads, row_of), listed.queryset.iterator(chunk_size=EXPORTED_AT_ONCE))

    def _exported(self, name: Any, row: models.Model) -> object:
        """What stands in the column, as plain words; times as the database has them."""
        if time_field := getattr(name, "time_field", None):
            when = getattr(row, time_field)
            return when.isoformat() if when else ""
        try:
            field, _attribute, value = lookup_field(name, row, self)
        except ObjectDoesNotExist:
            return ""
        if field is not None and field.remote_field:
            return getattr(row, field.name)
        if field is not None and field.flatchoices:
            return dict(field.flatchoices).get(value, value)
        # A label is (what decides its colour, its words).
        words = value[-1] if isinstance(value, tuple) and value else value
        return strip_tags(words) if isinstance(words, SafeString) else words


def declared_filter(title: Any, field: str, choices: Callable[[], Iterable[tuple[str, Any]]]) -> type[SimpleListFilter]:
    """A filter that offers what the program declares, instead of asking a large table which values it holds."""

    class DeclaredFilter(SimpleListFilter):
        parameter_name = field

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
            return list(choices())

        def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
            return queryset.filter(**{field: self.value()}) if self.value() else queryset

    DeclaredFilter.title = title
    return DeclaredFilter


class ReadOnlyAdmin(TableAdmin):
    """Shows rows that only the program makes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class NoDeleteAdmin(TableAdmin):
    """For rows that others point to from other schemas: deactivated, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

"""Which stored files belong to CVs."""

from django.db.models import F, Func, JSONField, Value

from apps.cv_analysis.models import Cv, UploadBatch


def named_files(names: list[str]) -> set[str]:
    """Which of these are a CV, one of its painted pages, or a ZIP of CVs."""
    found = {*Cv.objects.filter(file__in=names).values_list("file", flat=True)}
    found |= {*UploadBatch.objects.filter(file__in=names).values_list("file", flat=True)}
    of_pages = Func(F("pages"), Value("$[*].name"), function="jsonb_path_query_array", output_field=JSONField())
    painted = Cv.objects.exclude(pages=None).annotate(page_names=of_pages).filter(page_names__has_any_keys=names)
    return found | {name for page_names in painted.values_list("page_names", flat=True) for name in page_names}

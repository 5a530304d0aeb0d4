"""Stored files on their way out: by this process, or by the proxy in front, which is only told which file it is."""

from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

# An address that nginx answers for nobody but itself; nginx/nginx.conf has it too.
INTERNAL = "/_stored/"


def stored_file(name: str, *, content_type: str, download_as: str = "") -> HttpResponseBase:
    """The file of this name, shown, or as an attachment when it is given a name; whoever calls has asked who may."""
    if not settings.FILES_BY_PROXY:
        return FileResponse(
            default_storage.open(name, "rb"),
            as_attachment=bool(download_as),
            filename=download_as,
            content_type=content_type,
        )
    if not default_storage.exists(name):
        raise FileNotFoundError(name)
    response = HttpResponse(content_type=content_type)
    if disposition := content_disposition_header(bool(download_as), download_as or name.rpartition("/")[2]):
        response.headers["Content-Disposition"] = disposition
    response.headers["X-Accel-Redirect"] = INTERNAL + quote(name)
    return response

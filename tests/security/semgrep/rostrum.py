"""What semgrep's rules must find (`ruleid`) and must leave (`ok`); nothing here is ever run."""

import os
import subprocess
import urllib.request

import httpx2
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from apps.ai.network import public_only_client
from apps.core.queue import later
from apps.cv_analysis.models import Cv
from apps.marketplace.models import License, Seat


def lookups(pk, tenant):
    # ruleid: unscoped-lookup
    License.objects.get(pk=pk)
    # ruleid: unscoped-lookup
    get_object_or_404(Seat, pk=pk)
    # ok: unscoped-lookup
    License.objects.get(pk=pk, tenant=tenant)
    # ok: unscoped-lookup
    Cv.objects.get(pk=pk)


def pages(text):
    # ruleid: trusted-markup
    mark_safe(text)
    # ok: trusted-markup
    format_html("<b>{}</b>", text)


def queue(task, app):
    # ruleid: queued-past-later
    task.delay(1)
    # ruleid: queued-past-later
    app.send_task("x")
    # ok: queued-past-later
    later("cv_analysis.analyse_cv", cv_id=1)


def outside(url):
    # ruleid: unguarded-request
    httpx2.Client(timeout=1)
    # ruleid: unguarded-request
    urllib.request.urlopen(url)
    # ok: unguarded-request
    public_only_client(5)


def commands(words):
    # ruleid: through-a-shell
    subprocess.run(words, shell=True)
    # ruleid: through-a-shell
    os.system(words)
    # ok: through-a-shell
    subprocess.run([words])

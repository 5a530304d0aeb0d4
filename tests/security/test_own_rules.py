"""The code keeps the rules that keep holes out; each rule is shown to notice, and each exception has its reason."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps

from apps.core.modules import all_modules
from tests.security import rules
from tests.test_house_rules import EDGES, PRODUCT, PROJECT, TEMPLATES, counted, files

SIMULATOR = [path for path in files(".py", within=("stripe_simulator",)) if "tests" not in path.parts]
EVERYTHING = [*PRODUCT, *SIMULATOR]
# Rule -> file -> how often. What is not here is nowhere.
ALLOWED: dict[Callable[[str], list[int]], dict[str, int]] = {
    # Each text went through escape(), or through nh3's list.
    rules.trusted_markup: {"apps/code_assessment/colouring.py": 1, "apps/core/markdown.py": 1},
    rules.asks_the_net: {
        # The guarded clients themselves.
        "apps/ai/network.py": 3,
        # Which proxies the environment names; nobody is asked by that.
        "apps/ai/health.py": 1,
        # An error to catch; allauth asks, and only the providers of the settings.
        "apps/accounts/views/social.py": 1,
        # The web process itself, for the health check of its container.
        "config/alive.py": 1,
        # The embedded simulator, on this machine.
        "config/supervisor/payments.py": 1,
        # The simulator's own events, to addresses on this machine.
        "stripe_simulator/delivery.py": 1,
    },
    # What boxes are for: the launcher runs inside one.
    rules.runs_text: {
        "apps/code_assessment/sandbox/box.py": 1,
        "apps/code_assessment/sandbox/launcher/python_program.py": 3,
    },
    # Code that we compiled and hand to our own launcher.
    rules.unpacks_objects: {
        "apps/code_assessment/sandbox/box.py": 1,
        "apps/code_assessment/sandbox/launcher/serving.py": 1,
    },
    rules.weak_hashes: {},
    # Waiting times and the order of questions, which nobody gains by guessing.
    rules.guessable_numbers: {"apps/core/queue/outcome.py": 1, "apps/interviews/selection.py": 2},
    rules.through_a_shell: {},
    # Not templates of pages: files of a new module, a Word file, an interview's plan.
    rules.templates_of_text: {
        "apps/core/skeleton.py": 1,
        "apps/cv_analysis/builder/word.py": 1,
        "apps/interviews/services/templates.py": 1,
    },
}
# A file without any of these words cannot break the rule; reading the others alone takes seconds less.
SPOKEN_OF: dict[Callable[[str], list[int]], str] = {
    rules.trusted_markup: r"mark_safe|Safe(?:String|Text)",
    rules.asks_the_net: r"requests|urllib|httpx|aiohttp|http\.client",
    rules.runs_text: r"\b(?:eval|exec|compile|__import__)\(",
    rules.unpacks_objects: r"pickle|marshal|shelve|dill|yaml",
    rules.weak_hashes: r"md5|sha1|DES|ARC4|ECB",
    rules.guessable_numbers: r"random\.",
    rules.through_a_shell: r"system|popen|getoutput|shell",
    rules.templates_of_text: r"from_string|Template\(",
}
SECRETS = {
    "private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "AWS": r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
    "GitHub": r"\bgh[pousr]_[A-Za-z0-9]{36}\b",
    "Google": r"\bAIza[0-9A-Za-z_-]{35}\b",
    "Slack": r"\bxox[abpr]-[0-9A-Za-z-]{20,}",
    "Stripe": r"\b[sr]k_live_[0-9A-Za-z]{20,}",
    "Stripe's events": r"\bwhsec_[0-9A-Za-z]{32,}",
    "OpenAI": r"\bsk-(?:proj-)?[A-Za-z0-9_-]{40,}",
    "token": r"\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}",
    "password in an address": r"\b(?:postgres(?:ql)?|redis|amqp|mysql)://[^\s:@/]+:(?!secret|word|password|x@|\{)[^\s@/{}$<]{8,}@",
}


@pytest.mark.parametrize("rule", ALLOWED, ids=lambda rule: rule.__name__)
def test_rule_is_kept_but_for_the_named_exceptions(rule: Callable[[str], list[int]]) -> None:
    word = re.compile(SPOKEN_OF[rule])
    assert counted(rule, [path for path in EVERYTHING if word.search(path.read_text("utf-8"))]) == ALLOWED[rule]


def test_views_find_nothing_of_other_workspaces_by_its_id() -> None:
    # Staff with the right to look in begin in any workspace.
    assert counted(rules.unscoped_lookups, EDGES) == {"apps/accounts/views/support.py": 1}


def test_shared_tables_of_the_rule_lie_in_the_public_schema() -> None:
    of_workspaces = {"hiring", *(config.label for config in all_modules())}
    ours = {
        model.__name__: model._meta.app_label for model in apps.get_models() if model.__module__.startswith("apps.")
    }

    assert set(ours) >= rules.SHARED
    assert {ours[name] for name in rules.SHARED} & of_workspaces == set()


def test_templates_show_nothing_unescaped_but_help_of_forms() -> None:
    assert counted(rules.trusted_in_template, TEMPLATES) == {"templates/cotton/field_notes.html": 1}


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (rules.trusted_markup, "x = mark_safe(cv.text)", "x = format_html('<b>{}</b>', cv.text)"),
        (rules.trusted_in_template, "{{ cv.text | safe }}", "{{ cv.text }} {# safe #}"),
        (rules.trusted_in_template, "{% autoescape off %}", "{% autoescape on %}"),
        (rules.asks_the_net, "import requests", "from apps.ai.network import public_only_client"),
        (rules.asks_the_net, "from urllib import request", "from urllib.parse import urlsplit"),
        (rules.asks_the_net, "def f():\n  import httpx2", "from django.http import HttpRequest"),
        (rules.unscoped_lookups, "License.objects.get(pk=pk)", "licenses_of(tenant).get(pk=pk)"),
        (rules.unscoped_lookups, "get_object_or_404(Seat, pk=pk)", "get_object_or_404(seats_of(tenant), pk=pk)"),
        (rules.unscoped_lookups, "models.ApiKey.objects.filter(id=pk)", "ApiKey.objects.filter(pk=pk, tenant=tenant)"),
        (rules.runs_text, "eval(words)", "re.compile(words)"),
        (rules.unpacks_objects, "import pickle", "import json"),
        (rules.weak_hashes, "hashlib.md5(x)", "hashlib.sha256(x)"),
        (rules.guessable_numbers, "random.choice(letters)", "secrets.choice(letters)"),
        (rules.through_a_shell, "subprocess.run(words, shell=True)", "subprocess.run([word])"),
        (rules.through_a_shell, "os.system(words)", "os.kill(1, 2)"),
        (rules.templates_of_text, "engine.from_string(text)", "get_template(name)"),
    ],
)
def test_rule_notices_the_bad_and_leaves_the_good(rule: Callable[[str], list[int]], bad: str, good: str) -> None:
    assert (rule(bad) != [], rule(good)) == (True, [])
    assert rule not in SPOKEN_OF or re.search(SPOKEN_OF[rule], bad)


# Words that each of them begins with; files without any are not looked at again.
BEGINNINGS = re.compile("PRIVATE KEY|AKIA|ASIA|gh[pousr]_|AIza|xox[abpr]-|k_live_|whsec_|sk-|eyJ|://")


def secrets_in(text: str) -> list[str]:
    if BEGINNINGS.search(text) is None:
        return []
    return [name for name, pattern in SECRETS.items() if re.search(pattern, text)]


def test_no_file_of_the_tree_holds_a_secret() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True)
    paths = [PROJECT / name for name in listed.stdout.split("\0") if name]
    found = {
        path.relative_to(PROJECT).as_posix(): names
        for path in paths
        if path.is_file() and path != Path(__file__) and (names := secrets_in(path.read_text("utf-8", "replace")))
    }

    assert len(paths) > 1000
    assert found == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("private key", "-----BEGIN RSA " + "PRIVATE KEY-----"),
        ("AWS", "AKIA" + "A1B2C3D4E5F6G7H8"),
        ("GitHub", "ghp_" + "a1" * 18),
        ("Stripe", "sk_live_" + "a1" * 12),
        ("OpenAI", "sk-proj-" + "a1" * 30),
        ("password in an address", "postgresql://app:" + "gh5Jk9_aa2@db/app"),
    ],
)
def test_a_secret_would_be_noticed(name: str, text: str) -> None:
    assert secrets_in(f'KEY = "{text}"') == [name]

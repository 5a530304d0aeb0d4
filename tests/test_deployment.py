"""Images, Compose and Kubernetes manifests: what no engine here can run is read, and compared with the code."""

import json
import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.supervisor.declared import COMMANDS, declared
from config.supervisor.rostrum import programs
from tests.test_docs import NOT_FOR_USERS, said, variables_read

PROJECT = Path(__file__).resolve().parents[1]
KUBERNETES = PROJECT / "deploy" / "kubernetes"
COMPOSE: dict[str, Any] = yaml.safe_load(said("docker-compose.yml"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {"prepare", "web", "worker", "beat"}
# Of the images of PostgreSQL, not of the product.
THEIRS = {"POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS"}
# Asked by docker-compose.yml itself, before any container is there.
OF_COMPOSE = {"ROSTRUM_VERSION", "HTTP_PORT", "HTTPS_PORT"}
SECRET = re.compile(r"PASSWORD|SECRET|_KEY|TOKEN|DATABASE_URL|REDIS_URL|BROKER_URL|EMAIL_URL|PROVIDERS")
# For who starts the simulator or the tests; what it is about is refused in production.
NOT_IN_PRODUCTION = re.compile(r"^(STRIPE_SIMULATOR_|CI$|ROSTRUM_PYTHON$|ROSTRUM_CHROMIUM$)")


def manifests() -> dict[str, dict[str, Any]]:
    found = [one for file in sorted(KUBERNETES.glob("*.yaml")) for one in yaml.safe_load_all(file.read_text())]
    return {f"{one['kind']}/{one['metadata']['name']}": one for one in found if "metadata" in one}


def pods() -> dict[str, dict[str, Any]]:
    """The specification of each pod, by the name of its part."""
    jobs = {name: one["spec"].get("jobTemplate", one)["spec"] for name, one in manifests().items() if "spec" in one}
    return {
        name.partition("/")[2]: one["template"]["spec"]
        for name, one in jobs.items()
        if name.startswith(("Deployment/", "StatefulSet/", "Job/", "CronJob/"))
    }


def known(name: str) -> bool:
    return name in THEIRS or name.removesuffix("_FILE") in variables_read() or name in variables_read()


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_has_least_rights_limits_and_a_check(name: str) -> None:
    service = SERVICES[name]

    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service
    assert not service["user"].startswith(("0", "root"))
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert ("ports" in service) == (name == "nginx")
    assert service["image"].partition(":")[2] not in {"", "latest"}


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_stands_in_an_environment(name: str) -> None:
    variables = SERVICES[name].get("environment", {})

    assert [key for key in variables if SECRET.search(key) and not key.endswith("_FILE")] == [] or name == "postgres"
    given = {f"/run/secrets/{secret}" for secret in SERVICES[name].get("secrets", [])}
    assert {value for key, value in variables.items() if key.endswith("_FILE")} <= given


def test_every_variable_of_compose_and_kubernetes_is_one_that_is_read() -> None:
    named = {key for service in SERVICES.values() for key in service.get("environment", {})}
    named |= set(manifests()["ConfigMap/rostrum"]["data"])
    for pod in pods().values():
        named |= {one["name"] for container in pod["containers"] for one in container.get("env", [])}
    asked = set(re.findall(r"\$\{([A-Z_]+)", said("docker-compose.yml")))

    assert sorted(name for name in named | (asked - OF_COMPOSE) if not known(name)) == []


def test_every_secret_is_declared_and_made() -> None:
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}
    assert used == set(COMPOSE["secrets"])
    assert {one["file"] for one in COMPOSE["secrets"].values()} == {f"./secrets/{name}" for name in used}


def test_the_step_that_makes_secrets_makes_all_and_keeps_them(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    read = []
    for _ in range(2):
        subprocess.run([PROJECT / "deploy" / "secrets.sh", folder], check=True, capture_output=True)
        read.append({file.name: file.read_text() for file in folder.iterdir()})
        (folder / "email_url").chmod(0o644)
        (folder / "email_url").write_text("smtp://mail.example")

    assert read[1] == read[0] | {"email_url": "smtp://mail.example"}
    assert set(COMPOSE["secrets"]) <= set(read[0])
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert len(read[0]["secret_key"]) == 96
    assert read[0]["database_password"] in read[0]["database_url"]


# The others are given what web is given.
@pytest.mark.parametrize(("name", "database"), [("web", "postgres"), ("beat", "127.0.0.1")])
def test_what_a_service_is_given_is_an_environment_that_production_takes(
    name: str, database: str, tmp_path: Path
) -> None:
    subprocess.run([PROJECT / "deploy" / "secrets.sh", tmp_path], check=True, capture_output=True)
    (tmp_path / "own").mkdir()
    chosen = {"BASE_DOMAIN": "rostrum.example", "BASE_URL": "https://rostrum.example", "WEB_CONCURRENCY": "2"}
    given = {
        key: re.sub(r"^\$\{([A-Z_]+).*\}$", lambda found: chosen[found[1]], value).replace(
            "/run/secrets", str(tmp_path)
        )
        for key, value in SERVICES[name]["environment"].items()
    }
    run = subprocess.run(
        [sys.executable, "-c", "from config import settings as s; print(s.PRODUCTION, s.DATABASES['default']['HOST'])"],
        cwd=PROJECT,
        env={**given, "PATH": os.environ["PATH"], "ROSTRUM_HOME": str(tmp_path / "own")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (run.stdout, run.returncode) == (f"True {database}\n", 0), run.stderr


def test_the_runner_gets_the_rights_at_the_broker_that_the_supervisor_gives_it(tmp_path: Path) -> None:
    subprocess.run([PROJECT / "deploy" / "secrets.sh", tmp_path], check=True, capture_output=True)
    password = (tmp_path / "runner_password").read_text()

    everybody, runner = (tmp_path / "valkey_acl").read_text().splitlines()

    (process,) = declared()
    assert f"{runner}\n" == process.account(password)
    assert COMMANDS in runner
    assert everybody == f"user default on >{(tmp_path / 'valkey_password').read_text()} ~* &* +@all"


def test_the_runner_knows_the_broker_and_nothing_else() -> None:
    runner = SERVICES["runner"]
    reached = {name for name, service in SERVICES.items() if set(service["networks"]) & set(runner["networks"])}

    assert set(runner["environment"]) == {"RUNNER_BROKER_URL_FILE", "RUNNER_PROCESSES", "LOG_FORMAT"}
    assert (runner["secrets"], runner["networks"], reached) == (
        ["runner_broker_url"], ["judging"], {"runner", "valkey"},
    )  # fmt: skip
    assert COMPOSE["networks"]["judging"] == {"internal": True}
    assert {"volumes", "env_file"} & set(runner) == set()
    assert [item["key"] for item in pods()["runner"]["volumes"][0]["secret"]["items"]] == ["runner_broker_url"]


def test_the_runners_filter_leaves_what_boxes_are_made_of_and_refuses_the_rest() -> None:
    profile = json.loads(said("deploy/runner-seccomp.json"))
    refused = {name for rule in profile["syscalls"] for name in rule["names"]}

    assert {rule["action"] for rule in profile["syscalls"]} == {"SCMP_ACT_ERRNO"}
    assert refused & {"mount", "umount2", "unshare", "clone", "pivot_root", "pidfd_open", "seccomp"} == set()
    assert {"ptrace", "bpf", "keyctl", "kexec_load", "init_module", "io_uring_setup", "setns", "reboot"} <= refused


def test_every_part_is_a_service_and_a_pod() -> None:
    assert set(pods()) == set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_each_pod_has_least_rights_and_limits(name: str) -> None:
    pod = pods()[name]
    (container,) = pod["containers"]
    who, rights = pod["securityContext"], container["securityContext"]

    assert (pod["automountServiceAccountToken"], who["runAsNonRoot"]) == (False, True)
    assert (rights["allowPrivilegeEscalation"], rights["readOnlyRootFilesystem"]) == (False, True)
    assert rights["capabilities"] == {"drop": ["ALL"]}
    assert set(container["resources"]) == {"requests", "limits"}
    assert f"{who['runAsUser']}:{who['runAsGroup']}" == SERVICES[name]["user"]
    assert name in {"prepare", "backup"} or {"livenessProbe", "readinessProbe"} & set(container)


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"postgres"}))
def test_a_pod_runs_what_its_service_runs(name: str) -> None:
    service = SERVICES[name]
    (container,) = pods()[name]["containers"]
    by_image = {"runner": ["python", "-m", "apps.code_assessment.sandbox.runner"]}

    assert container["command"] == [*service.get("entrypoint", []), *service.get("command", by_image.get(name, []))]
    assert container["image"] == service["image"].replace("${ROSTRUM_VERSION:-local}", "local")


def test_services_run_what_a_start_on_one_machine_runs() -> None:
    ours = {name: one.command[1:] for name, one in programs({}).items()}
    file = str(PROJECT / "config" / "gunicorn.py")
    given = {name: SERVICES[name].get("command", []) for name in ours}
    # The image of the runner has its command itself.
    given["runner"] = json.loads(re.findall(r"^CMD (.+)$", stages()["runner"], re.MULTILINE)[-1])

    assert {name: command[1:] for name, command in given.items()} == {
        name: ["config/gunicorn.py" if word == file else word for word in command] for name, command in ours.items()
    }


def test_ports_are_the_same_everywhere() -> None:
    nginx = said("nginx/nginx.conf")
    web, listens = re.findall(r"server web:(\d+);", nginx), set(re.findall(r"listen (\d+)", nginx))
    ports = {
        name: {str(port["containerPort"]) for one in pod["containers"] for port in one.get("ports", [])}
        for name, pod in pods().items()
    }
    let_in = {
        name: {str(port["port"]) for way in one["spec"].get("ingress", []) for port in way["ports"]}
        for kind, _, name in (key.partition("/") for key in manifests())
        if kind == "NetworkPolicy" and (one := manifests()[f"{kind}/{name}"])
    }

    assert re.findall(r"(?:\bPORT=|EXPOSE )(\d+)", said("Dockerfile")) == web * 2
    assert {port.rpartition(":")[2] for port in SERVICES["nginx"]["ports"]} == listens
    assert (ports["web"], ports["nginx"]) == (set(web), listens)
    assert {name: found for name, found in let_in.items() if found} == {
        name: found for name, found in ports.items() if found
    }


def test_programs_for_backups_are_as_new_as_the_server() -> None:
    (client,) = re.findall(r"postgresql-client-(\d+)", stages()["product"])
    (container,) = pods()["postgres"]["containers"]

    assert {SERVICES["postgres"]["image"], container["image"]} == {f"postgres:{client}-bookworm"}


def test_kubernetes_applies_every_file() -> None:
    listed = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text())["resources"]
    assert sorted(listed) == sorted(file.name for file in KUBERNETES.glob("*.yaml") if file.stem != "kustomization")


def stages() -> dict[str, str]:
    """The text of each stage of the Dockerfile by its name."""
    parts = re.split(r"^FROM \S+ AS (\w+)$", said("Dockerfile"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize(("name", "user"), [("product", "10001:10001"), ("runner", "10002:10002")])
def test_images_end_as_nobody_with_a_check_and_without_tools_of_the_build(name: str, user: str) -> None:
    stage = stages()[name]

    assert re.findall(r"^USER (\S+)$", stage, re.MULTILINE) == [user]
    assert stage.index("COPY --from=packages") < stage.index("USER") < stage.index("HEALTHCHECK")
    assert "pip uninstall" in stage
    assert not re.search(r"\bCOPY (?!--from)|requirements|\bADD\b|sudo|curl|--no-check", stage)
    assert "dev.txt" not in said("Dockerfile")
    assert ("gcc" in stage) == (name == "runner")


def test_images_are_made_of_releases_and_of_packages_by_their_hashes() -> None:
    text = said("Dockerfile")
    bases = re.findall(r"^FROM (\S+) AS", text, re.MULTILINE)

    assert set(bases) <= {"python:3.11-slim-bookworm", *stages()}
    assert len(re.findall(r"pip .*install .*-r requirements", text)) == text.count("--require-hashes")


def test_nothing_private_gets_into_an_image() -> None:
    ignored = set(said(".dockerignore").split())
    assert {".git", ".env", "secrets", ".rostrum", ".venv", "tests", "**/tests", "stripe_simulator"} <= ignored
    assert {"secrets/", ".env"} <= set(said(".gitignore").split())


def test_the_example_of_an_environment_names_every_variable_and_no_other() -> None:
    named = re.findall(r"^#? ?([A-Z][A-Z_]+)=", said(".env.example"), re.MULTILINE)
    wanted = {name for name in variables_read() - NOT_FOR_USERS if not NOT_IN_PRODUCTION.search(name)}

    assert len(named) == len(set(named))
    assert sorted(wanted - set(named)) == []
    assert sorted(set(named) - wanted - OF_COMPOSE) == []


def is_left_out(path: str) -> bool:
    """By .dockerignore, whose lines name files and folders; none of ours begins with an exclamation mark."""
    parts = path.split("/")
    beginnings = ["/".join(parts[: length + 1]) for length in range(len(parts))]
    patterns = [line for line in said(".dockerignore").split("\n") if line and not line.startswith("#")]
    below = [part for pattern in patterns if pattern.startswith("**/") for part in parts if fnmatch(part, pattern[3:])]
    return bool(below) or any(fnmatch(one, pattern) for pattern in patterns for one in beginnings)


def test_no_test_and_no_simulator_gets_into_an_image() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True)
    kept = [path for path in listed.stdout.splitlines() if path.endswith(".py") and not is_left_out(path)]

    assert "apps/core/logs.py" in kept
    assert [path for path in kept if re.search(r"(^|/)(tests?|conftest|stripe_simulator|benchmarks)[/_.]", path)] == []
    # A new module's own first test is text there, which `startmodule` copies.
    loading = re.compile(r"^(?:import|from) (?:pytest|hypothesis|playwright|tests|stripe_simulator)\b", re.MULTILINE)
    assert [path for path in kept if loading.search(said(path))] == []


def test_the_image_of_the_runner_has_all_that_the_runner_loads(tmp_path: Path) -> None:
    """What its stage copies of the tree is laid out as there, and asked to begin."""
    copied = re.findall(r"^COPY --from=pages (/app/.+) (/app/\S+)$", stages()["runner"], re.MULTILINE)
    for sources, target in copied:
        for source in sources.split():
            here, there = PROJECT / source.removeprefix("/app/"), tmp_path / target.removeprefix("/app/")
            if here.is_dir():
                shutil.copytree(here, there)
                continue
            there.mkdir(parents=True, exist_ok=True)
            shutil.copy(here, there)

    loaded = "import apps.code_assessment.sandbox.runner.working, apps.code_assessment.sandbox.runner.alive, sys"
    run = subprocess.run(
        [sys.executable, "-c", f"{loaded}; print(*sorted(one for one in sys.modules if one.count('.') == 1))"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "RUNNER_BROKER_URL": "redis://127.0.0.1:1/0"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    ours = [name for name in run.stdout.split() if name.startswith(("apps.", "config."))]
    assert (run.returncode, ours) == (0, ["apps.code_assessment", "apps.core"]), run.stderr


def test_every_part_logs_an_object_a_line() -> None:
    """Where several containers write into one place, each entry has to be told from the next."""
    assert {SERVICES[name]["environment"]["LOG_FORMAT"] for name in ("web", "worker", "beat", "runner")} == {"json"}
    (runner,) = pods()["runner"]["containers"]
    assert {"name": "LOG_FORMAT", "value": "json"} in runner["env"]
    assert manifests()["ConfigMap/rostrum"]["data"]["LOG_FORMAT"] == "json"

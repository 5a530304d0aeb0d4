#!/bin/sh
# Installs what is missing and starts Rostrum.
#   ./setup.sh                 install, start everything, print the address (Ctrl-C stops it)
#   ./setup.sh install         install only
#   ./setup.sh test [ARGS]     install what tests need and run them (ARGS go to pytest)
#   ./setup.sh doctor [--json] say what works on this machine and what to do about the rest
# Variables: PORT, ROSTRUM_HOME, DATABASE_URL, REDIS_URL, ROSTRUM_PYTHON, ROSTRUM_CHROMIUM, CI
set -eu
cd "$(dirname "$0")"

PYTHON=.venv/bin/python
LOGS=.venv/logs
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "Set-up stopped: $*"
    exit 1
}

# step NAME COMMAND...: run quietly; when it fails, show the end of its log and say which step it was.
step() {
    name=$1
    shift
    if ! "$@" >"$LOGS/$name.log" 2>&1; then
        tail -n 15 "$LOGS/$name.log" >&2
        fail "the step '$name' failed. The whole log is $PWD/$LOGS/$name.log"
    fi
}

find_python() {
    for candidate in ${ROSTRUM_PYTHON:+"$ROSTRUM_PYTHON"} python3.11 python3.12 python3.13 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            has_venv "$candidate" || {
                say "$candidate has no 'venv' module (on Debian and Ubuntu: apt-get install python3-venv)."
                continue
            }
            if [ "$candidate" = "${ROSTRUM_PYTHON:-}" ]; then
                printf '%s\n' "$candidate"
            else
                quickest_like "$candidate"
            fi
            return 0
        fi
    done
    return 1
}

has_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

# Microseconds for some everyday work, the best of several times.
pace_of() {
    "$1" -c '
from time import perf_counter

def work():
    began = perf_counter()
    for number in range(100_000):
        str(number).strip()
    return perf_counter() - began

print(int(1e6 * min(work() for _ in range(5))))' 2>/dev/null
}

# Of several builds of one version the compiler makes one up to half quicker than another, and all of Rostrum with it.
quickest_like() (
    quickest=$1
    pace=$(pace_of "$1")
    name=$("$1" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    IFS=:
    for folder in $PATH; do
        [ -x "$folder/$name" ] && has_venv "$folder/$name" || continue
        other=$(pace_of "$folder/$name") || continue
        # What is about the same is no reason to leave the first.
        [ $((other * 10)) -lt $((pace * 9)) ] || continue
        quickest=$folder/$name pace=$other
    done
    printf '%s\n' "$quickest"
)

need_python() {
    find_python || fail "Python 3.11 or newer is missing.
  Debian 12, Ubuntu 24.04:  sudo apt-get install python3 python3-venv
  Fedora:                   sudo dnf install python3.12
  macOS:                    brew install python@3.12
  or name one yourself:     ROSTRUM_PYTHON=/path/to/python3 ./setup.sh"
}

system_node_is_new_enough() {
    command -v npm >/dev/null 2>&1 || return 1
    [ "$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')" -ge 20 ] 2>/dev/null
}

# The stamp of an installed list is a copy of the list.
installed() { cmp -s "requirements/$1.txt" ".venv/installed-$1.txt"; }

install_packages() {
    lists=''
    for list in "$@"; do
        installed "$list" || lists="$lists $list"
    done
    [ -n "$lists" ] || return 0
    say "Installing Python packages:$lists ..."
    arguments=''
    for list in $lists; do
        arguments="$arguments -r requirements/$list.txt"
    done
    # Compiling afterwards uses all cores, pip would use one; the columns of each expression stay out of memory.
    # shellcheck disable=SC2086 # the words are meant to be split
    step pip "$PYTHON" -m pip install --require-hashes --no-compile --progress-bar off $arguments
    PYTHONNODEBUGRANGES=1 "$PYTHON" -m compileall -q -j 0 .venv/lib >"$LOGS/compile.log" 2>&1 || true
    for list in $lists; do
        cp "requirements/$list.txt" ".venv/installed-$list.txt"
    done
}

# Fetching the front-end tools takes no Python, so it runs beside pip; `build_ui` knows by the mark that it is done.
fetch_front_end() {
    wanted=$("$PYTHON" -c 'import hashlib; print(hashlib.sha256(open("package.json", "rb").read()).hexdigest(), end="")')
    [ "$(cat node_modules/.rostrum 2>/dev/null)" = "$wanted" ] && return 0
    npm install --ignore-scripts --no-audit --no-fund --no-package-lock </dev/null >"$LOGS/npm.log" 2>&1 || return 1
    printf '%s' "$wanted" >node_modules/.rostrum
}

install() {
    if [ ! -x "$PYTHON" ] || ! "$PYTHON" -m pip --version >/dev/null 2>&1; then
        python=$(need_python)
        say "Making .venv with $("$python" --version) ..."
        rm -rf .venv
        "$python" -m venv .venv || fail "the step 'venv' failed: $python -m venv .venv"
    fi
    mkdir -p "$LOGS"
    npm_job=''
    lists="$*"
    if [ ! -f static/build/.inputs ]; then
        if system_node_is_new_enough; then
            fetch_front_end &
            npm_job=$!
        else
            say "No Node 20 or newer with npm here: taking it as a Python package."
            lists="$lists node"
        fi
    fi
    # shellcheck disable=SC2086 # the words are meant to be split
    install_packages $lists
    want_pango
    if [ -n "$npm_job" ]; then
        wait "$npm_job" || {
            tail -n 15 "$LOGS/npm.log" >&2
            fail "the step 'npm' failed. The whole log is $PWD/$LOGS/npm.log"
        }
    fi
    if [ ! -f static/build/.inputs ]; then
        say "Building style sheet and scripts ..."
        step build_ui "$PYTHON" manage.py build_ui
    fi
}

# PDFs of CVs are laid out by Pango; everything else works without it. Its log is the mark that this was tried.
want_pango() {
    [ ! -f "$LOGS/pango.log" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 0
    ldconfig -p 2>/dev/null | grep -q 'libpangoft2-1\.0' && return 0
    say "Installing Pango, which lays out PDFs ..."
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0; } >"$LOGS/pango.log" 2>&1 ||
        say "apt-get could not install it, see $PWD/$LOGS/pango.log"
}

find_browser() {
    for candidate in ${ROSTRUM_CHROMIUM:+"$ROSTRUM_CHROMIUM"} chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$candidate" 2>/dev/null; then
            return 0
        fi
    done
    return 1
}

need_browser() {
    if ! find_browser >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing Chromium for the browser tests ..."
        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } \
            >"$LOGS/chromium.log" 2>&1 || say "apt-get could not install it, see $PWD/$LOGS/chromium.log"
    fi
    if ROSTRUM_CHROMIUM=$(find_browser); then
        export ROSTRUM_CHROMIUM
        return 0
    fi
    say "################################################################################"
    say "# No Chromium was found, and none could be installed: BROWSER TESTS ARE SKIPPED."
    say "# Install chromium, or name one: ROSTRUM_CHROMIUM=/path/to/chrome ./setup.sh test"
    say "################################################################################"
    [ "${CI:-}" != true ] || fail "with CI=true a missing browser is a failure."
}

# Scans are read by tesseract where it is installed; the tests want to see that with the real program.
need_ocr() {
    command -v tesseract >/dev/null 2>&1 && return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing tesseract for the tests of scanned CVs ..."
        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
            tesseract-ocr tesseract-ocr-eng; } >"$LOGS/tesseract.log" 2>&1 ||
            say "apt-get could not install it, see $PWD/$LOGS/tesseract.log"
        command -v tesseract >/dev/null 2>&1 && return 0
    fi
    say "# No tesseract was found, and none could be installed: TESTS THAT READ SCANS ARE SKIPPED."
    [ "${CI:-}" != true ] || fail "with CI=true a missing tesseract is a failure."
}

# Programs in Java, C and C++ are judged in tests, too.
need_compilers() {
    command -v javac >/dev/null 2>&1 && command -v g++ >/dev/null 2>&1 && return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing a JDK and a C++ compiler for the tests of judged programs ..."
        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
            default-jdk-headless g++; } >"$LOGS/compilers.log" 2>&1 ||
            say "apt-get could not install them, see $PWD/$LOGS/compilers.log"
        command -v javac >/dev/null 2>&1 && command -v g++ >/dev/null 2>&1 && return 0
    fi
    say "# No JDK or C++ compiler was found, and none could be installed: TESTS IN THESE LANGUAGES ARE SKIPPED."
    [ "${CI:-}" != true ] || fail "with CI=true a missing compiler is a failure."
}

# nginx serves the product in tests, and PgBouncer stands before its database. Where systemd runs, installing them would
# start them too, so that is left to whoever owns the machine.
has_proxies() ( PATH=$PATH:/usr/sbin; command -v nginx && command -v pgbouncer ) >/dev/null 2>&1

need_proxies() {
    has_proxies && return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && [ ! -d /run/systemd/system ]; then
        say "Installing nginx and PgBouncer for the tests of a production start ..."
        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
            nginx pgbouncer; } >"$LOGS/proxies.log" 2>&1 ||
            say "apt-get could not install them, see $PWD/$LOGS/proxies.log"
        has_proxies && return 0
    fi
    say "# No nginx or PgBouncer was found, and none could be installed: TESTS BEHIND THEM ARE SKIPPED."
    [ "${CI:-}" != true ] || fail "with CI=true a missing nginx or PgBouncer is a failure."
}

command=${1:-run}
[ $# -eq 0 ] || shift
case $command in
run)
    install base
    exec "$PYTHON" -m config.supervisor
    ;;
install)
    install base "$@"
    say "Everything is installed. Start it with ./setup.sh"
    ;;
test)
    install base dev
    need_browser
    need_ocr
    need_compilers
    need_proxies
    # On two cores three processes leave none idle: one with a browser, or with workers that are killed, waits for half
    # of its time.
    [ $# -gt 0 ] || set -- --numprocesses=3 --no-loadscope-reorder
    exec "$PYTHON" -m config.supervisor exec -- "$PYTHON" -m pytest "$@"
    ;;
doctor)
    if [ -x "$PYTHON" ]; then
        exec "$PYTHON" -m config.supervisor.doctor "$@"
    fi
    python=$(need_python)
    exec "$python" -m config.supervisor.doctor "$@"
    ;;
*)
    say "Unknown: $command. Say ./setup.sh [install | test [pytest arguments] | doctor [--json]]"
    exit 2
    ;;
esac

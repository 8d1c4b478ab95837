"""One settings file for every process; what differs between installations comes from the environment (``env.py``)."""

from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from hypervision.beat import SCHEDULE
from hypervision.env import ROOT, VAR, between, env, folder, networks, required, wheel_library

django_stubs_ext.monkeypatch()

SECRET_KEY = required("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_ADDRESS = env.str("PUBLIC_ADDRESS", default="".join(CSRF_TRUSTED_ORIGINS[:1]))  # for links in mails

SHOWS_PAGES = env.bool("SHOWS_PAGES", default=True)  # a process that shows none leaves the administration out: 100 MB

# Places on disk
WEIGHTS_DIR = folder("WEIGHTS_DIR", VAR / "weights")
SPOOL_DIR = folder("SPOOL_DIR", VAR / "spool")
SCRATCH_DIR = folder("SCRATCH_DIR", VAR / "scratch")  # web and jobs: recordings, enciphered, while somebody looks
DEMO_DIR = folder("DEMO_DIR", VAR / "demo")
CREDENTIALS_KEY_FILE = folder("CREDENTIALS_KEY_FILE", VAR / "secret" / "credentials.key")
DEMO_RTSP_PORT = env.int("DEMO_RTSP_PORT", default=8554)
DEMO_RTSP_HOST = env.str("DEMO_RTSP_HOST", default="127.0.0.1")  # between containers: the name of the service

INSTALLED_APPS = [
    "hypervision.accounts",
    "hypervision.law",
    "hypervision.live",
    "maps",
    "hypervision.alerts",
    "hypervision.incidents",
    "hypervision.procedures",
    "detectors",
    "hypervision.exercises",
    "hypervision.inward",
    "hypervision.shifts",
    "hypervision.ogc",
    "hypervision.sensorthings",
    "hypervision.oncall",
    "hypervision.outward",
    "hypervision.mqtt",
    "hypervision.board",
    "hypervision.metrics",
    "hypervision.reports",
    "hypervision.pages",
    "hypervision.pages.administration.Config",  # django.contrib.admin with sections of ours
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "channels",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "hypervision.accounts.limits.AllowanceHeaders",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "hypervision.urls"
ASGI_APPLICATION = "hypervision.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database
GDAL_LIBRARY_PATH = env.str("GDAL_LIBRARY_PATH", default="") or wheel_library("pyogrio", "libgdal*")
GEOS_LIBRARY_PATH = env.str("GEOS_LIBRARY_PATH", default="") or wheel_library("shapely", "libgeos_c*")
required("DATABASE_URL")
_database: dict[str, Any] = env.db_url("DATABASE_URL")
_database["ENGINE"] = "django.contrib.gis.db.backends.postgis"
_database["TEST"] = {"NAME": env.str("TEST_DATABASE", default="test_hypervision")}
_database["OPTIONS"] = {
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,  # ms; a server that hangs is as gone
    "options": "-c jit=off",  # compiling a sum of the dashboard takes longer than the sum
}
if env.bool("DATABASE_POOL", default=False):  # only the web process asks for it: a pool does not survive a fork
    _database["OPTIONS"]["pool"] = {"min_size": 2, "max_size": 10, "timeout": 5}
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Broker
REDIS_URL = required("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "jobs"
CELERY_TASK_ROUTES = {
    "detectors.tasks.watch_camera": {"queue": "watch"},
    "detectors.tasks.try_stream": {"queue": "watch"},
    "detectors.tasks.take_picture": {"queue": "watch"},
    "detectors.tasks.search_cameras": {"queue": "watch"},
    "detectors.tasks.ask_camera": {"queue": "watch"},
    "hypervision.outward.tasks.carry": {"queue": "outward"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DIRECT = True  # a queue of its own for each worker, by which one camera is moved to it
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "run" / "beat")
MQTT_SIGN_FILE = VAR / "run" / "mqtt"  # touched while its process is alive
CELERY_BEAT_SCHEDULE = SCHEDULE

# The city's own video system: what its links may begin with, such as the scheme of a program that operators have
VIDEO_LINK_SCHEMES = env.list("VIDEO_LINK_SCHEMES", default=["https", "http"])

# The public page
TRANSPARENCY_PAGE = env.bool("TRANSPARENCY_PAGE", default=False)
TRANSPARENCY_CONTACT = env.str("TRANSPARENCY_CONTACT", default="")

# Shifts
LOGBOOK_DAYS = between("LOGBOOK_DAYS", 365, 180, 1096)

# What lies in months
LOG_DAYS = between("LOG_DAYS", 1096, 180, 1096)
COUNT_MONTHS = between("COUNT_MONTHS", 120, 13, 1200)

# People on call
EMAIL_HOST = env.str("EMAIL_HOST", default="")  # without one, people on call are told on their pages only
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="hypervision@localhost")

# Other systems that are told
OUTWARD_ALLOWED_NETWORKS = networks("OUTWARD_ALLOWED_NETWORKS")  # inner ones that messages may be sent to, http too
OUTWARD_CA_FILE = env.str("OUTWARD_CA_FILE", default="")  # certificates of the city's own authority

# Monitoring
METRICS_NETWORKS = networks("METRICS_NETWORKS")  # those that may read /metrics without a token

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 8
AXES_ENABLE_ADMIN = False  # accounts/admin.py shows what is of use, in plain words
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "429.html"

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [ROOT / "hypervision" / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["hypervision.formats"]
USE_TZ = True
PRECISION_FLOOR = env.float("PRECISION_FLOOR", default=0.2)  # a kind surely below it is suspended on its camera
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Helsinki")
# Whose public holidays schedules know: a country, or country and region ("FR-57"); empty for none.
HOLIDAYS = env.str("HOLIDAYS", default="FI")

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [
    ROOT / "static",
    ("maplibre-gl", ROOT / "node_modules" / "maplibre-gl" / "dist"),
    ("inter", ROOT / "node_modules" / "@fontsource-variable" / "inter"),
    ("leaflet", ROOT / "node_modules" / "leaflet" / "dist"),
    ("echarts", ROOT / "node_modules" / "echarts" / "dist"),
]
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = DEBUG

# REST
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["hypervision.accounts.api.MaySee"],
    "DEFAULT_THROTTLE_CLASSES": ["hypervision.accounts.limits.TokenLimit"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["hypervision.lib.parsing.Json"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "hypervision.lib.problems.problem_handler",
    "DEFAULT_VERSIONING_CLASS": None,
}
API_REQUESTS_A_MINUTE = between("API_REQUESTS_A_MINUTE", 600, 1, 1_000_000)  # of one token
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105 - the name of a model
MIGRATION_MODULES = {"knox": None}  # its one table is replaced by ours; its migrations would leave an orphan behind
REST_KNOX = {"TOKEN_TTL": None, "AUTO_REFRESH": False, "AUTH_HEADER_PREFIX": "Token"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hypervision",
    "DESCRIPTION": "Events, alerts, cameras, zones, authorisations and counts of one city.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "ENUM_NAME_OVERRIDES": {
        "RuleKind": "detectors.vision.scene.registry.KINDS",
        "KindOfOthers": "hypervision.inward.reading.KINDS",
        "SubscriptionSource": "hypervision.mqtt.models.Subscription.Source",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "hypervision.lib.described.with_problems",
        "hypervision.lib.linked.with_links",
    ],
}

# Security
HTTPS = env.bool("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# Prometheus comes to the web process itself, not by way of the proxy that speaks TLS.
SECURE_REDIRECT_EXEMPT = [r"^metrics$"] if METRICS_NETWORKS else []
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "style-src": [SELF, "'unsafe-inline'"],  # MapLibre and the admin set style attributes
        "worker-src": [SELF, "blob:"],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "hypervision.lib.log.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"axes": {"level": "WARNING"}},
}

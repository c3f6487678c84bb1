"""Every setting, read from the environment, with defaults that serve one machine.

Each may also stand in a file, whose path is in the same name with _FILE appended.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from digitsite.monitoring.logs import build_logging_config
from digitsite.scaling.backends import (
    build_cache,
    build_database,
    build_photo_storage,
)
from digitsite.serving.environment import SettingsEnv

BASE_DIR = Path(__file__).resolve().parent.parent
PRODUCT_VERSION = "1.0.0"
MEGABYTE = 1024 * 1024
DAY_SECONDS = 24 * 60 * 60


env = SettingsEnv()
env.read_env(BASE_DIR / ".env")

# Who is served

DEBUG = env.bool("DJANGO_DEBUG", default=False)
SECRET_KEY = env("DJANGO_SECRET_KEY", default="")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured(
            "Set DJANGO_SECRET_KEY to a long random text (or DJANGO_SECRET_KEY_FILE to "
            "the path of a file with it), or DJANGO_DEBUG=1 to develop."
        )
    SECRET_KEY = "for-development-only-" + "0" * 50

# While developing, a phone on the local network asks for this machine by its address.
ALLOWED_HOSTS = env.list(
    "DJANGO_ALLOWED_HOSTS",
    default=["*"] if DEBUG else ["localhost", "127.0.0.1", "[::1]"],
)
CSRF_TRUSTED_ORIGINS = env.list("DJANGO_CSRF_TRUSTED_ORIGINS", default=[])
# How many proxies of ours stand in front; 0 means X-Forwarded-For is not believed.
NUM_PROXIES = env.int("NUM_PROXIES", default=0)
if NUM_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_COOKIES = env.bool("DJANGO_SECURE_COOKIES", default=not DEBUG)
SESSION_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SECURE = SECURE_COOKIES
# With this prefix, no other host of the domain can set or replace a cookie.
COOKIE_PREFIX = env("DJANGO_COOKIE_PREFIX", default="__Host-" if SECURE_COOKIES else "")
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
SECURE_SSL_REDIRECT = env.bool("DJANGO_SSL_REDIRECT", default=False)
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]
SECURE_HSTS_SECONDS = env.int("DJANGO_HSTS_SECONDS", default=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("DJANGO_HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("DJANGO_HSTS_PRELOAD", default=False)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# What it is made of

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "corsheaders",
    "rest_framework",
    "rest_framework_api_key",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "recognizer",
    "recognizer.jobs",
    "gallery",
    "digitsite.serving.apps.DigitsiteConfig",
]

MIDDLEWARE = [
    "digitsite.middleware.request_id",
    "digitsite.monitoring.access_log.access_log",
    "digitsite.serving.exposure.local_clients_only",
    "digitsite.middleware.security_headers",
    "digitsite.middleware.site_404_in_debug",
    "digitsite.middleware.storage_refusals",
    "corsheaders.middleware.CorsMiddleware",
    "digitsite.middleware.api_etags",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "digitsite.serving.session_cookies.SteadySessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Before whatever reads the body, as the check of the CSRF token does.
    "digitsite.load_limit.load_limit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "digitsite.urls"
WSGI_APPLICATION = "digitsite.wsgi.application"
DEFAULT_EXCEPTION_REPORTER = "digitsite.exceptions.PageReporter"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "gallery.context_processors.joined_gallery",
            ]
        },
    }
]

# What the browser asks for, unless the visitor chose at the foot of a page.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "German")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
LANGUAGE_COOKIE_AGE = 365 * DAY_SECONDS
LANGUAGE_COOKIE_SECURE = SECURE_COOKIES
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "UTC"

# Where things are kept

DATABASES = {"default": build_database(env, f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
CACHES = {"default": build_cache(REDIS_URL)}
SESSION_STORE = "cached_db" if REDIS_URL else "db"
SESSION_ENGINE = f"django.contrib.sessions.backends.{SESSION_STORE}"

MEDIA_ROOT = env.path("MEDIA_ROOT", default=BASE_DIR / "media")()
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# Collected files are compressed, so `make run` serves those.
WHITENOISE_USE_FINDERS = DEBUG and not STATIC_ROOT.exists()
S3_BUCKET = env("S3_BUCKET", default="")
# The origin from which browsers then load pictures, by URLs that expire.
S3_PICTURE_ORIGIN = env("S3_PICTURE_ORIGIN", default="") if S3_BUCKET else ""
STORAGES = {
    "default": build_photo_storage(env, S3_BUCKET),
    # ES modules import each other by their plain names, so names stay as they are.
    "staticfiles": {"BACKEND": "digitsite.storage.CompressedStaticStorage"},
}

# What is taken in

PHOTO_MAX_BYTES = env.int("PHOTO_MAX_BYTES", default=20 * MEGABYTE)
PHOTO_MAX_PIXELS = env.int("PHOTO_MAX_PIXELS", default=50_000_000)
# A baseline JPEG decodes at reduced scale; WebP and AVIF cost most for each pixel.
PHOTO_MAX_PIXELS_BASELINE = env.int("PHOTO_MAX_PIXELS_BASELINE", default=120_000_000)
PHOTO_MAX_PIXELS_COSTLY = env.int("PHOTO_MAX_PIXELS_COSTLY", default=25_000_000)
PHOTO_MAX_SIDE = env.int("PHOTO_MAX_SIDE", default=20_000)
PHOTO_KEEP_SIDE = env.int("PHOTO_KEEP_SIDE", default=2048)
PHOTO_MAX_AGE_DAYS = env.int("PHOTO_MAX_AGE_DAYS", default=30)
# How often the server deletes what is older; 0 leaves it to `prunephotos`.
RETENTION_MINUTES = env.int("RETENTION_MINUTES", default=60)
BATCH_MAX_IMAGES = env.int("BATCH_MAX_IMAGES", default=32)
# What two cores do in about two seconds: a 12-megapixel photo took 0.106 s of one core.
MAX_WAITING = env.int("MAX_WAITING", default=32)

# Jobs: pictures that are read later, see recognizer/jobs/

JOB_RUNNER = env("JOB_RUNNER", default="thread")
JOB_MAX_PICTURES = env.int("JOB_MAX_PICTURES", default=10_000)
JOB_MAX_BYTES = env.int("JOB_MAX_BYTES", default=600 * MEGABYTE)
# Of one visitor or program; then of all that wait to be read.
JOB_MAX_OPEN = env.int("JOB_MAX_OPEN", default=5)
JOB_MAX_STORED_BYTES = env.int("JOB_MAX_STORED_BYTES", default=5 * 1024 * MEGABYTE)
JOB_MAX_AGE_DAYS = env.int("JOB_MAX_AGE_DAYS", default=7)
# What of the bucket programs may have read; nothing unless named.
DIGIT_JOB_PREFIXES = env.list("DIGIT_JOB_PREFIXES", default=[])
JOB_WEBHOOK_PRIVATE = env.bool("JOB_WEBHOOK_PRIVATE", default=False)

# What a request may hold

# Base64 makes four bytes of three, and lines of it, as in mail, somewhat more.
PHOTO_MAX_TEXT_BYTES = PHOTO_MAX_BYTES * 3 // 2 + 64 * 1024
# Of the forms of pages, which hold no picture as text.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * MEGABYTE
DATA_UPLOAD_MAX_NUMBER_FILES = BATCH_MAX_IMAGES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
FILE_UPLOAD_HANDLERS = ["recognizer.api.forms.FormUploadHandler"]

# The gallery of a visit ends with its photos.
SESSION_COOKIE_AGE = max(1, PHOTO_MAX_AGE_DAYS) * DAY_SECONDS

# The model

DIGIT_ENGINE = env("DIGIT_ENGINE", default="keras")
# Without a path, the committed networks.
DIGIT_MODEL_PATH = env("DIGIT_MODEL_PATH", default="")
DIGIT_MODEL_PRELOAD = env.bool("DIGIT_MODEL_PRELOAD", default=False)

# The API

THROTTLE_RATES = {
    "readings": env.rate("THROTTLE_READINGS", default="600/min"),
    "writes": env.rate("THROTTLE_WRITES", default="600/min"),
    "exports": env.rate("THROTTLE_EXPORTS", default="60/min"),
    "jobs": env.rate("THROTTLE_JOBS", default="60/hour"),
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "digitsite.authentication.BearerToken",
        "digitsite.authentication.AnonymousSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["recognizer.api.parsers.BoundedJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["digitsite.throttling.client_throttle.ClientThrottle"],
    "DEFAULT_METADATA_CLASS": "digitsite.metadata.AllowHeaderOnly",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "digitsite.exceptions.handle_exception",
    "NUM_PROXIES": NUM_PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}

# Pages of these origins may call the API, by token and never by cookie.
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST"]
CORS_ALLOW_HEADERS = [
    "authorization",
    "content-type",
    "idempotency-key",
    "if-none-match",
    "if-range",
    "range",
    "x-request-id",
]
CORS_EXPOSE_HEADERS = [
    "Content-Disposition",
    "Content-Range",
    "ETag",
    "Idempotent-Replayed",
    "Location",
    "Retry-After",
    "X-Request-ID",
]

SPECTACULAR_SETTINGS = {
    "TITLE": "Digitsite",
    "VERSION": PRODUCT_VERSION,
    "DESCRIPTION": "Reads handwritten digits from photos and drawings.",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # A link inside a button is two controls in one place.
    "SWAGGER_UI_SETTINGS": {"deepLinking": False, "defaultModelsExpandDepth": -1},
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # What a PATCH takes, it needs.
    "COMPONENT_SPLIT_PATCH": False,
    "ENUM_NAME_OVERRIDES": {
        "JobState": ["waiting", "running", "paused", "finished", "canceled"],
        "WebhookState": ["waiting", "delivered", "failed"],
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "digitsite.documentation.openapi.add_error_responses",
    ],
}

# What is written down, and who may see the figures

LOGGING = build_logging_config(
    env("LOG_FORMAT", default="text"), env("LOG_LEVEL", default="INFO")
)
# Without one, only programs on this machine may read the metrics.
METRICS_TOKEN = env("METRICS_TOKEN", default="")

"""Settings every process shares. What differs by place comes from the environment, all of it named ZHANGGUI_*."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhanggui.config.postgres.url import database_settings

PACKAGE = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("ZHANGGUI_HOME", ".zhanggui")).resolve()

PUBLISHED_KEY = "not-a-secret-only-for-demo-and-tests"
"""Everybody can read it here: `serve` and `work` start with it only for the demo."""
SECRET_KEY = os.environ.get("ZHANGGUI_SECRET_KEY") or PUBLISHED_KEY
SEAL_KEYS = [key for key in os.environ.get("ZHANGGUI_SEAL_KEY", "").split(",") if key] or [PUBLISHED_KEY]
"""The first one seals; what the others sealed can still be opened."""
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ZHANGGUI_HOSTS", "127.0.0.1,localhost,testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("ZHANGGUI_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "zhanggui.kernel",
    "zhanggui.ui",
    "zhanggui.people",
    "zhanggui.catalog",
    "zhanggui.parties",
    "zhanggui.inventory",
    "zhanggui.books",
    "zhanggui.costing",
    "zhanggui.storing",
    "zhanggui.counting",
    "zhanggui.transfers",
    "zhanggui.orders",
    "zhanggui.purchasing",
    "zhanggui.receiving",
    "zhanggui.quality",
    "zhanggui.planning",
    "zhanggui.invoicing",
    "zhanggui.control",
    "zhanggui.fulfilment",
    "zhanggui.papers",
    "zhanggui.channels",
    "zhanggui.logistics",
    "zhanggui.connectors",
    "zhanggui.workbench",
    "zhanggui.demo",
    "zhanggui.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhanggui.people.middleware.ActorMiddleware",
    "zhanggui.ui.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "zhanggui.config.urls"
WSGI_APPLICATION = "zhanggui.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "zhanggui.ui.context.page_context",
                "zhanggui.channels.context.troubled_links",
                "zhanggui.orders.context.circling_rules",
                "zhanggui.orders.context.much_seen",
                "zhanggui.workbench.context.first_broken",
                "zhanggui.demo.context.demo_context",
            ],
            "builtins": ["zhanggui.ui.templatetags.ui"],
        },
    }
]

DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL") or "postgresql:///zhanggui")}
# A connection made anew for each request would cost a scan more than all its work.
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "sign_in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SESSION_COOKIE_AGE = 14 * 3600  # one working day with overtime

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [
    PACKAGE / "kernel" / "locale",
    PACKAGE / "connectors" / "files" / "locale",
    PACKAGE / "config" / "postgres" / "locale",
    PACKAGE / "config" / "processes" / "locale",
    PACKAGE / "config" / "api" / "locale",
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("ZHANGGUI_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = HOME / "media"
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = any(origin.startswith("https://") for origin in CSRF_TRUSTED_ORIGINS)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
SESSION_COOKIE_SAMESITE = "Lax"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = [
    "zhanggui.kernel.jobs", "zhanggui.orders.pool.jobs", "zhanggui.logistics.tracking.jobs",
    "zhanggui.logistics.notices.jobs",
    "zhanggui.connectors.files.jobs",
]  # fmt: skip

PUBLIC_URL = os.environ.get("ZHANGGUI_PUBLIC_URL", "http://127.0.0.1:8000")
"""The address under which the other side reaches us: it stands in what sources of tracking are told to push to."""

SIDE_BAR = "zhanggui.workbench.navigation.side_bar"
VIEW_AUDIENCE = "zhanggui.workbench.audience.audience_of"
PAGE_BANNERS = [
    "channels/trouble.html", "orders/rule_alarms.html", "orders/much_seen.html", "workbench/broken_banner.html",
]  # fmt: skip
"""What every page says above its content while there is something to say."""

DEMO = os.environ.get("ZHANGGUI_DEMO") == "1"
"""The demo company: logins are shown on the sign-in page, and the demo staff may be sent to work."""
DEMO_PASSWORD = "demo-2026"
DEMO_SIMULATOR = os.environ.get("ZHANGGUI_DEMO_SIMULATOR", "http://127.0.0.1:8001")

_PRINT_PORTS = os.environ.get("ZHANGGUI_PRINT_PORTS", "")
PRINT_COMPONENT_PORTS = {name: int(port) for name, _, port in (one.partition("=") for one in _PRINT_PORTS.split())}
"""Where print programs listen that do not listen where they usually do: `cainiao=13628 clodop=8100`."""
SNAPSHOT_DAYS = 180
"""How long a raw payload is kept before it is deleted."""
PUSH_DAYS = int(os.environ.get("ZHANGGUI_PUSH_DAYS", "30"))
"""How long it is remembered that a platform sent a message, which it sends again for hours; 0: for ever."""
CHANNEL_HISTORY_DAYS = int(os.environ.get("ZHANGGUI_CHANNEL_HISTORY_DAYS", "180"))
"""How long the hours of audits and the troubles of platforms are kept; hours with missing orders stay. 0: for ever."""
DRAFT_DAYS = int(os.environ.get("ZHANGGUI_DRAFT_DAYS", "30"))
"""So many days after it was last changed a draft of an order is deleted, with the receiver in it; 0: never."""
SUGGESTION_DAYS = int(os.environ.get("ZHANGGUI_SUGGESTION_DAYS", "180"))
"""So long it is kept what a plan suggested and a later plan suggested anew; 0: for ever."""
REVIEW_DUPLICATE_HOURS = 24
"""Orders so close together, with the same goods for the same receiver, wait for a look. A page sets it anew."""
TAKE_BACK_HOURS = int(os.environ.get("ZHANGGUI_TAKE_BACK_HOURS", "12"))
"""So long after shipping a parcel may still stand in the house and be taken back; set it to when the last van goes."""
COD_MUST_BE_CONFIRMED = os.environ.get("ZHANGGUI_COD_MUST_BE_CONFIRMED") == "1"
"""A cash on delivery order waits until the buyer has confirmed it."""
RECEIVER_LOOKS_A_DAY = int(os.environ.get("ZHANGGUI_RECEIVER_LOOKS", "200"))
"""How many receivers one person may see in whole words a day, labels apart; 0 is without limit."""
RECEIVER_EXPORTS_A_DAY = int(os.environ.get("ZHANGGUI_RECEIVER_EXPORTS", "20000"))
"""How many receivers one person may give out in files a day; 0 is without limit."""
RECEIVER_DAYS = int(os.environ.get("ZHANGGUI_RECEIVER_DAYS", "90"))
"""So many days after an order was finished the whole words of its receiver are forgotten; 0: never."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("ZHANGGUI_LOG", "INFO")},
    "loggers": {"procrastinate": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
}

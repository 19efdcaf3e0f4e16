"""Settings of the test run: the same, without what only costs time."""

import os

from zhanggui.config.settings.base import *  # noqa: F403  the same settings
from zhanggui.config.settings.base import DATABASES
from zhanggui.config.settings.base import MIDDLEWARE as _MIDDLEWARE

# whitenoise reads every static file again for each test client
MIDDLEWARE = [name for name in _MIDDLEWARE if "whitenoise" not in name]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
LOGGING = {"version": 1, "disable_existing_loggers": False}

# Tests that commit leave nothing behind.
DATABASES["default"]["ENGINE"] = "zhanggui.config.postgres.emptying"

# A test may break a promise on purpose by emptying a table; the ledgers refuse that to everybody else.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c zhanggui.allow_truncate=on"

# Tests make many equal orders; those about duplicates set the window themselves.
REVIEW_DUPLICATE_HOURS = 0

# Several test runs may share one server; nothing may hold on to a database that is to be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["TEST"] = {"NAME": f"test_zhanggui_{os.getpid()}"}

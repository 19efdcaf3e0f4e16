"""Settings to look at the pages alone: made-up documents, everybody is the same person. DATABASE_URL is not needed.

python -m django runserver --settings zhanggui.ui.tests.settings
"""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

DEBUG = True
SECRET_KEY = "only for looking at the pages"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "zhanggui.kernel",
    "zhanggui.ui",
    "zhanggui.ui.tests",
]
MIDDLEWARE = [
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "zhanggui.ui.tests.pretend.ActorMiddleware",
    "zhanggui.ui.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "zhanggui.ui.tests.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "zhanggui.ui.context.page_context",
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("GALLERY_DATABASE", "gallery"),
        "HOST": os.environ.get("PGHOST", ""),
        "PORT": os.environ.get("PGPORT", ""),
        "USER": os.environ.get("PGUSER", ""),
    }
}
MIGRATION_MODULES = {"ui_tests": None}
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "static/"
LOCALE_PATHS: list[Path] = []

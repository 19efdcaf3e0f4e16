"""The web process. All pages are loaded before the first request, so that nobody's first scan of the day waits."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanggui.config.settings.base")
application = get_wsgi_application()
_ = get_resolver().url_patterns
gc.freeze()  # what the program itself is made of need not be looked through again

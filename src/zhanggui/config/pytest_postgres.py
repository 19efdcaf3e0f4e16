"""A pytest plug-in loaded before Django's: the test run has a PostgreSQL, and DATABASE_URL names it."""

import atexit
import os
from pathlib import Path

from zhanggui.config.postgres import ensure_postgres

server = ensure_postgres(data_dir=Path(os.environ.get("ZHANGGUI_TEST_HOME", ".zhanggui/test")), durable=False)
atexit.register(server.stop)
os.environ["DATABASE_URL"] = server.url

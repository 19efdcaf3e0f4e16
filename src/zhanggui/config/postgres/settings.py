"""The text of our own configuration file, read by PostgreSQL after the one initdb wrote."""

from pathlib import Path

PORT = 5432

ALWAYS = """\
# Written by Zhanggui at every start; put settings of your own into postgresql.conf after the include line.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket_dir}'
unix_socket_permissions = 0700
cluster_name = 'zhanggui'
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
log_checkpoints = off
jit = off
shared_buffers = 512MB
max_wal_size = 2GB
max_connections = 200
max_locks_per_transaction = 256
"""

# What is lost on a crash of the machine (never on a crash of PostgreSQL alone) is made again by the next test or demo.
NOT_DURABLE = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""


def settings_text(*, socket_dir: Path, durable: bool) -> str:
    """The whole file. Without `durable`, speed is bought with the last transactions before a power cut."""
    quoted = str(socket_dir).replace("'", "''")
    return ALWAYS.format(port=PORT, socket_dir=quoted) + ("" if durable else NOT_DURABLE)


def is_durable(text: str) -> bool:
    return NOT_DURABLE not in text

"""Connectors against the real servers, where one can be run: `make test-live`, not part of `make test`."""

"""Plays 拼多多 (Pinduoduo) from its documented protocol, with one shop on it."""

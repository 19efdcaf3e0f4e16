"""Plays 抖店 (the shop platform of Douyin) from its documented protocol, with one shop on it."""

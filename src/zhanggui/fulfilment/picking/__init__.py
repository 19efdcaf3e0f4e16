"""Picking with a phone: claimed, walked bin by bin, short where a bin has less."""

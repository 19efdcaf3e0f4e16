"""Doors for plug-ins: what a channel, a carrier or a printer must be able to do, and how one is found.

A package offers one through an entry point of the group named here; ours do it the same way.
"""

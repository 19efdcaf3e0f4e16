"""Taobao and Tmall through the Taobao Open Platform (TOP)."""

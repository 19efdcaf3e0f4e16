"""Incidents of the floor 异常: written by the stations themselves, or reported, until somebody has ended them."""

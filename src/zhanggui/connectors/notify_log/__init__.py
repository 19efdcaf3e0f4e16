"""Notices to buyers that only go into the log: to see what would be sent."""

"""Notices to buyers by e-mail, over SMTP."""

"""Shops that run django-oscar with django-oscar-api."""

"""A shop that runs django-oscar, as django-oscar-api shows it to its staff."""

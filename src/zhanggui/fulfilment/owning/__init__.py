"""Who sees to incidents of the floor and to what goes wrong on the way."""

"""Who gets the goods: sealed, searched, masked, and opened with a purpose on record."""

"""A shop that runs WooCommerce, as its REST API v3 shows it."""

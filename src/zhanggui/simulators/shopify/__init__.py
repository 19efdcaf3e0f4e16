"""A shop on Shopify, as its GraphQL admin API shows it."""

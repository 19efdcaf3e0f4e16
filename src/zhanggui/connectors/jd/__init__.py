"""Shops on 京东 (JD) through its open service gateway (JOS)."""

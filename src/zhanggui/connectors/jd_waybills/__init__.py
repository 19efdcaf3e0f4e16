"""E-waybills of 京东 (无界电子面单): numbers of many carriers for orders of many platforms."""

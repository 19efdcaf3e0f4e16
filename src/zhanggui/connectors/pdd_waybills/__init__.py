"""E-waybills of 拼多多 (Pinduoduo)."""

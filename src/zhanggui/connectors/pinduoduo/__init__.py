"""拼多多 (Pinduoduo), through its open platform."""

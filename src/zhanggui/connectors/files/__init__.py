"""Order files: what a clerk downloads from a platform, read into canonical orders."""

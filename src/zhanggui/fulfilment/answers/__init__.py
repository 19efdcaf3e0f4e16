"""What each station of the warehouse answers to a scan. The stations themselves are declared in `stations.py`."""

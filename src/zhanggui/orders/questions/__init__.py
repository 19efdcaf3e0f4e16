"""Questions of the warehouse about orders, and the answers of service."""

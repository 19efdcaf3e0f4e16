"""A mail server on a real socket, that keeps what it is given and can refuse, stall and break."""

from .simulator import MailSimulator

__all__ = ["MailSimulator"]

"""What no good source says of TOP. Change it here."""

CALLS_A_SECOND = 400
"""How often one app may call. TOP gives each app a limit of its own, shown in its console."""

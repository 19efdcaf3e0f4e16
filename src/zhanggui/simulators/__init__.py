"""The other side of every connector: servers that play a platform by its documented protocol.

A simulator shares no code with the connector it plays against, so that a misreading of the protocol
on one side is found by the other.
"""

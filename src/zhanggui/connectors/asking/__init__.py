"""What connectors of waybill providers share: one call on the line, and many parcels cut into calls.

Nothing here knows a protocol: how a call is signed and what an answer means stands in the room of the provider.
"""

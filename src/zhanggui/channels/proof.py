"""What must be true of what we told the platforms, recomputed."""

from collections.abc import Iterator

from zhanggui.kernel.proof import Wrong, wrong_rows


def only_shipped_parcels_are_told() -> Iterator[Wrong]:
    """Every notice is of a parcel that has left, if only to be taken back."""
    return wrong_rows(
        "Nothing happens twice",
        """
        SELECT p.number, p.state, n.state FROM channels_notice n JOIN fulfilment_parcel p ON p.id = n.parcel_id
        WHERE p.state <> 'shipped' AND p.taken_back = 0 ORDER BY n.id
        """,
        record="parcel {0}",
        what="is {1}, but its platform notice is {2}",
    )


PROOFS = (only_shipped_parcels_are_told,)

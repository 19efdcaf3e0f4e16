"""The history that the migrations of this storey stand for: a database that has all of it goes on unchanged."""

FOLDED = [
    ("logistics", "0001_initial"),
    ("logistics", "0002_tracking"),
    ("logistics", "0003_buyer_notices"),
    ("logistics", "0004_refused_parcels"),
    ("logistics", "0005_silent_buyers"),
    ("logistics", "0006_given_up"),
    ("logistics", "0007_scope_columns"),
    ("logistics", "0008_scope_filled"),
    ("logistics", "0009_scope_kept"),
    ("logistics", "0010_notices_of_parcels"),
    ("logistics", "0011_messages_and_languages"),
]

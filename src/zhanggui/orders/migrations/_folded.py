"""The history that the migrations of this storey stand for: a database that has all of it goes on unchanged."""

FOLDED = [
    ("orders", "0001_tables"),
    ("orders", "0002_promises"),
    ("orders", "0003_travelling_together"),
    ("orders", "0004_placed_drafts"),
    ("orders", "0005_buyer_history"),
    ("orders", "0006_words_for_refunds"),
    ("orders", "0007_other_versions"),
    ("orders", "0008_questions"),
    ("orders", "0009_delivered_orders"),
]

"""The scale: learned weights, boxes, and what happens when a parcel weighs something else than it should."""

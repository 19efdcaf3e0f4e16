"""What carriers say they collected, against what really left."""

"""顺丰 (SF Express) through its open platform (丰桥)."""

"""E-waybills of 抖店 (Doudian, the shops of Douyin)."""

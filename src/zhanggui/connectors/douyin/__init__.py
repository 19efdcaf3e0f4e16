"""抖店, the shop platform of Douyin, through its open platform."""

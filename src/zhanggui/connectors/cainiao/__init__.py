"""E-waybills of 菜鸟 (Cainiao), spoken through the Taobao Open Platform."""

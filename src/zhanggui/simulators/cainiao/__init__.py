"""Plays the e-waybill service of 菜鸟 behind the gateway of the Taobao Open Platform."""

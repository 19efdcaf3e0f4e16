"""Plays the e-waybill service of 拼多多."""

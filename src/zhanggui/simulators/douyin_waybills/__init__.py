"""Plays the e-waybill service of 抖店."""

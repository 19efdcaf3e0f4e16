"""Plays the e-waybill service of 京东 (无界电子面单) and its print data."""

"""Article → Extraction. Pure: no IO, no clock, no state between articles."""

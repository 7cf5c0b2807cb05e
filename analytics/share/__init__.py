"""What leaves the house: tables for other programs."""

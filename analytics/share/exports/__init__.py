"""Exports: a View as CSV, XLSX, JSON Lines and as a Frictionless Data Package, as many rows as the screen says."""

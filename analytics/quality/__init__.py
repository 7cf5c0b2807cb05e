"""How good the extraction is, measured on annotated articles."""

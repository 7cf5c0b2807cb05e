"""Offsets, sentences, words and the one-pass literal scan."""

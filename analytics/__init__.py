"""据实 (Jushi): every number goes back to its sentence."""

__version__ = "0.1.0"

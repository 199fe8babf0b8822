"""curriculum: a compiler for role-based training."""

__version__ = "0.1.0"

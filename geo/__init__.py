"""Nearshore Atlas: who mines, refines and trades critical minerals, and what lies near home."""

__version__ = "0.1.0"

"""Reconciliation: publishers' frames to the fact tables that geo.schema declares."""

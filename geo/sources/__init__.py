"""Readers that several publications share or that are long: file bytes to typed frames, no reconciliation."""

"""Readers: one module a publisher, file bytes to typed frames, no reconciliation."""

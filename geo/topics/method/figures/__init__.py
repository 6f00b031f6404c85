"""The tables of this topic, and the receipts of their figures."""

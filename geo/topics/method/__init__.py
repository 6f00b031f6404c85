"""Every source, formula, table and word."""

"""The built database: facts in, one read-only DuckDB file named by its inputs out."""

"""From the database to the answer of this topic."""

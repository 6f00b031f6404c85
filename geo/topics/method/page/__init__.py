"""The page of this topic."""

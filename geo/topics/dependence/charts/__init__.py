"""The charts of this topic."""

"""The sentences of this topic."""

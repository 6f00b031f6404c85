"""The commands of this topic."""

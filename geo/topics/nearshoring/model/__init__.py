"""The arithmetic of this topic alone."""

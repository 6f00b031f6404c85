"""Who holds a mineral, who buys it from whom, and what the roster changes."""

"""Words that every room may use: a ground without pages, databases or figures of its own."""

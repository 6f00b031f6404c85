"""What is drawn: palettes, layers, decks, charts and their words; nothing is computed here."""

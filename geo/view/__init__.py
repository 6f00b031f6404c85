"""What a person sees: colours, map layers, charts, legends and words; nothing here works out a figure."""

"""Pure arithmetic: arrays and frames in, results out; no path, widget or connection."""

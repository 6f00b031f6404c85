"""What a figure says of itself: its receipt, its column, its setting; no widget, no SQL."""

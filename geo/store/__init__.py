"""The open database: one typed function per question; the only SQL of the serving side."""

"""Answers that several topics need, and the cells behind their figures."""

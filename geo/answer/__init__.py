"""Answers: fetch rows from the store, hand them to a model, return the result; for pages and command line alike."""

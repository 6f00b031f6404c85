"""The server: Streamlit's app behind a gate of our own.

Parts that the platform leaves open are put right here, each measured: who is let in (`gate`), what a page may ask for
(`headers`), where the page looks for its server (`page`), how long a connection may stay silent and how many fit into
the files that this process may open (`connection`), and when there is time to read ahead (`visitors`).
"""

"""Loads the demonstration by running the services themselves, in steps that are each done once.

A step, and each day of the order history, is one transaction with a mark of its own: killed
anywhere, the next start goes on from the last mark and nothing is there twice.
"""

"""Batches: thousands of documents validated, converted and uploaded, nothing lost and nothing twice."""

"""The sample documents, one module each, and the small WordprocessingML writer that they share."""

"""SDXML, the XML of SMASHDOCs."""

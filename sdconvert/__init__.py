"""The bridge between Microsoft Word and SMASHDOCs."""

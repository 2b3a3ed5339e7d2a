"""parsX: the XML vocabulary of a publishing house system, which SMASHDOCs exports."""

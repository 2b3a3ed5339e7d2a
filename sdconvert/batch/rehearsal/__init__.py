"""What another version, mapping or other options change in a corpus: one run beside another."""

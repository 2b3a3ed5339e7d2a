"""One folder a format; a format knows no other."""

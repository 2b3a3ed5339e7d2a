"""How paragraphs, runs, lists and cells look: what each place of the file says, and the cascade of all of them."""

"""HTML: the editor's HTML export, ordinary pages, and pages of our own that read back as they were."""

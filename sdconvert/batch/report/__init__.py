"""What a run came to: one HTML page for a person, JSON, JUnit and SARIF for machines, one line for a terminal."""

"""What is done in a process of its own, which can be ended: it reads what another program made of hostile input."""

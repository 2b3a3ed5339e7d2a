"""What a whole corpus of Word files holds, what it would lose, and what another mapping would make of it."""

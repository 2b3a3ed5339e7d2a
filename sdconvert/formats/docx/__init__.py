"""WordprocessingML: ECMA-376 Part 1, transitional and Strict."""

"""What every writer does, whatever its format: grids, numbers, pictures, tags that nest, characters that XML can hold.

A format passes in its own codes and limits, so that each finding keeps its id. No reader imports this room.
"""

"""A page on this machine to see a Word file beside its conversion, to change its style mapping, and to trust both.

What the page shows is computed by functions that know nothing of it. The modules that serve it import their libraries
(the extra `review`) when they are used.
"""

"""Records into documents: a Word template is filled once for each record.

The modules here import the template engine (the extra `merge`) when they are used.
"""

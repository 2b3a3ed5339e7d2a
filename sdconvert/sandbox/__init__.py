"""A local server that behaves as the Partner API does, to rehearse an integration without an account.

It is written from the description of the API alone and knows nothing of our client. The modules here import their HTTP
libraries (the extra `sandbox`) when they are used.
"""

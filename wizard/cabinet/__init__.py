"""The cabinet says a case file: views, texts and files of its records, and answers to what a page sends.

What entries are and add up to stands in `case`. Here stands what a reader sees of it.
"""

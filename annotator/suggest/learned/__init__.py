"""What is learned from annotated reports: a conditional random field over the characters of a text.

Nothing here is imported until the first question, for it needs numpy; `training` and `fitting` need CRFsuite besides.
"""

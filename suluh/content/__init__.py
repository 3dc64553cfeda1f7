"""Words as data: vocabularies with labels per language, and the search tokenizer.

This room knows no service and no person; it reads versioned data files and checks their shape.
"""

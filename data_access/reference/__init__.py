"""The documents made from the catalogues: figures and questions."""

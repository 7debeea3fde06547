"""How well complaints are sorted, measured on labelled ones that are not part of this project."""

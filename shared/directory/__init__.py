"""The business as data: read from files, cross-checked, frozen."""

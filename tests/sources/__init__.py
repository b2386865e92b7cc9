"""Tests of the outside sources, on small files of our own making in each source's format."""

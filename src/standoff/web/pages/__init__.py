"""The pages, one file each; all of them can be read without a script."""

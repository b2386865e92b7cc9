"""Documents from files, folders, archives and addresses, as text with its metadata."""

"""The same answers over HTTP: pages that are read in a browser, and a read-only JSON API."""

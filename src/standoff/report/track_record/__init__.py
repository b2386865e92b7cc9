"""A backtest as a page, charts, tables and text."""

"""How good forecasts were: scores, baselines, rolling origins, backtest, timeline, track record."""

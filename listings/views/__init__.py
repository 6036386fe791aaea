"""Pages about listings and the organisations behind them."""

"""The nearshore command: every number that the pages show, and the pipeline behind them."""

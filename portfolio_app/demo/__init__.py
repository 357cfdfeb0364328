"""A demo: two invented schools with three years behind them, to try the app out with. Knows every domain."""

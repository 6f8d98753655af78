"""What every page and route behind a log-in shares: who asks, what comes in, and what leaves."""

"""Changes the register: everything behind a log-in, and the command line."""

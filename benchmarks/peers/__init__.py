"""The same question answered the way most people would build it, on the same tables."""

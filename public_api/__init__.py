"""What the world may see: the JSON interface and the consumer's pages. Reads only; data comes through registry."""

"""Letters that leave by mail: what they say, how they are written down, and who brings them away."""

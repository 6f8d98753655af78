"""The rules of the quality marks as dated data, and what they say about one file: pure, without a clock."""

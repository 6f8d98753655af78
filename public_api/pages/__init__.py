"""The pages of the consumer, one module a page; each renders on the server and needs no JavaScript."""

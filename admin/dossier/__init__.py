"""The professional's own file: the pages below /mijn and of logging in, and the same as JSON below /api/v1/me."""

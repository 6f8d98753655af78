"""The work of a certifying body: its pages below /instelling and the same as JSON below /api/v1/desk."""

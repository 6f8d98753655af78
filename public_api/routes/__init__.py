"""The JSON interface under /api/v1, one module a resource, and the two addresses a machine watches."""

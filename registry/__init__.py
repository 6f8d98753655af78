"""The memory of the register: every table, query and transaction, and the use cases by the name staff give them."""

import os

# Piccolo finds its engine through this variable, the first time a Table asks for its database.
os.environ.setdefault("PICCOLO_CONF", "registry.piccolo_conf")

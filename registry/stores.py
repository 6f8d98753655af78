"""Opens the store of evidence that the settings name."""

from registry.bucket_store import BucketStore
from registry.evidence_store import EvidenceStore
from registry.folder_store import FolderStore
from registry.service_addresses import FolderAt, read_store


def open_store(address: str) -> EvidenceStore:
    """The store at an address such as `Settings.evidence_address`. It opens nothing until it is asked something."""
    where = read_store(address)
    return FolderStore(where.path) if isinstance(where, FolderAt) else BucketStore(where)

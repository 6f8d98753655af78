"""Opens the store of evidence that the settings name."""

from registry.bucket_store import BucketStore
from registry.evidence_store import EvidenceStore, FolderAt, read_address
from registry.folder_store import FolderStore


def open_store(address: str) -> EvidenceStore:
    """The store at an address such as `Settings.evidence_address`. It opens nothing until it is asked something."""
    where = read_address(address)
    return FolderStore(where.path) if isinstance(where, FolderAt) else BucketStore(where)

"""Opens the store of evidence that the settings name."""

from registry.evidence_store import EvidenceStore
from registry.folder_store import FolderStore
from registry.service_addresses import FolderAt, read_store


def open_store(address: str) -> EvidenceStore:
    """The store at an address such as `Settings.evidence_address`. It opens nothing until it is asked something."""
    where = read_store(address)
    if isinstance(where, FolderAt):
        return FolderStore(where.path)
    from registry.bucket_store import BucketStore  # noqa: PLC0415  # 4 MB for who has a bucket

    return BucketStore(where)

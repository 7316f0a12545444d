"""Vector index service over FAISS: collections, points with payloads, search with filters, nothing acknowledged is lost."""

__version__ = "0.1.0"

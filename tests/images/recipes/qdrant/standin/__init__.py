"""A stand-in for Qdrant's server, for tests only."""

# The version that is answered: that of the API which is followed.
VERSION = "1.19.0"

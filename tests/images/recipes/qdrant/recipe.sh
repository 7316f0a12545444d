# shellcheck shell=bash disable=SC2034
version=1.19
speed=fast
source="stand-in, not Qdrant (its search engine: PyPI qdrant-edge-py 0.8.0)"
replaces=qdrant/qdrant

# The wheels for the image's Python, unpacked. qdrant-client is taken for its models of the REST API alone.
prepare() {
  pip install -q --disable-pip-version-check --root-user-action ignore --no-deps --no-compile --only-binary :all: --python-version 3.13 \
    --implementation cp --abi cp313 --abi abi3 --abi none --platform manylinux_2_28_x86_64 --platform manylinux_2_17_x86_64 \
    --platform manylinux2014_x86_64 --platform any --target "$1/site" qdrant-edge-py==0.8.0 qdrant-client==1.19.1 grpcio==1.85.3 \
    pydantic==2.14.4 pydantic-core==2.50.5 annotated-types==0.8.0 typing-extensions==4.16.0 typing-inspection==0.4.5 pyyaml==6.0.3
  # Only the models: the client itself would want an HTTP client and numpy.
  mv "$1/site/qdrant_client/http/models/models.py" "$1/models.py"
  rm -rf "$1"/site/qdrant_client* "$1/site/bin"
}

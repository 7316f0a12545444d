from collections.abc import Iterator
from pathlib import Path

import pytest
from service import Service


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    s = Service(tmp_path).start()
    yield s
    if s.process and s.process.poll() is None:
        s.stop()

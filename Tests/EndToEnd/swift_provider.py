"""The project's own mock provider (`assay-mock-provider`, built beside `assay`) as a process."""

import json
import subprocess

from assay_service import BINARY

PROVIDER = BINARY.with_name("assay-mock-provider")


class SwiftProvider:
    """A running mock provider; each request asks for its answer in the header `x-mock`."""

    def __enter__(self) -> "SwiftProvider":
        self._process = subprocess.Popen([PROVIDER], stdout=subprocess.PIPE, text=True)
        self.base_url = json.loads(self._process.stdout.readline())["base_url"]
        return self

    def __exit__(self, *_) -> None:
        self._process.terminate()
        self._process.wait(10)

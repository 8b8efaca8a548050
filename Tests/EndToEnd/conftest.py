"""What every test starts from: the binary, a service of its own, and what it said if it failed."""

import pytest

import instrumented  # noqa: F401  sets variables that must be there before other imports
from assay_service import BINARY, Service


def pytest_sessionstart(session) -> None:
    if not session.config.option.collectonly and not BINARY.exists():
        pytest.exit(f"there is no {BINARY}: run `swift build`, or name another in ASSAY_BIN", 2)


@pytest.fixture
def start_service(tmp_path, request):
    """Makes and starts services; all of them are stopped when the test ends."""
    yield from _services(tmp_path, request)


@pytest.fixture(scope="module")
def start_shared_service(tmp_path_factory, request):
    """The same for services that all tests of a module use."""
    yield from _services(tmp_path_factory.mktemp("service"), request)


def _services(folder, request):
    begun = []

    def start(config: dict | None = None, **connection) -> Service:
        own = folder / f"service-{len(begun) + 1}"
        own.mkdir()
        service = Service(own, config)
        service.connection = connection
        begun.append(service)
        request.node.services = begun
        return service.start()

    yield start
    for service in begun:
        if service.is_running:
            service.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        for node in item.listchain():
            for service in getattr(node, "services", []):
                report.sections.append((f"log of {service.config_file}", service.log()))
    return report

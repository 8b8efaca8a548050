"""Protobuf that is wrong, and the answer that it must get; afterwards the service still works."""

import gzip
import random
import struct
import time
import zlib

import pytest
import wire
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

from assay_service import until
from metrics_text import parse, total
from spans import SECOND, identity, new_span_id, request, span

MIB = 1 << 20


@pytest.fixture(scope="module")
def service(start_shared_service):
    return start_shared_service()


@pytest.fixture(autouse=True)
def still_works(service):
    """Whatever a test sent, a good call arrives after it."""
    yield
    assert service.is_running, service.log()
    good = span("I still work.")
    service.send(good)
    assert find(service, good)["output"] == "I still work."


def find(service, wanted) -> dict:
    """The detail of a span's call, waited for."""
    ids = identity(wanted)

    def listed():
        return next((call for call in service.get("/api/calls", limit=100)["calls"]
                     if (call["trace_id"], call["span_id"]) == ids), None)

    return service.get(f"/api/calls/{until(listed, what='the call')['id']}")


def refused(answer, status: int) -> None:
    """A failure says why, in a `google.rpc.Status` of the request's encoding (OTLP 1.x)."""
    assert answer.status_code == status, (answer.status_code, answer.content[:200])
    assert answer.headers["content-type"] == "application/x-protobuf"
    assert Status.FromString(answer.content).message


def calls_counted(service) -> float:
    return total(service.metrics(), "assay_calls_total")


def test_truncated_protobuf(service):
    whole = request([span(), span()])
    for cut in random.Random(1).sample(range(1, len(whole)), 60):
        refused(service.export(whole[:cut]), 400)


def test_garbage(service):
    generator = random.Random(2)
    for _ in range(40):
        # A leading group tag keeps the luckiest of random bytes from being a valid message.
        refused(service.export(b"\x0b" + generator.randbytes(generator.randint(1, 4000))), 400)


def test_flipped_bytes_never_break_it(service):
    whole = request([span(), span()])
    generator = random.Random(3)
    for _ in range(200):
        broken = bytearray(whole)
        for _ in range(generator.randint(1, 8)):
            broken[generator.randrange(len(broken))] = generator.randrange(256)
        assert service.export(bytes(broken)).status_code in (200, 400)


@pytest.mark.parametrize("body", [
    pytest.param(wire.field(1, b"x", length=length), id=f"length {length}")
    for length in (2, 1 << 20, 1 << 31, (1 << 32) - 1, 1 << 32, (1 << 63) - 1, 1 << 63, (1 << 64) - 1)
] + [
    pytest.param(wire.tag(1, wire.LENGTH) + b"\xff" * 11, id="varint of eleven bytes"),
    pytest.param(wire.tag(1, wire.LENGTH) + b"\xff" * 9 + b"\x7f", id="varint over 64 bits"),
    pytest.param(wire.tag(0, wire.LENGTH) + b"\x00", id="field number 0"),
    pytest.param(wire.tag(5, wire.GROUP_START) + wire.tag(5, wire.GROUP_END), id="group"),
    pytest.param(wire.tag(5, 6) + b"\x00", id="wire type 6"),
    pytest.param(wire.tag(5, 7) + b"\x00", id="wire type 7"),
    pytest.param(wire.request_of_span(wire.tag(7, wire.FIXED64) + b"\x00" * 7), id="half a time"),
])
def test_absurd_lengths_and_tags(service, body):
    refused(service.export(body), 400)


@pytest.mark.parametrize("shape", [wire.nested_value, wire.nested_map])
@pytest.mark.parametrize("depth", [1_000, 20_000])
def test_absurd_nesting(service, shape, depth):
    deep = span().SerializeToString() + wire.attribute("gen_ai.input.messages", shape(depth))
    refused(service.export(wire.request_of_span(deep)), 400)


@pytest.mark.parametrize("shape", [wire.nested_value, wire.nested_map])
def test_modest_nesting_is_taken(service, shape):
    deep = span().SerializeToString() + wire.attribute("custom", shape(10))
    assert service.export(wire.request_of_span(deep)).status_code == 200


def test_deep_json_in_messages(service):
    """Content is JSON in a string; the evaluators must not fall into it."""
    depth = 100_000
    deep = span(attributes={"gen_ai.output.messages": "[" * depth + "]" * depth})
    service.send(deep)
    find(service, deep)


def test_invalid_utf8_is_repaired(service):
    broken = span(output=None, model=None)
    body = broken.SerializeToString()
    body += wire.text_attribute("gen_ai.request.model", b"gpt-\xff\xfe4")
    body += wire.text_attribute("user.id", b"ad\xc3")
    body += wire.text_attribute(
        "gen_ai.output.messages", b'[{"role":"assistant","parts":[{"type":"text","content":"caf\xe9 \xf0\x9f"}]}]')
    answer = service.export(wire.request_of_span(body))
    assert answer.status_code == 200
    partial = ExportTraceServiceResponse.FromString(answer.content).partial_success
    assert partial.rejected_spans == 0 and "UTF-8" in partial.error_message
    call = find(service, broken)
    assert call["model"] == "gpt-\ufffd\ufffd4"
    assert call["user"] == "ad\ufffd"
    assert call["output"].startswith("caf\ufffd ")
    assert "\ufffd" in service.metrics()


@pytest.mark.parametrize("attributes", [
    {"gen_ai.output.messages": "not JSON"},
    {"gen_ai.output.messages": "{\"role\":"},
    {"gen_ai.output.messages": "null"},
    {"gen_ai.output.messages": "[1, [], {\"parts\": 7}, {\"parts\": [null, {\"type\": 1}]}]"},
    {"gen_ai.output.messages": 17},
    {"gen_ai.output.messages": ["a", 1, True]},
    {"gen_ai.usage.input_tokens": "many"},
    {"gen_ai.response.finish_reasons": "stop"},
    {"gen_ai.response.finish_reasons": [1, 2]},
    {"gen_ai.response.time_to_first_chunk": float("inf")},
    {"gen_ai.response.time_to_first_chunk": -1.0},
    {"gen_ai.request.model": 4},
    {"gen_ai.request.model": "m" * 100_000},
    {"assay.route": "a,b=c%*\n\"\\"},
    {"user.id": ""},
], ids=lambda attributes: next(f"{key}={str(value)[:20]}" for key, value in attributes.items()))
def test_attributes_of_the_wrong_kind(service, attributes):
    odd = span(attributes=attributes)
    service.send(odd)
    find(service, odd)


def test_zero_and_short_ids_are_rejected_alone(service):
    good = span("The good one.")
    bad = [
        span(trace_id=bytes(16)), span(span_id=bytes(8)),
        span(trace_id=b""), span(trace_id=b"12345678"), span(span_id=b"123"), span(span_id=b"123456789"),
    ]
    before = calls_counted(service)
    answer = service.export(request([bad[0], good, *bad[1:]]))
    assert answer.status_code == 200
    partial = ExportTraceServiceResponse.FromString(answer.content).partial_success
    assert partial.rejected_spans == len(bad)
    assert partial.error_message
    assert find(service, good)["output"] == "The good one."
    assert calls_counted(service) == before + 1


@pytest.mark.parametrize(("start", "length", "said"), [
    pytest.param(time.time_ns() + 10 * 365 * 86_400 * SECOND, 5 * SECOND, "future", id="in ten years"),
    pytest.param((1 << 64) - 2, 1, "duration", id="at the end of time"),
    pytest.param((1 << 63) - 1, 1 << 62, "duration", id="across the sign bit"),
    pytest.param(0, SECOND, "duration", id="at the beginning of time"),
    pytest.param(1, (1 << 64) - 2, "duration", id="as long as can be"),
])
def test_odd_times(service, start, length, said):
    odd = span()
    odd.start_time_unix_nano = start
    odd.end_time_unix_nano = start + length
    assert said in service.send_odd(odd)
    call = find(service, odd)
    assert call["duration_ns"] is None or call["duration_ns"] == length


def test_end_before_start_has_no_duration(service):
    odd = span()
    odd.end_time_unix_nano = odd.start_time_unix_nano - SECOND
    assert "duration" in service.send_odd(odd)
    assert find(service, odd)["duration_ns"] is None


@pytest.mark.parametrize("count", [-100, -(1 << 63), (1 << 63) - 1, -0.5, 1.5, float("nan"), float("-inf"), 1e300])
def test_tokens_that_nobody_can_have_used_count_for_nothing(service, count):
    before = service.metrics()
    odd = span(input_tokens=count, output_tokens=count, model="o4-mini")
    assert "token" in service.send_odd(odd)
    call = find(service, odd)
    assert call["tokens"]["input"] is None and call["tokens"]["output"] is None
    assert call["cost_nanodollars"] is None
    after = service.metrics()
    for name in ("assay_tokens_total", "assay_spend_dollars_total"):
        assert total(after, name) == total(before, name)


def test_many_tokens_do_not_overflow(service):
    """The most that one call may state, again and again; the sum stays exact in the metrics."""
    most = 10**12
    before = total(service.metrics(), "assay_tokens_total", type="input", model="o3")
    for number in range(1, 4):
        odd = span(input_tokens=most, output_tokens=most, model="o3")
        service.send(odd)
        assert find(service, odd)["cost_nanodollars"] > 0
        assert total(service.metrics(), "assay_tokens_total", type="input", model="o3") == before + number * most
    assert all(sample.value >= 0 for sample in parse(service.metrics()) if "_total" in sample.name)


def test_an_empty_request_is_a_success(service):
    for body in (b"", request([])):
        answer = service.export(body)
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["content-type"] == "application/x-protobuf"


def test_a_full_success_has_no_body(service):
    answer = service.export(request([span()]))
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == "application/x-protobuf"


def test_unknown_fields_are_skipped(service):
    body = request([span()]) + wire.field(1000, b"future") + wire.tag(77, wire.FIXED32) + struct.pack("<I", 7)
    assert service.export(body).status_code == 200


class TestSeenTwice:
    def count(self, service, bodies, expected: int, **headers) -> None:
        before = calls_counted(service)
        for body in bodies:
            answer = service.export(body, **headers)
            assert (answer.status_code, answer.content) == (200, b"")
        until(lambda: calls_counted(service) >= before + expected, what="the calls")
        # What is counted late would be counted by the time that a later call is.
        later = span()
        service.send(later)
        find(service, later)
        until(lambda: calls_counted(service) >= before + expected + 1, what="the later call")
        assert calls_counted(service) == before + expected + 1

    def test_the_same_batch(self, service):
        body = request([span() for _ in range(5)])
        self.count(service, [body] * 3, 5)

    def test_the_same_batch_compressed_differently(self, service):
        body = request([span() for _ in range(5)])
        before = calls_counted(service)
        assert service.export(body).status_code == 200
        for level in (1, 9):
            assert service.export(gzip.compress(body, level), content_encoding="gzip").status_code == 200
        self.count(service, [], 0)
        assert calls_counted(service) == before + 6

    def test_the_same_spans_in_other_batches(self, service):
        spans = [span() for _ in range(6)]
        bodies = [request(spans), request(spans[::-1]), request(spans[:2]), request(spans[2:] + spans[:1])]
        self.count(service, bodies, 6)

    def test_the_same_span_twice_in_one_batch(self, service):
        one = span()
        self.count(service, [request([one, one])], 1)

    def test_the_same_span_id_in_another_trace_is_another_span(self, service):
        number = new_span_id()
        self.count(service, [request([span(span_id=number), span(span_id=number)])], 2)


class TestCompression:
    def test_gzip_is_taken(self, service):
        packed = span("Packed.")
        answer = service.export(gzip.compress(request([packed])), content_encoding="gzip")
        assert (answer.status_code, answer.content) == (200, b"")
        assert find(service, packed)["output"] == "Packed."

    def test_a_bomb_is_refused_in_little_memory(self, service):
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        bomb = b"".join(packer.compress(bytes(MIB)) for _ in range(400)) + packer.flush()
        assert len(bomb) < MIB
        before = service.memory()
        refused(service.export(bomb, content_encoding="gzip"), 413)
        assert service.memory("VmHWM") - before < 200 * MIB

    def test_several_bombs_at_once(self, service):
        from concurrent.futures import ThreadPoolExecutor
        bomb = gzip.compress(bytes(100 * MIB), 9)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: service.export(bomb, content_encoding="gzip").status_code, range(16)))
        assert set(answers) <= {413, 503}
        assert service.memory("VmHWM") < 600 * MIB

    @pytest.mark.parametrize("body", [
        pytest.param(b"this is not gzip", id="no gzip"),
        pytest.param(gzip.compress(request([span()]))[:-12], id="cut off"),
        pytest.param(zlib.compress(request([span()])), id="zlib"),
        pytest.param(b"", id="nothing"),
    ])
    def test_bad_gzip(self, service, body):
        refused(service.export(body, content_encoding="gzip"), 400)

    def test_a_damaged_checksum(self, service):
        packed = bytearray(gzip.compress(request([span()])))
        packed[-6] ^= 0xFF
        refused(service.export(bytes(packed), content_encoding="gzip"), 400)

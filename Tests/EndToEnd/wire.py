"""Protobuf by hand, for messages that no encoder would write."""

VARINT, FIXED64, LENGTH, GROUP_START, GROUP_END, FIXED32 = range(6)


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def tag(number: int, kind: int) -> bytes:
    return varint(number << 3 | kind)


def field(number: int, payload: bytes, length: int | None = None) -> bytes:
    """A length-delimited field; `length` may lie about the payload's."""
    return tag(number, LENGTH) + varint(len(payload) if length is None else length) + payload


def request_of_span(payload: bytes) -> bytes:
    """ExportTraceServiceRequest.resource_spans.scope_spans.spans = payload."""
    return field(1, field(2, field(2, payload)))


def nested_value(depth: int) -> bytes:
    """An AnyValue of arrays in arrays, so many deep."""
    value = field(1, b"bottom")
    for _ in range(depth):
        # AnyValue.array_value (5), ArrayValue.values (1)
        value = field(5, field(1, value))
    return value


def nested_map(depth: int) -> bytes:
    """An AnyValue of maps in maps, so many deep."""
    value = field(1, b"bottom")
    for _ in range(depth):
        # AnyValue.kvlist_value (6), KeyValueList.values (1), KeyValue.key (1) and value (2)
        value = field(6, field(1, field(1, b"k") + field(2, value)))
    return value


def attribute(key: str, value: bytes) -> bytes:
    """Span.attributes (9) = KeyValue of an encoded AnyValue."""
    return field(9, field(1, key.encode()) + field(2, value))


def text_attribute(key: str, text: bytes | str) -> bytes:
    return attribute(key, field(1, text.encode() if isinstance(text, str) else text))

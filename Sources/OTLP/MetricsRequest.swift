/// A metrics request (`ExportMetricsServiceRequest`): it is taken so that SDKs which send all
/// three signals to one place have nothing to complain of, and nothing of it is kept.
package enum MetricsRequest {
  /// How many data points a request holds.
  ///
  /// Refuses what is no well-formed request, down to the attributes of its exemplars. Fields that
  /// are unknown, or of an unexpected wire type, are passed over.
  package static func validate(_ bytes: UnsafeRawBufferPointer) throws(OTLPError) -> Int {
    var walk = MetricsWalk(bytes: bytes)
    do throws(ProtobufError) {
      guard bytes.count <= Int(UInt32.max) else { throw ProtobufError(.tooLarge, at: 0) }
      try walk.request()
      return walk.points
    } catch {
      throw OTLPError(error, in: walk.place)
    }
  }
}

private struct MetricsWalk {
  let bytes: UnsafeRawBufferPointer
  var place = OTLPPlace.request
  var points = 0
  private var resources = 0
  private var metrics = 0

  init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func request() throws(ProtobufError) {
    var request = ProtobufReader(bytes)
    while let field = try request.next() {
      guard case (MetricField.resourceMetrics, .bytes(let range)) = (field.number, field.value) else { continue }
      place = .resourceMetrics(resources)
      resources += 1
      try group(range)
      place = .request
    }
  }

  /// A `ResourceMetrics`.
  private mutating func group(_ range: Range<UInt32>) throws(ProtobufError) {
    var group = ProtobufReader(bytes, in: range)
    while let field = try group.next() {
      switch (field.number, field.value) {
      case (MetricField.owner, .bytes(let range)): try attributes(TraceField.Resource.attributes, of: range)
      case (MetricField.scopeMetrics, .bytes(let range)): try scope(range)
      default: break
      }
    }
  }

  private mutating func scope(_ range: Range<UInt32>) throws(ProtobufError) {
    let outside = place
    var scope = ProtobufReader(bytes, in: range)
    while let field = try scope.next() {
      switch (field.number, field.value) {
      case (MetricField.owner, .bytes(let range)): try attributes(TraceField.Scope.attributes, of: range)
      case (MetricField.metrics, .bytes(let range)):
        place = .metric(metrics)
        metrics += 1
        try metric(range)
        place = outside
      default: break
      }
    }
  }

  private mutating func metric(_ range: Range<UInt32>) throws(ProtobufError) {
    try attributes(MetricField.metadata, of: range)
    var metric = ProtobufReader(bytes, in: range)
    while let field = try metric.next() {
      guard case .bytes(let range) = field.value, let data = MetricField.Data(rawValue: field.number) else { continue }
      let layout = MetricField.point(data)
      var list = ProtobufReader(bytes, in: range)
      while let field = try list.next() {
        guard case (MetricField.dataPoints, .bytes(let range)) = (field.number, field.value) else { continue }
        points += 1
        try point(range, layout)
      }
    }
  }

  private func point(_ range: Range<UInt32>, _ layout: MetricField.Point) throws(ProtobufError) {
    try attributes(layout.attributes, of: range)
    var point = ProtobufReader(bytes, in: range)
    while let field = try point.next() {
      guard case .bytes(let range) = field.value else { continue }
      if field.number == layout.exemplars {
        try attributes(MetricField.filteredAttributes, of: range)
      } else if layout.packed.contains(field.number) {
        guard range.count.isMultiple(of: 8) else { throw ProtobufError(.truncated, at: Int(range.upperBound)) }
      } else if layout.buckets.contains(field.number) {
        try buckets(range)
      }
    }
  }

  private func buckets(_ range: Range<UInt32>) throws(ProtobufError) {
    var buckets = ProtobufReader(bytes, in: range)
    while let field = try buckets.next() {
      guard case (MetricField.bucketCounts, .bytes(let range)) = (field.number, field.value) else { continue }
      var counts = ProtobufReader(bytes, in: range)
      while counts.position < counts.end { _ = try counts.varint() }
    }
  }

  /// The attributes in one field of a message.
  private func attributes(_ number: UInt32, of range: Range<UInt32>) throws(ProtobufError) {
    var message = ProtobufReader(bytes, in: range)
    while let field = try message.next() {
      guard case .bytes(let range) = field.value, field.number == number else { continue }
      try KeyValue.read(bytes, range).value.validate(in: bytes)
    }
  }
}

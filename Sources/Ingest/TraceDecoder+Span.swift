internal import CallModel
internal import OTLP

extension TraceDecoder {
  /// Reads one span and appends it to the batch if it is a call.
  mutating func readSpan(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<UInt32>, of resource: Resource, _ arrival: Nanoseconds,
    _ batch: inout TraceBatch
  ) throws(ProtobufError) {
    sheet.clear()
    var span = SpanReader(bytes, in: range)
    while let attribute = try span.nextAttribute() {
      sheet.read(attribute, names: spanNames, in: bytes)
    }
    if let problem = span.problem(index: batch.spans, in: bytes) { return batch.reject(problem) }
    if sheet.has(.annotationList) || span.hasEvents { readEvaluations(span, range, &batch, in: bytes) }

    let operation = sheet.operation(in: bytes)
    if operation == .notACall {
      if isRetrieval(span, in: bytes) { batch.parts.append(retrieval(span, range, arrival, in: bytes)) }
      return
    }
    var record = CallRecord()
    record.operation = operation
    record.source = ByteRange(range)
    record.resource = resource.range
    record.arrival = arrival
    span.identify(&record, in: bytes)
    record.start = Nanoseconds(clamping: span.start)
    record.duration = span.duration
    if record.duration == nil { batch.repairs.unknownDurations += 1 }
    if record.start &- arrival > .minutes(10) { batch.repairs.futureTimes += 1 }
    name(&record, resource, bytes, &batch.repairs)
    sheet.measure(&record, in: bytes, &batch.repairs)
    record.hasInput = sheet.hasInput
    record.hasOutput = sheet.hasOutput || operation == .embeddings
    if span.hasEvents { readEvents(span, &record, in: bytes, &batch.repairs) }
    record.outcome = Outcome(isError: span.isError || !sheet.text(.errorType).isEmpty, finish: record.finish)
    batch.calls.append(record)
  }

  /// Fills in what the call is for, who asked and who answered.
  private mutating func name(
    _ record: inout CallRecord, _ resource: Resource, _ bytes: UnsafeRawBufferPointer, _ repairs: inout Repairs
  ) {
    let route = routes.symbol(bytes.slice(sheet.text(.route)), &repairs)
    record.route = route == .none ? resource.route : route
    record.provider = providers.symbol(bytes.slice(sheet.text(.provider)), &repairs)
    let requested = models.symbol(sheet.requestedModel(in: bytes), &repairs)
    let served = models.symbol(sheet.servedModel(in: bytes), &repairs)
    record.model = requested == .none ? served : requested
    record.servedModel = served == .none ? requested : served
    record.errorType = errors.symbol(bytes.slice(sheet.text(.errorType)), &repairs)

    record.tenant = sheet.identity(.tenant, in: bytes, else: resource.tenant)
    record.user = sheet.identity(.user, in: bytes, else: resource.user)
    record.key = sheet.identity(.key, in: bytes, else: resource.key)
    record.conversation = sheet.identity(.conversation, in: bytes, else: resource.conversation)
    record.response = sheet.identity(.response, in: bytes)
  }
}

extension Outcome {
  /// What counts against a call: an error first, then how the answer ended.
  init(isError: Bool, finish: FinishReason) {
    switch finish {
    case _ where isError: self = .error
    case .error: self = .error
    case .length: self = .truncated
    case .contentFilter: self = .filtered
    case .unknown, .stop, .toolCall, .other: self = .ok
    }
  }
}

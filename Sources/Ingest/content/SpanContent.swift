internal import CallModel
internal import OTLP

/// What one span carries: the facts it states, and its content in its attributes and events.
struct SpanContent {
  private(set) var sheet = FactSheet()
  private(set) var attributes = ScalarAttributes()
  private(set) var conversation: Conversation
  private let events: SpanEvents

  /// The attributes count more than the events.
  init(_ range: Range<UInt32>, operation: Operation, in batch: UnsafeRawBufferPointer) {
    var lists = FlattenedContent()
    var span = SpanReader(batch, in: range)
    while let attribute = try? span.nextAttribute() {
      let known = AttributeNames.span.find(batch.slice(attribute.key))
      if let known { sheet.read(attribute, as: known) }
      let isContent = lists.read(attribute, in: batch)
      attributes.read(attribute, known, isContent: isContent, in: batch)
    }
    events = span.events
    sheet.readContent(of: events, in: batch)
    conversation = Conversation(sheet, lists, operation: operation, in: batch)
    conversation.fill(from: MessageEvents(of: events, in: batch).conversation)
  }

  /// What a retriever found, the documents of its span before those of its events; its whole
  /// answer where they stand nowhere else.
  func documents(in batch: UnsafeRawBufferPointer) -> [String] {
    let found =
      conversation.documents
      + events.filter { RetrievedDocument.isEvent(batch.slice($0.name)) }
      .compactMap { RetrievedDocument.text(of: $0, in: batch) }
    return found.isEmpty ? RetrievedDocument.texts(inAnswer: batch.text(sheet.text(.outputValue))) : found
  }
}

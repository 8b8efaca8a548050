package import CallModel

extension ContentPart {
  /// A call span that `NestedCalls` found to repeat another, as a part of that one's content; its
  /// time is when it began.
  package init(repeated call: CallRecord) {
    self.init(kind: .repeated, trace: call.trace, span: call.span, time: call.start, source: call.source)
  }
}

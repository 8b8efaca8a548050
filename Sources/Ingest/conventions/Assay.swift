extension Convention {
  /// Our own attributes, for what OpenTelemetry has no name for.
  static let assay = Convention(
    span: [
      Name("assay.route", .route),
      Name("assay.tenant", .tenant),
      Name("assay.key", .key),
      Name("assay.reference", .reference),
    ],
    resource: [
      Name("assay.tenant", .tenant),
      Name("assay.key", .key),
    ])
}

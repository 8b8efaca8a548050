/// The texts that are built into the binary, so that it runs without a file beside it.
package enum DefaultConfiguration {
  /// `config/assay.yaml`
  package static let assay = String(decoding: PackageResources.assay_yaml, as: UTF8.self)
  /// `config/prices.yaml`
  package static let prices = String(decoding: PackageResources.prices_yaml, as: UTF8.self)
}

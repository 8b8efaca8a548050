package import Access
internal import PluginKit

extension Configuration {
  /// Who may come in.
  package struct AccessKeys: Hashable, Sendable {
    /// The file that `assay key` writes; absent, there are no keys. Relative paths start at the
    /// working directory.
    package var keys = "data/keys.json"
    /// What a verified client certificate may do.
    package var mtls = Roles.all
  }

  /// How a listener proves who it is; files in PEM.
  package struct TLS: Hashable, Sendable {
    package var certificate: String
    package var key: String
    /// Who signs the certificates of clients; with it, a client without one gets no connection.
    package var clientCA: String?
  }
}

extension Settings {
  /// The keys under `access:`.
  mutating func access() -> Configuration.AccessKeys {
    var result = Configuration.AccessKeys()
    if let path = text("keys") {
      if path.isEmpty { report("names no file", at: "keys") }
      result.keys = path
    }
    if let names = words("mtls") {
      result.mtls = []
      for name in names {
        if let role = Role(rawValue: name) {
          result.mtls.insert(Roles([role]))
        } else {
          report("'\(name)' is not one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))", at: "mtls")
        }
      }
    }
    return result
  }

  /// The keys under `listen:`.
  ///
  /// Beyond loopback nobody is let in without a key or a certificate, so there must be one.
  mutating func listen(_ access: Configuration.AccessKeys, _ context: ConfigurationContext) -> Configuration.Listen {
    var result = Configuration.Listen()
    let http = address("http")
    if let http { result.http = http }
    var grpc: ListenAddress?
    if text("grpc") == "off" {
      result.grpc = nil
    } else {
      grpc = address("grpc")
      if let grpc { result.grpc = grpc }
    }
    if var tls = map("tls") {
      result.tls = tls.tls(context)
      absorb(tls)
    }
    guard context.needsKeys, result.tls?.clientCA == nil else { return result }
    let beyond = [("http", http), ("grpc", grpc)].filter { $0.1?.isLoopback == false }
    guard !beyond.isEmpty, let missing = missingKey(access.keys, context) else { return result }
    for (key, address) in beyond {
      report(
        "'\(address?.description ?? "")' can be reached from other machines, and \(missing); run `assay key new`, or "
          + "set listen.tls.client_ca, or write 127.0.0.1", at: key)
    }
    return result
  }

  /// Why nobody could come in by a key; nil if somebody can.
  private func missingKey(_ path: String, _ context: ConfigurationContext) -> String? {
    do {
      let file = try KeyFile(parsing: try context.host.readFile(path), path: path)
      return file.keys.contains { $0.revoked == nil } ? nil : "'\(path)' (access.keys) holds no key that is good"
    } catch let error as KeyFileError {
      return "the keys cannot be read: \(error)"
    } catch {
      return "there is no key: \(error)"
    }
  }

  /// The keys under `listen.tls:`.
  private mutating func tls(_ context: ConfigurationContext) -> Configuration.TLS? {
    let certificate = file("certificate", context)
    let key = file("key", context)
    let clientCA = file("client_ca", context)
    finish()
    guard !hasProblems else { return nil }
    guard let certificate, let key else {
      report("needs both 'certificate' and 'key', the paths of PEM files")
      return nil
    }
    return Configuration.TLS(certificate: certificate, key: key, clientCA: clientCA)
  }

  /// The path of a file that can be read.
  private mutating func file(_ key: String, _ context: ConfigurationContext) -> String? {
    guard let path = text(key) else { return nil }
    do { _ = try context.host.readFile(path) } catch { report("\(error)", at: key) }
    return path
  }

  private mutating func address(_ key: String) -> ListenAddress? {
    guard let written = text(key) else { return nil }
    guard let address = ListenAddress(parsing: written) else {
      report("'\(written)' is no address; write 127.0.0.1:4318 or [::1]:4318", at: key)
      return nil
    }
    return address
  }
}

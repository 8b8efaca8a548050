internal import FoundationEssentials
internal import ServiceConfig

extension Configuration {
  /// Files and folders that no plugin's program needs to see: what is kept, keys, and what a home holds of them.
  ///
  /// - Parameters:
  ///   - folder: The working directory, absolute.
  ///   - home: The home of the user that the service is.
  func secretFiles(in folder: String, home: String?) -> [String] {
    var files = stored(in: folder)
    files.append(access.keys)
    if let key = listen.tls?.key { files.append(key) }
    if let home {
      files += [".ssh", ".gnupg", ".aws", ".azure", ".config/gcloud", ".kube", ".docker", ".netrc"].map {
        "\(home)/\($0)"
      }
    }
    return files
  }

  /// The store's folder; where that is the working directory or above it, only the store's own files.
  private func stored(in folder: String) -> [String] {
    let path = storage.path.hasPrefix("/") ? storage.path : "\(folder)/\(storage.path)"
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    if "\(folder)/".hasPrefix("/\(parent)/") || parent.isEmpty || parent.hasSuffix(".") {
      return [path, "\(path)-wal", "\(path)-shm", "\(path).journal"]
    }
    return ["/\(parent)"]
  }
}

import Glibc

/// Certificates of two authorities, made by the openssl command in a folder that goes with this.
final class Certificates {
  private let folder: String

  static let isAvailable = system("command -v openssl >/dev/null 2>&1") == 0

  init() throws {
    struct NoCertificates: Error {}
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
    var template = Array("\(parent)/grpclistener-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw NoCertificates() }
    folder = template.withUnsafeBufferPointer {
      String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    let script = """
      cd '\(folder)' && exec >/dev/null 2>&1
      authority() {
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
          -subj /CN=$1 -keyout $1.key -out $1.pem
      }
      signed() {
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost \
          -keyout $1.key -out $1.csr &&
        printf 'subjectAltName=DNS:localhost' >san.txt &&
        openssl x509 -req -in $1.csr -CA $2.pem -CAkey $2.key -CAcreateserial -days 2 -extfile san.txt -out $1.pem
      }
      authority ours && authority strangers &&
      signed server ours && signed client ours && signed stranger strangers
      """
    guard system(script) == 0 else { throw NoCertificates() }
  }

  deinit { _ = system("rm -rf '\(folder)'") }

  func path(_ name: String) -> String { "\(folder)/\(name)" }
}

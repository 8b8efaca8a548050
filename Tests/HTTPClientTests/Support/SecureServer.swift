import Glibc

/// A server of HTTP/2 and HTTP/1.1 over TLS in a process of its own, with a certificate for
/// `localhost` that signs itself.
///
/// `/` answers with the version and path of the request, `/connections` with how many there were,
/// `/long` with 64 MiB, `/stall` with a head and nothing more, `/aborts` once a stream was reset.
final class SecureServer {
  let port: String
  /// The one file of authorities that trusts it.
  let authorities: String
  private let folder: String
  private let process: Child

  static let isAvailable = find("node") != nil && find("openssl") != nil

  init() throws {
    struct NoServer: Error {}
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
    var template = Array("\(parent)/httpclient-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil, let node = find("node"), let openssl = find("openssl") else { throw NoServer() }
    folder = template.withUnsafeBufferPointer {
      String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    authorities = folder + "/cert.pem"
    let made = Child(
      openssl,
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost", "-keyout", folder + "/key.pem", "-out", authorities,
      ])
    guard made?.wait() == 0, let process = Child(node, ["-e", script, folder]), let port = process.readLine() else {
      throw NoServer()
    }
    self.process = process
    self.port = port
  }

  deinit {
    _ = process.wait()
    for name in ["/key.pem", "/cert.pem", ""] { remove(folder + name) }
  }

  func url(_ path: String = "/") -> String { "https://localhost:\(port)\(path)" }
}

private let script = """
  const fs = require('fs'), folder = process.argv[1];
  let connections = 0, abort; const aborted = new Promise(done => abort = done);
  const server = require('http2').createSecureServer({
    key: fs.readFileSync(folder + '/key.pem'), cert: fs.readFileSync(folder + '/cert.pem'), allowHTTP1: true,
  }, (request, response) => {
    const path = request.url;
    request.on('aborted', abort);
    if (path == '/connections') response.end(String(connections));
    else if (path == '/stall') response.write('.');
    else if (path == '/long') response.end(Buffer.alloc(64 << 20));
    else if (path == '/aborts') aborted.then(() => response.end('aborted'));
    else response.end(request.httpVersion + ' ' + path);
  });
  server.on('secureConnection', () => connections++);
  server.on('sessionError', () => {}); server.on('tlsClientError', () => {});
  server.listen(0, () => console.log(server.address().port));
  process.stdin.resume().on('end', () => process.exit(0));
  """

private func find(_ program: String) -> String? {
  guard let path = getenv("PATH") else { return nil }
  return String(cString: path).split(separator: ":").map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
}

/// A process that ends when its standard input does.
private final class Child {
  private var pid = pid_t()
  private var input: Int32 = -1
  private let output: Int32

  init?(_ program: String, _ arguments: [String]) {
    var input: [Int32] = [-1, -1]
    var output: [Int32] = [-1, -1]
    guard pipe(&input) == 0, pipe(&output) == 0 else { return nil }
    // Else the next child would keep this one's input open.
    for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, input[0], 0)
    posix_spawn_file_actions_adddup2(&actions, output[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    let status = posix_spawn(&pid, program, &actions, nil, &words, environ)
    for word in words { free(word) }
    posix_spawn_file_actions_destroy(&actions)
    close(input[0])
    close(output[1])
    self.input = input[1]
    self.output = output[0]
    if status != 0 { return nil }
  }

  deinit { close(output) }

  func readLine() -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(output, &byte, 1) == 1, byte != 0x0a { line.append(byte) }
    return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
  }

  /// Its exit status.
  func wait() -> Int32 {
    close(input)
    var status: Int32 = -1
    waitpid(pid, &status, 0)
    return status
  }
}

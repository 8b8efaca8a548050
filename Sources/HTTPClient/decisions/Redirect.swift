/// What an answer that points elsewhere means for its request (RFC 9110, 15.4).
enum Redirect {
  /// The answer is the answer.
  case none
  case follow(PreparedRequest)
  case refuse(String)

  /// - Parameter hops: how many redirects led here.
  init(of request: PreparedRequest, answeredBy head: ResponseHead, hops: Int) {
    guard request.largestRedirects > 0, [301, 302, 303, 307, 308].contains(head.status),
      let location = head.headers["location"]
    else {
      self = .none
      return
    }
    guard hops < request.largestRedirects else {
      self = .refuse("the server redirects more than \(request.largestRedirects) times")
      return
    }
    guard let address = try? request.address.following(location) else {
      self = .refuse("the server redirects to what is no http or https URL")
      return
    }
    guard address.hasSameOrigin(as: request.address) else {
      self = .refuse("the server redirects to another scheme, host or port; ask there if you trust it")
      return
    }
    var next = request
    next.address = address
    let becomesGet = head.status == 303 || (head.status < 303 && request.method == "POST")
    if becomesGet, request.method != "HEAD" {
      next.method = "GET"
      next.body = []
      next.headers.removeAll { $0.name.utf8.map(lowercase).starts(with: "content-".utf8) }
    }
    self = .follow(next)
  }
}

/// A property of a call that scopes, labels and groupings are made of.
public enum Dimension: String, CaseIterable, Hashable, Sendable, Codable {
  case route, tenant, user, key, provider, model
  /// The first present of key, tenant and user.
  case caller
}

/// What a call is counted under: what it is for, who asked, and who answered.
///
/// A missing dimension is nil; it matches only the pattern `*`.
public struct Dimensions: Hashable, Sendable {
  public var route: String?
  public var tenant: String?
  public var user: String?
  public var key: String?
  public var provider: String?
  public var model: String?

  public init(
    route: String? = nil, tenant: String? = nil, user: String? = nil, key: String? = nil,
    provider: String? = nil, model: String? = nil
  ) {
    self.route = route
    self.tenant = tenant
    self.user = user
    self.key = key
    self.provider = provider
    self.model = model
  }

  public subscript(dimension: Dimension) -> String? {
    switch dimension {
    case .route: route
    case .tenant: tenant
    case .user: user
    case .key: key
    case .provider: provider
    case .model: model
    case .caller: key ?? tenant ?? user
    }
  }
}

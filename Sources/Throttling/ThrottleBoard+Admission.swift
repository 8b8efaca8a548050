package import CallModel

extension ThrottleBoard {
  /// May this call go now?
  ///
  /// A throttle that degrades sends a call that it would refuse to its other model.
  ///
  /// An override that matches decides alone. Else the lowest share of the matching throttles
  /// that enforce does. Throttles in shadow never refuse: if only they would have, the call is
  /// admitted with the cause `shadow`.
  ///
  /// The causes: `none`, `throttle` (one that enforces had a say), `shadow`, `override`.
  ///
  /// - Parameter randomID: becomes the answer's id if the request has none.
  package func admit(_ request: AdmissionRequest, randomID: String, at now: Nanoseconds) -> Admission {
    var admission = Admission(id: request.id ?? randomID, decision: .admit, reason: Self.free, cause: "none")
    if active.isEmpty, overrides.isEmpty { return admission }
    let number = fate.number(of: request, randomID: randomID, at: now)

    var enforced: (place: Int, share: Double)?
    var shadowed: (place: Int, share: Double)?
    active.forEachMatch(of: request.dimensions) { place in
      guard let entry = entries[place] else { return }
      let share = entry.share(of: request.dimensions)
      if !admission.throttles.contains(entry.key.alert) { admission.throttles.append(entry.key.alert) }
      if entry.enforcement == .enforce {
        if share < enforced?.share ?? .infinity { enforced = (place, share) }
      } else if share < shadowed?.share ?? .infinity {
        shadowed = (place, share)
      }
    }

    if let override = override(for: request.dimensions, at: now) {
      admission.cause = "override"
      admission.reason = override.summary
      if number >= override.share {
        admission.decision = .reject
        admission.retryAfter = max(.seconds(1), min(Override.retryAfter, override.until - now))
      }
      return admission
    }
    if let enforced, let entry = entries[enforced.place] {
      admission.cause = "throttle"
      admission.reason = entry.summary
      if number >= enforced.share, let model = entry.rule.throttle?.degrade {
        // Who asks for the lesser model already has it.
        if request.dimensions.model != model {
          admission.decision = .degrade
          admission.model = model
        }
        return admission
      }
      if number >= enforced.share {
        admission.decision = .reject
        admission.retryAfter = max(.seconds(1), entry.controller.dwell)
        return admission
      }
    }
    if let shadowed, let entry = entries[shadowed.place] {
      if number >= shadowed.share {
        admission.cause = "shadow"
        admission.reason = entry.summary + ", not this call"
      } else if enforced == nil {
        admission.reason = entry.summary + ", this call too"
      }
    }
    return admission
  }

  /// The share of calls of these dimensions that is admitted in fact: shadow throttles do not count.
  package func shareInForce(for dimensions: Dimensions, at now: Nanoseconds) -> Double {
    if let override = override(for: dimensions, at: now) { return override.share }
    var share = 1.0
    active.forEachMatch(of: dimensions) { place in
      guard let entry = entries[place], entry.enforcement == .enforce else { return }
      share = min(share, entry.share(of: dimensions))
    }
    return share
  }

  private static let free = "no throttle applies"
}

extension ThrottleBoard.Entry {
  /// The share of calls of these dimensions that is admitted: the caller's fair part of the
  /// throttle's, or that itself.
  func share(of dimensions: Dimensions) -> Double {
    guard let demand else { return controller.share }
    return demand.share(of: dimensions[.caller], admitting: controller.share)
  }
}

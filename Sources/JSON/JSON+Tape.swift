extension JSONView {
  /// A value of its own, with all that is in it.
  ///
  /// The nodes are walked from the last to the first, so that what an array or object holds has
  /// been made when its own node comes, without recursion.
  package func json(_ value: Index = 0) -> JSON {
    var values = ParseStack<JSON>()
    var keys = ParseStack<String>()
    var place = next(value)
    while place > value {
      place -= 1
      let node = nodes[place]
      if node.traits.contains(.isKey), place > value {
        keys.push(string(place))
        continue
      }
      switch node.kind {
      case JSONNode.Kind.null: values.push(.null)
      case JSONNode.Kind.bool: values.push(.bool(node.traits.contains(.isTrue)))
      case JSONNode.Kind.string: values.push(.string(string(place)))
      case JSONNode.Kind.array: values.push(.array(values.popReversed(Int(node.count))))
      case JSONNode.Kind.object: values.push(object(node, &values, &keys))
      default: values.push(.number(number(place)))
      }
    }
    return values.popReversed(1).first ?? .null
  }

  private func object(_ node: JSONNode, _ values: inout ParseStack<JSON>, _ keys: inout ParseStack<String>) -> JSON {
    let count = Int(node.count)
    let members = [JSONObject.Member](unsafeUninitializedCapacity: count) { buffer, initialized in
      for place in 0..<count {
        guard let key = keys.pop(), let value = values.pop() else { break }
        buffer.initializeElement(at: place, to: JSONObject.Member(key: key, value: value))
        initialized = place + 1
      }
    }
    if node.traits.contains(.repeatsKeys) || count >= JSONObject.indexedFrom {
      return .object(JSONObject(members.map { ($0.key, $0.value) }))
    }
    return .object(JSONObject(distinct: members))
  }
}

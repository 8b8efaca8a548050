internal import JSON
internal import Patterns

extension SchemaCompiler {
  /// The keywords for any value, for numbers and for strings (Validation 2020-12, section 6.1
  /// to 6.3). False if `name` is none of them.
  mutating func compileScalarKeyword(_ name: String, _ value: JSON, of site: Site) -> Bool {
    let place = site.place.appending(name)
    switch name {
    case "type": add(types(value, of: site, at: place), to: site)
    case "const": add(ConstantValue(Constant(value)), to: site)
    case "enum": add(array(value, of: "values", at: place).map { AllowedValues($0.map(Constant.init)) }, to: site)
    case "multipleOf":
      guard let number = number(value, at: place) else { break }
      if number > 0 {
        add(MultipleOf(Bound(number)), to: site)
      } else {
        report("must be above 0, found \(shortened(number.literal))", at: place)
      }
    case "minimum":
      let isExclusive = isFlagSet("exclusiveMinimum", of: site)
      add(number(value, at: place).map { NumberBound(.least, Bound($0), isExclusive: isExclusive) }, to: site)
    case "maximum":
      let isExclusive = isFlagSet("exclusiveMaximum", of: site)
      add(number(value, at: place).map { NumberBound(.most, Bound($0), isExclusive: isExclusive) }, to: site)
    case "exclusiveMinimum":
      if isFlag(value, of: site) { break }
      add(number(value, at: place).map { NumberBound(.least, Bound($0), isExclusive: true) }, to: site)
    case "exclusiveMaximum":
      if isFlag(value, of: site) { break }
      add(number(value, at: place).map { NumberBound(.most, Bound($0), isExclusive: true) }, to: site)
    case "minLength": add(count(value, at: place).map { TextLength(.least, $0) }, to: site)
    case "maxLength": add(count(value, at: place).map { TextLength(.most, $0) }, to: site)
    case "pattern":
      guard let text = value.string else {
        report("must be a regular expression, found \(value.kind)", at: place)
        break
      }
      add(pattern(text, at: place).map { TextPattern($0) }, to: site)
    case "format":
      guard let name = value.string else {
        report("must be a string, found \(value.kind)", at: place)
        break
      }
      if options.assertsFormats || site.dialect.vocabularies.contains(.formatAssertion) {
        add(Format(rawValue: name).map { TextFormat($0) }, to: site)
      }
    default: return false
    }
    return true
  }

  /// In draft-04 `exclusiveMinimum` is true or false, and says how `minimum` is meant.
  private func isFlag(_ value: JSON, of site: Site) -> Bool {
    value.bool != nil && (site.dialect.draft == .draft4 || site.dialect.isUnstated)
  }

  private func isFlagSet(_ name: String, of site: Site) -> Bool {
    guard let value = site.object[name], isFlag(value, of: site) else { return false }
    return value == true
  }

  // MARK: Shapes of values, reported where they are wrong

  private mutating func types(_ value: JSON, of site: Site, at place: SchemaPlace) -> JSONTypes? {
    var types: JSONTypes = site.dialect.draft == .draft4 ? .plainIntegers : []
    for element in value.array ?? [value] {
      guard let name = element.string, let type = JSONTypes(named: name) else {
        report("\(shortened(element.text())) is no type of JSON Schema", at: place)
        return nil
      }
      types.insert(type)
    }
    return types
  }

  private mutating func number(_ value: JSON, at place: SchemaPlace) -> JSONNumber? {
    if let number = value.number { return number }
    report("must be a number, found \(value.kind)", at: place)
    return nil
  }

  /// A whole number from 0 up; `2.0` is one.
  mutating func count(_ value: JSON, at place: SchemaPlace) -> Int? {
    guard let number = value.number, number.isInteger, number >= 0 else {
      report("must be a whole number from 0 up, found \(shortened(value.text()))", at: place)
      return nil
    }
    // Nothing in memory is longer than `Int.max`.
    return number.int64.map { Int($0) } ?? Int.max
  }

  mutating func array(_ value: JSON, of contents: String, at place: SchemaPlace) -> [JSON]? {
    if let elements = value.array { return elements }
    report("must be an array of \(contents), found \(value.kind)", at: place)
    return nil
  }

  mutating func names(_ value: JSON, at place: SchemaPlace) -> JSONNames? {
    guard let elements = array(value, of: "names", at: place) else { return nil }
    let names = elements.compactMap(\.string)
    if names.count == elements.count { return JSONNames(names) }
    report("must be an array of names", at: place)
    return nil
  }

  /// Patterns are ECMA-262's and may match anywhere (Core 2020-12, section 6.4).
  mutating func pattern(_ text: String, at place: SchemaPlace) -> Pattern? {
    do throws(PatternError) {
      return try Pattern(ECMAPattern.translated(text), options: .ecma)
    } catch {
      report("'\(shortened(text))' is no regular expression: \(error)", at: place)
      return nil
    }
  }
}

internal import Language

/// Words that ask for a relation and those that state it: *born* and *native*, *wrote* and *author*.
///
/// Hand-written for the relations that questions are commonly about; a match counts less than the word itself.
enum Relations {
  /// How much such a match counts.
  static let share = 0.6

  /// By term, the places of its groups.
  static let groups: [Term: [Int]] = {
    var result: [Term: [Int]] = [:]
    for (place, line) in lines.split(separator: "\n").enumerated() {
      for word in line.split(separator: " ") {
        let term = Term(word: String(word))
        if result[term]?.last != place { result[term, default: []].append(place) }
      }
    }
    return result
  }()

  static func areRelated(_ first: [Int], _ second: [Int]) -> Bool { first.contains { second.contains($0) } }

  private static let lines = """
    born birth native birthplace raised
    die died death killed dead murdered suicide slain assassinated
    founded founder established creation created started began begun formed launched opened organized origin
    discovered discovery found finder detected spotted identified
    invented inventor invention devised patented developed
    wrote writer author written novel penned book
    located location headquarters headquartered based situated site
    star starred actor actress played role portrayed character
    sang sing singer vocalist song
    married wife husband spouse marriage wed bride
    child son daughter father mother parent
    win won winner beat defeated victory champion title
    leader head president chief ceo chairman director executive official
    cause caused reason led because
    made consist composed contain ingredient
    cost price worth paid value
    movie film picture
    company firm corporation business industry maker
    city town capital
    job profession occupation career work worked
    nationality ethnic citizen
    name named called known nickname alias
    abbreviation stand acronym
    kill murder assassin shot
    buy bought acquired purchase sold
    study student studied attended graduate university college school
    live lived resident home
    pay earn salary income revenue
    song album music record
    disease illness symptom cure treat treatment drug
    fly flight airline plane
    speed fast mph
    war battle fought
    population inhabitants people residents
    """
}

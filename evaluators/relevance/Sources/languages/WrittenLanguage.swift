/// The languages that are told apart; those that a short text cannot tell apart are one.
enum WrittenLanguage: String, CaseIterable, Sendable {
  case english, german, french, spanish, italian, portuguese, dutch, swedish, danish, finnish, polish, czech
  case hungarian, romanian, turkish, indonesian, vietnamese
  case russian, ukrainian, bulgarian
  case greek, hebrew, arabic, persian, hindi, bengali, tamil, thai, georgian, armenian
  case chinese, japanese, korean

  /// For explanations; Danish and Norwegian, Czech and Slovak, Indonesian and Malay are not told apart.
  var name: String {
    switch self {
    case .danish: "Danish or Norwegian"
    case .czech: "Czech or Slovak"
    case .indonesian: "Indonesian or Malay"
    default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }
  }
}

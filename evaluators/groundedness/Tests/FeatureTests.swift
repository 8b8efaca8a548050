import CallModel
import JSON
import Testing

@testable import GroundednessEvaluator

/// One small example of each feature, reckoned by hand.
@Suite struct FeatureTests {
  private func features(_ output: String, context: String, question: String = "") -> FeatureVector {
    var call = LLMCall()
    call.output = output
    call.context = [context]
    call.input = question
    return Measurement(Reading(call)).whole
  }

  private func value(_ feature: Feature, _ output: String, _ context: String, question: String = "") -> Double {
    features(output, context: context, question: question)[feature]
  }

  @Test func inOrder() {
    // Numbers weigh 1 each.
    #expect(value(.inOrder, "1 2 3 4", "1 2 3 4") == 1)
    #expect(value(.inOrder, "1 2 3 4", "4 3 2 1") == 0.25)
    #expect(value(.inOrder, "word 1 2\nword 5 6 7 8 9", "1 2 word") < 0.6)
  }

  @Test func inOrderTotal() {
    #expect(
      value(.inOrderTotal, "1 one\nfoo 6 7 8 9", "1 one foo") < value(.inOrder, "1 one\nfoo 6 7 8 9", "1 one foo"))
  }

  @Test func copiedRun() {
    #expect(value(.copiedRun, "1 2 3 4", "0 1 2 3 9 4") == 0.75)
    #expect(value(.copiedRun, "8", "0 1") == 0)
  }

  @Test func names() {
    let context = "it was Oslo that Ibsen and Grieg left"
    #expect(value(.namesUsed, "she saw Ibsen", context, question: "what of Oslo") == 0.5)
    #expect(value(.namesPassedOver, "she saw Munch", context) == 1)
    #expect(value(.namesPassedOver, "she saw Munch and Ibsen", context) == 0)
    #expect(value(.namesPassedOver, "she saw Munch", context, question: "who is Munch") == 0)
    #expect(value(.nameSwapped, "it was Bergen that Ibsen left", context) == 1)
    #expect(value(.nameSwapped, "it was Oslo that Ibsen left", context) == 0)
  }

  @Test func numbers() {
    #expect(value(.unseenNumbers, "it has 7 rooms and 8 doors", "it has 7 rooms") == 1)
    #expect(value(.unseenNumbers, "it has 8 doors", "it has rooms", question: "are there 8 doors") == 0)
    #expect(value(.numberSwapped, "they bought 8 doors", "they bought 7 doors") == 1)
    #expect(value(.numberSwapped, "they bought seven doors", "they bought 7 doors") == 0)
  }

  @Test func words() {
    #expect(value(.unseenNouns, "the horse", "the ship") == 1)
    #expect(value(.unseenNouns, "the ships", "the ship") == 0)
    #expect(value(.newNegations, "ships do not sink", "ships sink") == 1)
    #expect(value(.newNegations, "ships do not sink", "ships don't sink") == 0)
    #expect(value(.newQualifiers, "all ships may sink", "ships sink") == 2)
    #expect(value(.newQualifiers, "all ships sink", "all ships sink") == 0)
    #expect(value(.opposites, "the water was cold", "the water was hot") == 1)
    #expect(value(.opposites, "the water was hot and cold", "the water was hot") == 0)
    #expect(value(.negatedWords, "they were unable", "they were able") == 1)
    #expect(value(.contradicts, "No, ships sink", "ships sink") == 1)
  }

  @Test func everyFeatureIsWritten() throws {
    let json = try JSON(parsing: features("ships sink", context: "ships sink").json)
    #expect(json.object?.count == Feature.allCases.count)
    #expect(json["in_order"]?.number?.double == 1)
  }

  @Test func signsAreGiven() {
    for feature in Feature.allCases {
      var unit = FeatureVector()
      unit[feature] = 1
      let supports = [.inOrder, .inOrderTotal, .copiedRun, .namesUsed].contains(feature)
      let difference = GroundednessModel.trained.score(unit) - GroundednessModel.trained.score(FeatureVector())
      #expect(supports ? difference >= 0 : difference <= 0, "\(feature)")
    }
  }
}

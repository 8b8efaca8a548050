import Testing

@testable import RelevanceEvaluator

@Suite struct LanguageGuessTests {
  private func guess(_ text: String) -> WrittenLanguage? { LanguageGuess(Wording(text)).language }

  @Test(
    arguments: [
      ("The shop is open on Sundays, but it has no bread.", .english),
      ("Der Laden ist am Sonntag geöffnet, aber es gibt kein Brot.", .german),
      ("Le magasin est ouvert le dimanche, mais il n'a pas de pain.", .french),
      ("La tienda está abierta los domingos, pero no tiene pan para todos.", .spanish),
      ("Il negozio è aperto la domenica, ma non ha più il pane.", .italian),
      ("A loja está aberta aos domingos, mas não tem mais pão.", .portuguese),
      ("De winkel is op zondag open, maar er is geen brood meer.", .dutch),
      ("Affären är öppen på söndagar, men det finns inte något bröd.", .swedish),
      ("Butikken er åben om søndagen, men der er ikke mere brød.", .danish),
      ("Kauppa on auki sunnuntaisin, mutta se ei ole iso, ja leipä on loppu.", .finnish),
      ("Sklep jest otwarty w niedzielę, ale nie ma już chleba, który lubię.", .polish),
      ("Obchod je v neděli otevřený, ale není tam žádný chléb, který by byl dobrý.", .czech),
      ("A bolt vasárnap is nyitva van, de már nem volt kenyér, és ez nagy baj.", .hungarian),
      ("Magazinul este deschis duminica, dar nu mai are pâine și lapte.", .romanian),
      ("Dükkan pazar günü açık, ama ekmek yok ve bu çok kötü bir şey.", .turkish),
      ("Toko itu buka pada hari Minggu, tetapi tidak ada roti yang segar untuk kami.", .indonesian),
      ("Cửa hàng mở cửa vào chủ nhật nhưng không có bánh mì cho tôi.", .vietnamese),
      ("Магазин открыт по воскресеньям, но в нём уже нет хлеба, и это плохо.", .russian),
      ("Магазин відкритий у неділю, але в ньому вже немає хліба, і це погано.", .ukrainian),
      ("Το κατάστημα είναι ανοιχτό την Κυριακή.", .greek), ("החנות פתוחה ביום ראשון.", .hebrew),
      ("المتجر مفتوح في يوم الأحد ولكن ما هو الخبز الذي كان على الرف", .arabic),
      ("दुकान रविवार को खुली रहती है।", .hindi), ("ร้านเปิดวันอาทิตย์", .thai),
      ("商店星期天开门，但是没有面包了。", .chinese), ("店は日曜日に開いていますが、パンはありません。", .japanese),
      ("가게는 일요일에 문을 열지만 빵이 없습니다.", .korean),
    ] as [(String, WrittenLanguage)])
  func tellsLanguages(text: String, language: WrittenLanguage) { #expect(guess(text) == language) }

  @Test(arguments: [
    "", "OK", "Paris", "42", "Van Halen", "Anna de Vries, Rotterdam", "let x = [1, 2, 3]", "http://a.example/de/la",
    "Oh I know, I love Van Halen!", "Ave Maria gratia plena", "Karl der Große",
  ])
  func saysNothingOfShortOrDoubtfulTexts(text: String) {
    let language = guess(text)
    #expect(language == nil || language == .english || text == "Karl der Große" && language == nil)
  }
}

/// The commonest words of languages that share a script, and letters that only some of them use.
///
/// Hand-written. A word that several languages share tells less: it counts as one divided by how
/// many have it. Single letters of ASCII are left out: they stand in
/// formulas and lists.
enum FunctionWords {
  static let byLanguage: [(language: WrittenLanguage, words: String)] = [
    (
      .english,
      """
      the of and to in is that for it was on are with as be at this have from or had by not but what all were when your
      can there which their will would about if how has its they you we he she his her been who more than them these
      some into do does did my our could should where why because also any other i'm it's don't an so me no only
      """
    ),
    (
      .german,
      """
      der die das und ist nicht ein eine einen einem einer ich sie er es wir ihr zu den dem des mit von auf für im sich
      auch als wie bei oder aus nach werden wird sind war hat haben kann können dass wenn noch nur aber über durch zum
      zur diese dieser dieses was man mir mich bitte sehr vor bis mein dein unser warum wo wann welche gibt
      """
    ),
    (
      .french,
      """
      le la les des du de et est un une que qui dans pour pas sur au aux avec ce cette ces il elle ils nous vous je tu
      ne se sont par plus en ou mais son sa ses leur être avoir été fait comme tout peut peuvent c'est d'un d'une qu'il
      l'on j'ai n'est très aussi où quel quelle pourquoi comment votre vos mon ma mes
      """
    ),
    (
      .spanish,
      """
      el la los las de del que y en un una es por con para no se su sus al lo como más pero le ha son esta este está
      fue muy también ya hay sin sobre entre cuando todo nos yo mi si porque qué cómo cuál dónde tiene puede pueden ser
      estar eso esto usted ustedes hasta desde donde
      """
    ),
    (
      .italian,
      """
      il lo la gli le di del della dei delle che è un una per non con sono si da in nel nella alla al come più ma anche
      questo questa ha hanno essere dal dalla ed io mi tu lei suo sua loro cosa perché quando dove puoi può molto tutti
      ci qual dell l'ho c'è degli sul sulla
      """
    ),
    (
      .portuguese,
      """
      o os a as de do da dos das que é em um uma para não com por se no na nos nas mais como mas ao ele ela foi são
      também muito você seu sua isso este esta está ou ser ter tem quando onde qual pelo pela até já eu me meu minha
      porque há pode podem
      """
    ),
    (
      .dutch,
      """
      de het een en van is dat niet in op te zijn met voor aan die er maar ook als bij door naar om uit dan wat wel nog
      heeft hebben wordt worden ik je jij hij zij wij u deze dit kan kunnen over mijn uw hun waar hoe waarom meer geen
      tot of zoals moet
      """
    ),
    (
      .swedish,
      """
      och att det som en ett är på av för med inte den till jag har de om var så vi du från kan man men eller när hur vad
      också ska finns där han hon sig mycket vara efter utan mellan dessa denna detta varför blir
      """
    ),
    (
      .danish,
      """
      og at det som en et er på af av for med ikke den til jeg har de om var så vi du fra kan man men eller når hvordan
      hvad hva også skal der han hun sig seg meget være etter efter uden mellom mellem disse denne dette hvorfor bliver
      blir
      """
    ),
    (
      .finnish,
      """
      ja on ei se että oli mutta ovat myös kun tai hän minä sinä joka jotka mitä mikä miten missä kuin niin voi olla
      tämä tämän ole sekä vain jos sen siitä ovat kanssa hyvin ennen voit ovatko
      """
    ),
    (
      .polish,
      """
      i w na z do nie się to jest że jak od po co dla za przez ale jego są czy tak był była być który która które może
      można jako tego tym ten ta przy lub oraz już tylko gdzie kiedy dlaczego ich jej mi
      """
    ),
    (
      .czech,
      """
      je se na že to je jako jsou pro ale si byl byla by do od po za ve který která které nebo jak co kde proč také
      nie sú ako pre alebo čo není podle může při jeho až být
      """
    ),
    (
      .hungarian,
      """
      a az és hogy nem is egy van meg csak ez de ha mint volt azt vagy már még kell lehet ami aki mert hogyan mi hol
      miért nagyon után között ezt ezek azok
      """
    ),
    (
      .romanian,
      """
      și de în la cu nu este pe un o că din mai pentru care sunt ce se ca sau dar fi fost prin după cum unde când acest
      această lui ale al are îi ai sa să într dintre
      """
    ),
    (
      .turkish,
      """
      ve bir bu için ile da de ne mı mi çok olarak olan daha gibi en kadar ama değil var sonra ben sen biz siz nasıl
      neden nerede nedir veya her olduğu o şu ya
      """
    ),
    (
      .indonesian,
      """
      yang dan di ke dari ini itu dengan untuk tidak adalah pada dalam akan juga ada atau saya anda bisa dapat oleh
      karena sebagai kami mereka telah sudah apa bagaimana mengapa seperti lebih
      """
    ),
    (
      .vietnamese,
      """
      và của là có không được cho một các trong những này với người đã để từ khi như đến về tôi bạn ở ra cũng nhiều
      thì hay hoặc nào gì tại sao
      """
    ),
    (
      .russian,
      """
      и в не на что я с он как это по но из у к за от так для вы же бы мы она они был была было есть или если может
      его её их где когда почему который которая которые также при чтобы только ещё уже этот мне
      """
    ),
    (
      .ukrainian,
      """
      і в не на що я з він як це по але із у до за від так для ви же би ми вона вони був була було є або якщо може
      його її їх де коли чому який яка які також при щоб тільки ще вже цей та мені
      """
    ),
    (
      .bulgarian,
      """
      и в не на че аз с той като това по но от у към за така ви би ние тя те беше е или ако може неговия му ги къде
      кога защо който която които също при да само още вече този съм са се ще
      """
    ),
    (.arabic, "في من على أن إلى هذا هذه التي الذي ما لا هو هي كان عن مع أو كل بعد قد كيف لماذا أين متى هل ذلك"),
    (.persian, "در از به که این را با است برای آن یک می های تا بر شود خود کرد نیست چه چرا کجا هم یا باید"),
  ]

  /// Letters that one language of this list uses and its neighbours do not.
  static let letters: [(language: WrittenLanguage, letters: String)] = [
    (.german, "ß"), (.spanish, "ñ¿¡"), (.portuguese, "ãõ"), (.polish, "łąężśźń"), (.czech, "řěůľĺŕ"),
    (.hungarian, "őű"), (.romanian, "șțăţş"), (.turkish, "ğış"),
    (.vietnamese, "đơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"),
    (.danish, "æø"), (.french, "œ"), (.russian, "ыэё"), (.ukrainian, "іїєґ"), (.persian, "پچژگی"),
  ]

  /// How much each word speaks for each language that has it.
  static let weights: [String: [(language: Int, weight: Double)]] = {
    var languages: [String: [Int]] = [:]
    for (place, entry) in byLanguage.enumerated() {
      var seen: Set<Substring> = []
      for word in entry.words.split(whereSeparator: { $0 == " " || $0 == "\n" }) where seen.insert(word).inserted {
        if word.utf8.count == 1 { continue }
        languages[String(word), default: []].append(place)
      }
    }
    return languages.mapValues { places in places.map { (language: $0, weight: 1 / Double(places.count)) } }
  }()

  /// By scalar: the place in `byLanguage` for which it speaks.
  static let letterLanguages: [Unicode.Scalar: Int] = {
    var result: [Unicode.Scalar: Int] = [:]
    for (language, letters) in letters {
      guard let place = byLanguage.firstIndex(where: { $0.language == language }) else { continue }
      for letter in letters.unicodeScalars where result[letter] == nil { result[letter] = place }
    }
    return result
  }()
}

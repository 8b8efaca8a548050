/// How an answer sends the asker elsewhere, or away.
enum DeflectionPhrases {
  static let elsewhere = PhraseBook(
    """
    contact|email|call|reach|message ~3 support|customer|helpdesk|representative|administrator|team|us|sales|provider
    reach|reaching|get out|in ~2 to|touch ~2 support|customer|helpdesk|team|us|sales|our
    consult|see|speak|talk|consulting|speaking ~2 a|an|your|with|to ~2 doctor|lawyer|attorney|professional|physician|accountant|expert|advisor|specialist|documentation|provider|pharmacist
    seek|get|seeking ~1 professional|legal|medical ~1 advice|help|assistance
    visit|check|refer|see|consult ~2 our|the|official|to ~3 website|site|documentation|docs|faq|manual|page|portal
    please google|search|look ~2 for|up|online|it
    wenden sie sich ~2 an
    kontaktieren|kontaktiere|kontaktier sie|bitte|unseren|den|uns
    contactez|contacter notre|le|nos|votre
    póngase|ponte|póngase en contacto
    contacte|contacta con|a|al|nuestro
    contatti|contatta|contattare il|la|l'assistenza|nostro
    entre em contato|contacto
    neem contact op
    请 联 系
    お 問 い 合 わ せ
    문의해|문의하시기|연락해
    """)

  /// The answer speaks of what its writer is, not of what was asked.
  static let selfTalk = PhraseBook(
    """
    i'm|am just|only|merely ~1 a|an ~1 ai|assistant|bot|chatbot|language|computer|program|machine
    as an|a ~2 ai|language|virtual|chatbot|bot
    i'm|am ~1 an|a ~2 ai|chatbot|language ~1 and|so|not|but|model|assistant
    ich bin nur|bloß ~1 ein|eine ~2 ki|sprachmodell|assistent|assistentin
    je suis|ne qu'une|qu'un|juste ~2 ia|assistant|modèle
    solo|sólo soy un|una ~2 ia|asistente|modelo
    sono solo|soltanto un|un'ia ~2 ia|assistente|modello
    我 只 是 ~4 人|语|模|助
    """)

  /// Sentences around a question back that answer nothing themselves.
  static let courtesy = PhraseBook(
    """
    i'd|would|i'm|am|i'll|we'd|will ~1 be ~1 happy|glad|delighted|able to
    i'd|i|would love to
    i'm|am|i ~1 happy|glad|here to
    i|i'll|we|we'll can|will|help|look help|look|you|into
    to help|assist|answer|give ~1 you|better|this|that
    let me know
    i ~1 need ~1 more|some|your
    bien|avec sûr|plaisir
    por supuesto|favor
    """)

  /// The same in a word, where few others follow.
  static let interjections: Set<String> = [
    "sure", "certainly", "absolutely", "okay", "ok", "thanks", "thank", "hello", "hi", "hey", "great", "good", "sorry",
    "gerne", "natürlich", "klar", "claro", "certo", "volentieri", "bonjour", "hola", "ciao", "hallo",
  ]

  /// How a question to the asker begins.
  static let questions = PhraseBook(
    """
    could|can|would|will|do|did|are|have|may|might|could you|i|we|your
    what|which|who|where|when|how|why|is|was
    please tell|provide|share|let|specify|clarify
    können|könnten|kannst|könntest|möchten|haben|hast sie|du|ich|ihr
    meinen|welche|welcher|welches|was
    pouvez|pourriez|voulez|avez|quel|quelle|que
    puede|puedes|podría|podrías|qué|cuál|quieres
    può|puoi|potrebbe|quale|cosa|pode|poderia|podes
    """)

  /// A question whose answer may well be to ask somebody, or who the assistant is.
  static let invites = PhraseBook(
    """
    support|contact|helpdesk|phone|email|call|reach|consult|doctor|lawyer|attorney|professional|hotline|kontakt*|contact*|hilfe|customer
    are|aren't you
    who|what|how are|is you|your
    can|could you
    do you
    where|who|how|whom should|can|do|could|would|to i|we|get|ask|go
    """)
}

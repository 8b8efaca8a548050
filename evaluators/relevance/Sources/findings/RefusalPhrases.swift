/// How models refuse, in the languages where that is cheap to say.
enum RefusalPhrases {
  /// Only assistants say so, whatever they were asked to write.
  static let plain = PhraseBook(
    """
    i|we|i'm can't|cannot|won't|couldn't|can't|shouldn't ~2 help|assist|comply|fulfil|fulfill|support|aid you|with|your|that|this
    i|we can|will|could not ~2 help|assist|comply|fulfil|fulfill|support you|with|your|that|this
    i|we can't|cannot|won't help|assist|comply
    i|we can not help|assist|comply
    can't|cannot|won't ~1 help|assist|comply you|with
    i|we can't|cannot|won't do|answer|discuss|continue that|this|with|your|the
    i'm|we're|am|are unable|not ~2 to ~2 help|assist|comply|fulfil|fulfill|support
    i'm|we're|am|are not ~1 allowed|permitted|authorized|authorised|programmed|designed|able to
    i'm|am not ~1 comfortable
    unable to ~1 help|assist|comply|fulfil|fulfill
    i don't feel comfortable
    i do not feel comfortable
    i must|have|need ~3 decline|refuse
    i ~1 decline|refuse to
    i'm|am going to have to decline
    against ~2 guidelines|policy|policies|programming|principles
    violates|violate ~2 guidelines|policy|policies|principles
    as an|a ai ~14 can't|cannot|don't|not|no|unable
    as an|a ~2 language|ai model|assistant ~14 can't|cannot|don't|not|no|unable
    ich kann|darf ~6 nicht ~2 helfen|weiterhelfen|beantworten|unterstützen|behilflich
    dabei|damit|da kann|darf ich ~3 nicht ~1 helfen|weiterhelfen|unterstützen
    als ki|sprachmodell|ai ~14 nicht|kein|keine|keinen
    je ne peux|puis ~1 pas ~4 aider|répondre|assister
    je ne suis pas en mesure|capable|autorisé|autorisée
    en tant qu'ia|que ~16 pas
    no puedo|podemos ~1 ayudarte|ayudarle|ayudar|asistirte|cumplir
    no me es posible ayudar*
    como modelo|asistente|ia de|con|no ~12 no
    non posso|riesco ~2 aiutarti|aiutarla|aiutare|assisterti|assisterla
    come modello|assistente|ia ~14 non
    não posso|consigo ~2 ajudar|ajudá|ajudar-te|auxiliar
    como modelo|assistente|ia de|não ~12 não
    ik kan|mag ~5 niet ~2 helpen|assisteren|beantwoorden
    daar|hier kan ik ~3 niet ~2 helpen|mee
    jag kan ~2 inte ~2 hjälpa|svara
    jeg kan ~3 ikke ~2 hjælpe|hjelpe|svare
    en voi ~2 auttaa
    nie mogę|możemy ~2 pomóc|odpowiedzieć
    nemohu|nemůžu ~3 pomoci|pomoct
    yardımcı olamam|olamıyorum|olamayız
    я не могу|можу|смогу ~4 помочь|помочь|помогать|допомогти
    не могу|можу|смогу ~2 помочь|допомогти
    nu pot|vă|te ~2 ajut|ajuta
    saya|kami tidak dapat|bisa ~1 membantu
    tôi không thể ~2 giúp|hỗ
    لا يمكنني|أستطيع ~1 مساعد*
    我 无 法 ~4 帮|协|提|回
    我 不 能 ~4 帮|协|提|回
    無 法 ~2 協|幫|提
    お 手 伝 い で き ま せ ん
    お 答 え で き ま せ ん
    お 手 伝 い す る こ と は で き ま せ ん
    도와드릴|도울|답변드릴|제공할|제공해 수 없*
    도움을 드릴|줄 수 없*
    """)

  /// What an assistant says and people in its texts may say too.
  static let likely = PhraseBook(
    """
    i|we can't|cannot|won't|couldn't ~2 provide|share|generate|create|write|give|offer|discuss|engage|access|browse|open|process|perform|make|produce|recommend|advise|answer|reveal|disclose|send
    i|we can|will|could not ~2 provide|share|generate|create|write|give|offer|discuss|engage|access|browse|open|process|perform|make|produce|recommend|advise|answer|reveal|disclose|send
    i'm|we're|am|are unable|not able|to ~1 to|provide|access|answer|share|give
    i don't|cannot ~1 have|access ~2 access|ability|capability|permission|authority|real|capacity
    i do not have ~2 access|ability|capability|permission|authority|real|capacity
    i have no access|way|ability|means
    i|i'd would|rather|prefer rather|prefer|not not|to
    this|that is|isn't|not|something ~2 something|i i|can't ~1 can't|cannot|won't
    i'm|am|we're sorry but|i|however ~1 i|can't|cannot|we|this|that ~1 can't|cannot|won't|unable|not
    sorry ~1 can't|cannot|no
    i apologize|apologise but i ~1 can't|cannot|unable
    es tut mir leid ~1 aber ~1 ich|kann|das ~2 nicht|kann
    tut mir leid ~1 aber ~4 nicht
    das kann|darf ich ~2 nicht
    ich kann|darf ~6 nicht ~2 geben|erstellen|bereitstellen|schreiben|zugreifen
    désolé|désolée mais je ne
    je ne peux|puis ~1 pas ~3 fournir|donner|accéder|partager|créer|générer|écrire
    lo siento pero|no ~1 no|puedo
    no puedo ~2 proporcionar*|dar*|acceder|responder|compartir|generar|crear|escribir
    mi dispiace ma|non ~1 non|posso
    non posso ~2 fornir*|rispondere|dare|accedere|creare|generare|scrivere
    desculpe|sinto mas|muito|não ~2 não|posso
    não posso|consigo ~2 fornecer|responder|dar|acessar|criar|gerar|escrever
    het spijt me ~1 maar ~4 niet
    sorry maar ik kan ~3 niet
    tyvärr kan jag inte
    przykro mi ~1 ale ~4 nie
    к сожалению я не могу
    извините но я не могу
    抱 歉 ~2 我 ~2 无|不|没
    对 不 起 ~2 我 ~2 无|不|没
    申 し 訳 ~20 ま せ ん
    죄송하지만|죄송합니다만 ~6 없*
    """)

  /// The answer says that it is not known, or not in what was given.
  static let ignorance = PhraseBook(
    """
    i|we don't|didn't|wouldn't ~1 know
    i|we do|did|would not ~1 know
    i'm|we're|am not|unsure ~1 sure|certain|aware
    i have no idea|information
    i|we don't ~1 have ~2 information|info|data|details|knowledge
    i|we do not ~1 have ~2 information|info|data|details|knowledge
    i|we couldn't|can't|cannot|didn't ~1 find|determine|locate|tell|verify
    i|we could|can|did not ~1 find|determine|locate|tell|verify
    i'm|am|we're unable to ~1 find|determine|locate|verify
    there is|was no|not|insufficient ~2 information|mention|data|details
    there isn't|wasn't any|enough ~1 information|mention|data|details
    context|document|documents|text|passage|article|source|sources|information|excerpt|data doesn't|don't ~1 mention|say|contain|specify|include|state|provide|answer|indicate|tell|have
    context|document|documents|text|passage|article|source|sources|information|excerpt|data do|does not ~1 mention|say|contain|specify|include|state|provide|answer|indicate|tell|have
    is|are|was not|isn't ~1 mentioned|specified|stated|provided|available|given|known|clear
    isn't|aren't|wasn't ~1 mentioned|specified|stated|provided|available|given|known
    not|insufficient enough|information|sufficient information|to|context|data
    cannot|can't be determined|answered|inferred
    can not be determined|answered|inferred
    no idea
    ich weiß ~2 nicht
    je ne sais pas
    no lo sé
    non lo so
    não sei
    ik weet ~1 niet
    nie wiem
    я не знаю
    我 不 知 道
    わ か り ま せ ん
    모르겠습니다
    """)
}

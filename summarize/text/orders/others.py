"""Orders to a language model in German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Chinese, Japanese, Korean."""

from summarize.text.orders.rules import START, rule

_GERMAN = (
    rule(
        "anweisung instruktion vorgabe prompt befehl anleitung & ignorier missachte verg überschreibe verwirf beachte",
        rf"{START}(?:ignorier(?:e|en sie|t)?|missachte|vergiss|vergessen sie|überschreibe|verwirf|beachte nicht)(?:\W+(?:bitte|alle|sämtliche|die|"
        r"deine|deiner|ihre|jede|obigen?|vorherigen?|vorigen?|bisherigen?|früheren?|vorangegangenen?|vorhergehenden|ursprünglichen?|und)){1,6}\W+"
        r"(?:anweisung|instruktion|vorgabe|prompt|befehl|systemanweisung|anleitung)(?:e?n|s|e)?\b",
    ),
    rule(
        "wenn_du wenn_sie falls_du falls_sie",
        r"\b(?:wenn|falls) (?:du|sie) (?:als )?(?:eine? )?(?:ki|künstliche intelligenz|sprachmodell|großes sprachmodell|ki-\w+|chatbot)\b",
    ),
    rule(
        "du_bist",
        rf"{START}du bist (?:jetzt|nun|ab jetzt|ab sofort|von nun an) (?:ein|eine|kein|keine|der|die|im)\b",
    ),
    rule(
        "antworte output gib",
        rf"{START}(?:antworte(?:n sie)?|gib|geben sie) (?:nur|ausschließlich|immer)(?: noch)? (?:mit|auf|in|den|das|die|folgende\w*)\b",
    ),
    rule(
        "zusammenfassung ausgabe zeitleiste",
        rf"{START}(?:füge|fügen sie|schreibe|schreiben sie|nimm|nehmen sie|erwähne|behaupte|nenne|setze)\b.{{0,160}}\b(?:deine|die|ihre|der|deiner)"
        r" (?:zusammenfassung|ausgabe|zeitleiste)\b",
    ),
    rule("zusammenfassung", r"\b(?:deine|jede) zusammenfassung (?:muss|soll|sollte|hat)\b"),
    rule(
        "_ki_ _ki: _ki! _kis _ki- sprachmodell chatbot",
        r"(?:^|[.!?(\[]\s*)(?:(?:achtung|hinweis|nachricht|anweisung|wichtig),? )?(?:an |für )?(?:alle |jede )?(?:ki|kis|ki-\w+|sprachmodelle?|chatbots?)\s*[:!]",
    ),
    rule(
        "systemn systemm systemp systema neue_",
        r"(?:^|[.!?\])*#]\s*)(?:systemnachricht|systemmeldung|systemprompt|systemanweisung|neue (?:system)?anweisung(?:en)?)\s*:",
    ),
    rule(
        "fasse",
        rf"{START}fass(?:e|en sie) (?:diesen|den) (?:artikel|text|beitrag) (?:so|wie folgt|folgendermaßen|als)\b",
    ),
)

_FRENCH = (
    rule(
        "instruction consigne directive prompt & ignore oubli néglig tiens tenez suis suivez",
        rf"{START}(?:ignore[zr]?|oublie[zr]?|néglige[zr]?|ne (?:tiens|tenez) (?:pas|plus) compte de|ne (?:suis|suivez) (?:pas|plus))"
        r"(?:\W+(?:toutes?|tous|les|tes|vos|ces|des|tout|autres)){1,4}\W+(?:instructions?|consignes?|directives?|prompts?)"
        r"(?:\W+(?:précédente?s?|antérieure?s|ci-dessus|initiales?|reçues|système)|\s*(?:[.!,;:]|$|et\b))",
    ),
    rule(
        "si_vous_êtes si_tu_es comme_vous comme_tu",
        r"\b(?:si|comme) (?:vous êtes|tu es) (?:une? )?(?:ia\b|intelligence artificielle|modèle de langage|grand modèle|chatbot|assistant ia)",
    ),
    rule(
        "tu_es vous_êtes",
        rf"{START}(?:tu es|vous êtes) (?:maintenant|désormais|à présent) (?:une? |le |la |en )(?:\w+ ){{0,3}}(?:ia\b|assistant|modèle|chatbot|robot|mode|agent)",
    ),
    rule(
        "répond", rf"{START}répond(?:s|ez) (?:uniquement|seulement|exclusivement) (?:par|en|avec|à l'aide)\b"
    ),
    rule(
        "résumé chronologie",
        rf"{START}(?:inclu(?:s|ez|re)|ajoute[zr]?|écri(?:s|vez)|mentionne[zr]?|affirme[zr]?|insère|insérez|indique[zr]?)\b.{{0,160}}\b(?:ton|votre|le|du|au) (?:résumé|texte final)\b",
    ),
    rule("résumé", r"\b(?:ton|votre) résumé (?:doit|devra|devrait)\b"),
    rule(
        "$IA & à_ aux_ pour_ destiné",
        r"(?:^|[.!?(\[]\s*)(?:attention|note|message|avis|instructions?|important)?,? ?(?:à|aux|pour|destinée? aux?)(?: toutes?| tous)?(?: les| l'| la)? ?(?:ia\b|intelligences? artificielles?|modèles de langage|chatbots?|assistants ia)\s*[:!,]",
    ),
    rule(
        "système nouvelle",
        r"(?:^|[.!?\])*#]\s*)(?:message système|invite système|nouvelles? (?:instructions?|consignes?)(?: système)?)\s*:",
    ),
    rule(
        "résum",
        rf"{START}résume[zr]? (?:cet article|ce texte|cette page) (?:comme suit|ainsi|en disant|par)\b",
    ),
)

_SPANISH = (
    rule(
        "instrucci indicacion órdenes prompt directrices directivas & ignor olvid descart caso_omiso sigas omite",
        rf"{START}(?:ignor(?:a|e|en|ad)|olvid(?:a|e|en)|descart(?:a|e|en)|haz caso omiso de|no sigas|omite)(?:\W+(?:todas?|todos|las|los|tus|sus|estas|cualquier|"
        r"anteriores|previas|demás)){1,4}\W+(?:instrucci(?:ones|ón)|indicaciones|órdenes|prompts?|directrices|directivas)\b",
    ),
    rule(
        "si_eres como_eres si_es_usted",
        r"\b(?:si|como) (?:eres|es usted) (?:una? )?(?:ia\b|inteligencia artificial|modelo de lenguaje|gran modelo|chatbot|asistente de ia)",
    ),
    rule(
        "ahora & eres",
        rf"{START}(?:ahora eres|eres ahora|a partir de ahora eres) (?:una? |el |la )?(?:\w+ ){{0,3}}(?:ia\b|asistente|modelo|chatbot|bot|agente)",
    ),
    rule(
        "respond contest & solo_ sólo_ solamente únicamente exclusivamente",
        rf"{START}(?:responde|responda|contesta|conteste) (?:solo|sólo|solamente|únicamente|exclusivamente) (?:con|en|por)\b",
    ),
    rule(
        "resumen cronología",
        rf"{START}(?:incluy(?:e|a)|añad(?:e|a)|agreg(?:a|ue)|escrib(?:e|a)|mencion(?:a|e)|afirm(?:a|e)|insert(?:a|e)|indica|indique|di)\b.{{0,160}}\b(?:tu|su|el|al|del) (?:resumen|cronología)\b",
    ),
    rule("tu_resumen", r"\btu resumen (?:debe|deberá|tiene que)\b"),
    rule(
        "$IA & a_ para_",
        r"(?:^|[.!?¡(\[]\s*)(?:atención|aviso|nota|mensaje|instrucci(?:ón|ones)|importante)?,? ?(?:a|para)(?: todas?| todos)?(?: las| los| la| el)? ?(?:ias?\b|inteligencias? artificial(?:es)?|modelos? de lenguaje|chatbots?|asistentes de ia)\s*[:!,]",
    ),
    rule(
        "sistema nuevas",
        r"(?:^|[.!?\])*#]\s*)(?:mensaje del sistema|nuevas? instrucci(?:ones|ón)|instrucciones del sistema)\s*:",
    ),
    rule(
        "resume_ resuma_",
        rf"{START}resum(?:e|a) (?:este artículo|este texto|esta página) (?:como|así|diciendo)\b",
    ),
)

_ITALIAN = (
    rule(
        "istruzion prompt direttive indicazioni & ignor dimentica trascura seguire",
        rf"{START}(?:ignor(?:a|i|ate|are)|dimentica(?:te|re)?|trascura(?:te)?|non seguire)(?:\W+(?:tutt[ei]|le|i|tue|vostre|queste|qualsiasi|precedenti|altre)){{1,4}}\W+"
        r"(?:istruzion[ei]|prompt|direttive|indicazioni)\b",
    ),
    rule(
        "se_sei se_siete",
        r"\bse (?:sei|siete) (?:un |un'|una )?(?:ia\b|intelligenza artificiale|modello linguistico|modello di linguaggio|chatbot|assistente ai)",
    ),
    rule(
        "sei_ & ora adesso",
        rf"{START}(?:ora sei|da ora sei|sei ora|adesso sei) (?:un |un'|una |il |la )?(?:\w+ ){{0,3}}(?:ia\b|assistente|modello|chatbot|bot|agente)",
    ),
    rule(
        "rispond & solo soltanto solamente unicamente esclusivamente",
        rf"{START}rispond(?:i|ete) (?:solo|soltanto|solamente|unicamente|esclusivamente) (?:con|in)\b",
    ),
    rule(
        "riassunto sintesi cronologia",
        rf"{START}(?:includ(?:i|ete)|aggiung(?:i|ete)|scriv(?:i|ete)|menziona(?:te)?|afferma(?:te)?|inserisc(?:i|ete)|indica(?:te)?)\b.{{0,160}}\b(?:tuo|vostro|nel|al|nella|alla tua) (?:riassunto|sintesi|cronologia)\b",
    ),
    rule("riassunto", r"\b(?:il tuo|ogni) riassunto deve\b"),
    rule(
        "$IA & a_ per_ alle_ ai_ all'",
        r"(?:^|[.!?(\[]\s*)(?:attenzione|avviso|nota|messaggio|istruzioni|importante)?,? ?(?:a|per|alle|ai|all')(?: tutt[ei])?(?: le| i| gli)? ?(?:ia\b|intelligenz[ae] artificial[ei]|modelli linguistici|chatbot|assistenti ai)\s*[:!,]",
    ),
    rule(
        "sistema nuove",
        r"(?:^|[.!?\])*#]\s*)(?:messaggio di sistema|nuov[ea] istruzion[ei]|istruzioni di sistema)\s*:",
    ),
    rule(
        "riassumi",
        rf"{START}riassum(?:i|ete) (?:questo articolo|questo testo|questa pagina) (?:come|così|dicendo)\b",
    ),
)

_PORTUGUESE = (
    rule(
        "instruç prompt diretrizes orientações comandos & ignor esque desconsider siga",
        rf"{START}(?:ignor(?:e|em|a)|esqueç(?:a|am)|esquece|desconsider(?:e|em)|não siga)(?:\W+(?:todas?|todos|as|os|suas|tuas|estas|quaisquer|anteriores)){{1,4}}\W+"
        r"(?:instruç(?:ões|ão)|prompts?|diretrizes|orientações|comandos)\b",
    ),
    rule(
        "se_você se_voce se_és",
        r"\bse (?:você é|voce é|és) (?:uma? )?(?:ia\b|inteligência artificial|modelo de linguagem|chatbot|assistente de ia)",
    ),
    rule(
        "você_é agora_é você_agora",
        rf"{START}(?:agora você é|você agora é|você é agora|a partir de agora,? você é) (?:uma? |o |a )?(?:\w+ ){{0,3}}(?:ia\b|assistente|modelo|chatbot|bot|agente)",
    ),
    rule(
        "respond & apenas somente só_ unicamente exclusivamente",
        rf"{START}respond(?:a|am|e) (?:apenas|somente|só|unicamente|exclusivamente) (?:com|em|por)\b",
    ),
    rule(
        "resumo cronologia",
        rf"{START}(?:inclua|incluam|adicione|acrescente|escreva|mencione|afirme|insira|indique|diga)\b.{{0,160}}\b(?:seu|teu|no|ao) (?:resumo)\b",
    ),
    rule("resumo", r"\b(?:o seu|seu|cada) resumo deve\b"),
    rule(
        "$IA & a_ para_ às_ aos_",
        r"(?:^|[.!?(\[]\s*)(?:atenção|aviso|nota|mensagem|instruç(?:ões|ão)|importante)?,? ?(?:a|para|às|aos)(?: todas?| todos)?(?: as| os)? ?(?:ias?\b|inteligências? artificia(?:l|is)|modelos? de linguagem|chatbots?|assistentes de ia)\s*[:!,]",
    ),
    rule(
        "sistema novas",
        r"(?:^|[.!?\])*#]\s*)(?:mensagem do sistema|novas? instruç(?:ões|ão)|instruções do sistema)\s*:",
    ),
    rule("resuma_", rf"{START}resuma (?:este artigo|este texto|esta página) (?:como|assim|dizendo)\b"),
)

_DUTCH_AND_POLISH = (
    rule(
        "instructies opdrachten",
        rf"{START}(?:negeer|vergeet|verwaarloos)(?:\W+(?:alle|je|uw|de|deze|vorige|eerdere|voorgaande|bovenstaande)){{1,4}}\W+(?:instructies|opdrachten|aanwijzingen)\b",
    ),
    rule(
        "instrukcj polece",
        rf"{START}(?:zignoruj|ignoruj|zapomnij|pomiń)(?:\W+(?:wszystkie|wszystkich|o|poprzednie|poprzednich|wcześniejsze|swoje|te|powyższe)){{1,4}}\W+(?:instrukcj[ei]|poleceni?a|poleceń)\b",
    ),
)

_RUSSIAN = (
    rule(
        "инструкц указани команд промпт",
        rf"{START}(?:игнорируй(?:те)?|проигнорируй(?:те)?|забудь(?:те)?|не обращай(?:те)? внимания на|отбрось(?:те)?|не следуй(?:те)?)"
        r"(?:\W+(?:все|всех|обо|о|предыдущие|предыдущих|прежние|прежних|свои|своих|ваши|твои|эти|прошлые|вышеуказанные|любые)){1,5}\W+"
        r"(?:инструкци[ийях]+|указани[яйхе]+|команды?|промпты?)\b",
    ),
    rule(
        "если_ты если_вы",
        r"\bесли (?:ты|вы)\W+(?:ии\b|искусственный интеллект|языковая модель|нейросеть|чат-?бот|большая языковая)",
    ),
    rule(
        "ты_теперь теперь_ты вы_теперь теперь_вы",
        rf"{START}(?:ты теперь|теперь ты|вы теперь|теперь вы)\W+(?:\w+\W+){{0,3}}(?:ии\b|ассистент|модель|бот|чат-?бот|нейросеть|режим)",
    ),
    rule("отвечай ответь", rf"{START}(?:отвечай(?:те)?|ответь(?:те)?) (?:только|исключительно|лишь)\b"),
    rule(
        "сводк резюме пересказ",
        rf"{START}(?:включи(?:те)?|добавь(?:те)?|напиши(?:те)?|укажи(?:те)?|упомяни(?:те)?|вставь(?:те)?)\b.{{0,160}}\b(?:в|к) (?:сво[юёе]\w* |итогов\w+ |эт\w+ )?(?:сводк[уеи]|резюме|пересказ\w*)\b",
    ),
    rule(
        "сводка резюме пересказ",
        r"\b(?:твоя|твое|твоё|ваша|ваше|твой|ваш) (?:сводка|резюме|пересказ) (?:должн[аоы]|должен)\b",
    ),
    rule(
        "ии моделей ботов нейросет",
        r"(?:^|[.!?(\[]\s*)(?:внимание|сообщение|инструкция|важно)?,? ?(?:всем|для)(?: всех)? ?(?:ии\b|ии-\w+|языков(?:ым|ых) модел(?:ям|ей)|чат-?бот(?:ам|ов)|нейросет(?:ям|ей))\s*[:!,]",
    ),
    rule(
        "систем новые",
        r"(?:^|[.!?\])*#]\s*)(?:системное сообщение|системный промпт|системная инструкция|новые инструкции|новая инструкция)\s*:",
    ),
)

_CHINESE_AND_JAPANESE = (
    rule(
        "忽略 无视 無視 忘记 忘掉 不要理会 忽視 不要遵循",
        r"(?:忽略|无视|無視|忘记|忘掉|不要理会|忽視|不要遵循)(?:掉)?(?:你)?(?:所有|全部|一切|任何)?(?:的)?(?:之前|以前|先前|以上|上述|上面|前面|此前|原有|系统|你)(?:所有|全部|收到)?(?:的)?(?:所有|全部|系统|任何)?(?:的)?"
        r"(?:指令|指示|提示词?|命令|规则|要求|設定|设定)",
    ),
    rule(
        "如果你是 你是一个 你现在是 你现在处于",
        r"(?:如果你是|若你是)(?:一个|一個)?(?:人工智能|大?语言模型|AI|ai|聊天机器人|大模型)|你现在(?:是|处于)(?:一个|一名)?.{0,12}(?:助手|模型|机器人|模式|人工智能|ai)",
    ),
    rule(
        "摘要 总结 總結",
        r"(?:请|必须|务必|一定要)?(?:在|于)(?:你的|您的)?(?:摘要|总结|總結|回答|输出)(?:中|里|裡|内)(?:必须|务必|请|一定)?(?:写|写上|加入|加上|包含|包括|声明|说明|提到|注明|插入|添加|指出|声称)",
    ),
    rule(
        "只回答 只输出 仅输出 只回复 仅回复 仅回答",
        r"(?:^|[。！？，：；,:;.!?]\s*)(?:请)?(?:只|仅)(?:用.{1,6})?(?:回答|输出|回复)",
    ),
    rule(
        "系统 系統 新指令 新的指令",
        r"(?:^|[。！？\])】]\s*)【?(?:系统(?:提示|消息|指令|信息)|系統(?:提示|訊息|指令)|新的?指令)】?\s*[:：]",
    ),
    rule(
        "致所有 注意 给所有",
        r"(?:致|给|注意[，,:：]?)(?:所有|各位)?(?:的)?(?:人工智能|ai|大?语言模型|大模型|聊天机器人)(?:系统|助手|模型)?\s*[:：，,]",
    ),
    rule(
        "指示 命令 プロンプト",
        r"(?:これまで|以前|上記|前|すべて|全て|今まで)の(?:すべての|全ての|以前の|上記の)?(?:指示|命令|プロンプト)(?:を|は)(?:すべて|全て)?(?:無視|忘れ)(?:し(?:て|ろ|なさい)|て)",
    ),
    rule(
        "이전 지시 모든",
        r"(?:이전|앞|위)(?:의)?\s*(?:모든\s*)?(?:지시|명령|지침)(?:사항)?(?:을|를|은|는)?\s*(?:모두\s*)?무시",
    ),
)


OTHERS = (
    *_GERMAN,
    *_FRENCH,
    *_SPANISH,
    *_ITALIAN,
    *_PORTUGUESE,
    *_DUTCH_AND_POLISH,
    *_RUSSIAN,
    *_CHINESE_AND_JAPANESE,
)

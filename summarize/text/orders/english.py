"""Orders to a language model in English."""

from summarize.text.orders.rules import AI, END, PAGE, START, rule

ENGLISH = (
    rule(
        "instruction prompt directive programming guideline & ignor disregard forget overr bypass discard drop cancel erase abandon set_aside follow obey attention",
        rf"{START}(?:ignor(?:e|ing)|disregard|forget|override|overrule|bypass|discard|drop|cancel|erase|abandon|set aside|do not follow"
        r"|don't follow|do not obey|stop following|pay no attention to)"
        r"(?:\W+(?:all|any|of|the|your|my|these|those|every|previous|previously given|prior|above|earlier|preceding|foregoing|former"
        r"|existing|original|initial|current|other|system|safety|developer|and|or|past|standing)){1,8}\W+"
        rf"(?:instructions?|prompts?|directives?|programming|guidelines){END}",
    ),
    rule(
        "rules message commands context constraints restrictions training orders & ignore disregard forget override bypass discard & previous prior above preceding system developer safety",
        rf"{START}(?:ignore|disregard|forget|override|bypass|discard)(?:\W+(?:all|any|of|the|your|these))*\W+"
        r"(?:previous|prior|above|preceding|system|developer|safety)(?:\W+(?:and|or|system|safety|user))*\W+"
        rf"(?:rules|messages?|commands|context|constraints|restrictions|training|orders){END}",
    ),
    rule(
        "everything all_of anything & ignore disregard forget & above before_this",
        rf"{START}(?:ignore|disregard|forget)\W+(?:everything|anything|all of what (?:is|was|stands))\W+"
        r"(?:(?:written|said|stated|that (?:is|came|stands|was written))\W+)?(?:above|before this)\b",
    ),
    rule(
        "if_you when_you since_you because_you & $AI",
        rf"\b(?:if|when|since|because)\s+you(?:\s+are|'re)\s+(?:an?\s+|the\s+)?{AI}\b(?!\s+(?:user|company|expert|researcher|fan|sceptic))",
    ),
    rule(
        "attention note message instruction important notice & $AI",
        r"(?:^|[.!?:(\[*#]\s*)(?:attention|notes?|notice|messages?|instructions?|important|important notice|important note"
        rf"|special instructions?)(?:\W+(?:to|for))?\W+{AI}\s*(?:[:,!–—]|(?:reading|processing|summari[sz]ing|that|which|who)\b)",
    ),
    rule(
        "reading_this processing_this ing_this s_this read_this process_this summari analy parse & $AI",
        rf"(?:^|[.!?:,;(\[]\s*){AI}\s+(?:(?:that|which|who)\s+(?:read|process|summari[sz]e|analy[sz]e|parse)s?"
        rf"|(?:reading|processing|summari[sz]ing|analy[sz]ing|parsing))\s+this\b.*\b(?:must|should|shall|need|needs|are to|has to|have to|please)\b",
    ),
    rule(
        "you_are",
        rf"{START}(?:from now on,? )?you(?: are|'re)(?: now)? (?:in )?(?:(?:an? |the )?(?:developer|debug|god|admin|maintenance|jailbreak|root"
        r"|unrestricted) mode|now dan\b|an? (?:helpful|harmless|honest|useful|obedient) (?:ai )?assistant\b|(?:now )?no longer bound|(?:now )?free (?:of|from) (?:all |any )?(?:restrictions|rules|instructions|guidelines)"
        r"|(?:now )(?:an? |the )(?:\w+ ){0,3}(?:ai|assistant|chat ?bot|bot|language model|llm|model|summari[sz]er)\b"
        r"|(?:an? |the )(?:\w+ ){0,2}(?:ai|ai assistant|chat ?bot|language model|llm)\b(?:\s*$|\s*[.,:;]|\s+(?:that|who|which|and)\b)"
        r"|now an? \w+.{0,40}\b(?:who|that|which) (?:answers?|speaks?|writes?|responds?|repl(?:y|ies)|summari[sz]es))",
    ),
    rule(
        "as_a & $AI",
        rf"{START}as an? {AI}(?: language model| assistant)?,?\s+(?:you|your|please|do|always|never)\b",
    ),
    rule(
        "your_new your_real your_actual your_only your_next your_true your_updated",
        r"(?:^|[.!?:;]\s*)your (?:new |real |actual |only |next |true |updated )+(?:tasks?|instructions?|system prompt|prompt|objective|directives?)"
        r"\s*(?:is|are|:|now)",
    ),
    rule(
        "instruction prompt directive",
        r"(?:^|[.!?\])*#]\s*)(?:new|updated|additional|hidden|secret|revised|system|developer) (?:system |hidden )?"
        r"(?:instructions?|prompts?|directives?)(?: (?:for|to) [\w ]{2,40})?\s*[:=]",
    ),
    rule(
        "prompt instruction api_key & your_ the_ & reveal print repeat output show display leak disclose reproduce dump write_out send",
        rf"{START}(?:reveal|print|repeat|output|show|display|leak|disclose|reproduce|dump|write out|send)\s+(?:\w+\s+){{0,4}}?"
        r"(?:your (?:\w+ ){0,2}instructions|(?:your|the) (?:\w+ )?(?:system prompt|system message|hidden prompt|initial prompt|api keys?)"
        r"|the (?:instructions|prompt) above)\b",
    ),
    rule(
        "respond_ reply_ answer_ & only exclusively solely nothing_but with_exactly",
        rf"{START}(?:respond|reply|answer)\s+(?:only|exclusively|solely|with only|with nothing but|with exactly)\s+(?:with|in|by|as|using|the|this)\b",
    ),
    rule(
        "output",
        rf"{START}output (?:only|exactly|nothing|the following|this|the (?:words?|text|sentence)|\"|“|json|\{{)",
    ),
    rule(
        "summari",
        rf"{START}(?:always )?summari[sz]e (?:this|the(?: above| following)?|it) ?{PAGE}?\s+(?:as|by|like|so that|saying|to say|with the (?:words|sentence))\b",
    ),
    rule(
        "summari",
        rf"\b(?:when|whenever|while|if|before|after)\s+(?:(?:you(?: are|'re)?\s+)?(?:asked to )?summari[sz](?:e|ing)\s+this|you(?: are|'re)?\s+"
        rf"(?:asked to )?summari[sz](?:e|ing)\s+(?:the|our))\s+(?:\w+\s+)?{PAGE}\b",
    ),
    rule(
        "your_summary your_timeline your_output your_response your_answer the_summary your_title your_reply your_translation",
        rf"{START}(?:include|add|say|state|write|mention|put|insert|append|claim|cite|use|link|place|begin|start|end|report|present|repeat|give"
        r"|never mention|do not|don't|ensure|make sure)\b.{0,200}?\b(?:in|to|into|of|from|with|that) (?:your|the)"
        r" (?:final |own |merged |generated )?(?:summary|summaries|timeline|output)\b",
    ),
    rule(
        "summary timeline output title & must should shall has_to needs_to",
        r"\b(?:(?:your|any|every|each)(?: \w+)? (?:summary|timeline|output|title)(?: of this \w+)?|the (?:generated |ai |final )?summary)"
        r" (?:must|should|shall|has to|needs to)\s+(?:\w+\s+)?(?:say|state|include|mention|contain|begin|start|end|read|claim|conclude|tell|cite"
        r"|link|report)\b",
    ),
    rule(
        "include_ insert_ append_ reproduce_ add_ & the_following this_exact exactly_this include_this insert_this append_this add_this reproduce_this",
        rf"{START}(?:always )?(?:(?:include|insert|append|reproduce|add)\s+(?:the following|this exact|exactly this)|(?:include|insert) this)\s+(?:\w+\s+)?"
        r"(?:link|url|sentence|statement|hyperlink|image|disclaimer|citation)\b(?! (?:when|if|on|at|with)\b)",
    ),
    rule(
        "instruction prompt & do_not don't never",
        rf"{START}(?:do not|don't|never)\s+(?:mention|reveal|disclose|acknowledge|repeat|summari[sz]e)\b.{{0,40}}\b(?:these|this|those|the above)"
        r"\s+(?:\w+\s+)?(?:instructions?|prompts?)\b",
    ),
    rule(
        "cite attribute mark credit & sentence_ sentences_ source_ sources_ :1 :2 :3 :4 :5 :6 :7 :8 :9",
        rf"{START}(?:cite|attribute|mark|credit)\b.{{0,60}}\b(?:[sS]\d{{1,4}}:\d{{1,4}}|sentences? (?:number )?\d{{1,4}}|sources? [sS]?\d{{1,3}})\b",
    ),
    rule("the_user", rf"{START}(?:tell|inform|convince|persuade) the users? (?:that|to|about)\b"),
    rule(
        "unrestricted uncensored unfiltered jailbroken _dan & act behave respond answer",
        rf"{START}(?:act|behave|respond|answer) as (?:if you were |though you were )?(?:an? )?(?:unrestricted|uncensored|unfiltered|jailbroken|dan\b)",
    ),
    rule(
        "override",
        r"(?:^|[.!?\]*#]\s*)(?:system|admin|developer|security|instruction) override\s*(?:[:!.–—]|$)",
    ),
)

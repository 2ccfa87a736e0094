"""Countries and their people: words that name one country, and names that are written short."""

# The country by one word, then the other words that name it or its people.
_NATIONS = """
    usa: america american us usa / uk: britain british briton uk / un: un / eu: eu
    afghanistan: afghan / albania: albanian / algeria: algerian / argentina: argentine argentinian / armenia: armenian
    australia: australian / austria: austrian / azerbaijan: azerbaijani / bahrain: bahraini / bangladesh: bangladeshi
    belarus: belarusian / belgium: belgian / bolivia: bolivian / bosnia: bosnian / brazil: brazilian / bulgaria: bulgarian
    cambodia: cambodian / cameroon: cameroonian / canada: canadian / chad: chadian / chile: chilean / china: chinese
    colombia: colombian / congo: congolese / croatia: croatian croat / cuba: cuban / cyprus: cypriot / czech: czechia
    denmark: danish dane / ecuador: ecuadorean ecuadorian / egypt: egyptian / england: english / eritrea: eritrean
    estonia: estonian / ethiopia: ethiopian / europe: european / asia: asian / africa: african / finland: finnish finn
    france: french frenchman / georgia: georgian / germany: german / ghana: ghanaian / greece: greek / guatemala: guatemalan
    haiti: haitian / honduras: honduran / hungary: hungarian / iceland: icelandic icelander / india: indian
    indonesia: indonesian / iran: iranian / iraq: iraqi / ireland: irish / israel: israeli / italy: italian
    jamaica: jamaican / japan: japanese / jordan: jordanian / kazakhstan: kazakh / kenya: kenyan / korea: korean
    kosovo: kosovar / kuwait: kuwaiti / kyrgyzstan: kyrgyz / laos: laotian / latvia: latvian / lebanon: lebanese
    liberia: liberian / libya: libyan / lithuania: lithuanian / macedonia: macedonian / malawi: malawian
    malaysia: malaysian / mali: malian / malta: maltese / mexico: mexican / moldova: moldovan / mongolia: mongolian
    morocco: moroccan / mozambique: mozambican / myanmar: burma burmese / nepal: nepalese nepali
    netherlands: dutch holland / nicaragua: nicaraguan / nigeria: nigerian / norway: norwegian / oman: omani
    pakistan: pakistani / palestine: palestinian / panama: panamanian / paraguay: paraguayan / peru: peruvian
    philippines: philippine filipino / poland: polish pole / portugal: portuguese / qatar: qatari / romania: romanian
    russia: russian / rwanda: rwandan / saudi: saudis / scotland: scottish scot / senegal: senegalese / serbia: serbian serb
    singapore: singaporean / slovakia: slovak slovakian / slovenia: slovenian slovene / somalia: somali somalian
    spain: spanish spaniard / sudan: sudanese / sweden: swedish swede / switzerland: swiss / syria: syrian
    taiwan: taiwanese / tajikistan: tajik / tanzania: tanzanian / thailand: thai / tibet: tibetan / tunisia: tunisian
    turkey: turkish turk / uganda: ugandan / ukraine: ukrainian / uruguay: uruguayan / uzbekistan: uzbek
    venezuela: venezuelan / vietnam: vietnamese / wales: welsh / yemen: yemeni / zambia: zambian / zimbabwe: zimbabwean
    crimea: crimean / chechnya: chechen / california: californian / texas: texan / london: londoner / paris: parisian
    gaza: gazan / catalonia: catalan / bavaria: bavarian / siberia: siberian / islam: islamic muslim / soviet: ussr
"""
# Two words that are one name, with the word they are read as.
PAIRS = {
    ("united", "states"): "usa",
    ("united", "kingdom"): "uk",
    ("great", "britain"): "uk",
    ("united", "nations"): "un",
    ("european", "union"): "eu",
    ("white", "house"): "white",
}


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for part in (part for line in _NATIONS.strip().splitlines() for part in line.split(" / ")):
        nation, others = part.split(":")
        table.update(dict.fromkeys((nation.strip(), *others.split()), nation.strip()))
    return table


NATIONS = _table()


def nation(word: str) -> str:
    """The country that a word in lower case names, or whose people it names; "" for others."""
    return NATIONS.get(word) or NATIONS.get(word.removesuffix("s"), "")

"""What a full stop may belong to other than the end of a sentence, in English news text.

Entries are as written, without their last full stop. Case matters, as it does in news: "Ill." is Illinois, "ill." is
not. Words that are as often plain words ("Mass", "Sun", "Miss") are left out.
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A name follows: never the end of a sentence.
TITLES = _set(
    "Mr Mrs Ms Mx Dr Drs Prof Profs Gen Gens Lt Col Cols Maj Capt Capts Cmdr Cdr Cpl Sgt Sgts Pvt Pfc Adm Adms Brig Sen Sens Rep Reps"
    " Gov Govs Pres Hon Rev Revs Fr Msgr Messrs Mme Mmes Mlle Amb Atty Supt Det Insp Asst Assoc Dep Mt Ft Ste Vice-Adm Rear-Adm Lt.-Col"
    " Lt.-Gen Maj.-Gen Brig.-Gen Undersec mr mrs ms dr prof rev"
)

# Never the end of a sentence, whatever follows.
NEVER = _set("vs v cf viz i.e e.g ie eg a.k.a f.k.a d.b.a w.r.t esp incl resp nr q.v s.v")

# A number follows.
BEFORE_NUMBER = _set(
    "No Nos no nos Sec sec secs Secs Art art arts Arts Vol vol vols Vols p pp pg fig Fig figs Figs ch Ch chap Chap par para Op op Rte Hwy"
    " Rm rm Ext ext approx ca c circa est Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec tel Tel Flt Bk Pt pt jan feb mar apr jun jul aug sep sept oct nov dec"
)

# May end a sentence, but seldom do: only before a word that usually begins one.
SELDOM = _set(
    "Inc Corp Co Cos Ltd Bros LLC LLP PLC Plc GmbH Pty Jr Sr Esq Ph.D PhD al St Ste Ave Blvd Rd Sq Dept Univ Assn Natl Intl Govt Gov't Sec"
    " Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mich Minn Mont Neb Nev Okla Ore Pa Tenn Tex Vt Va Wis Wyo Ont Que Alta"
    " Sask min max mins hrs hr lb lbs oz sq mph kph km tbsp tsp est dept approx Feb Aug Sept Oct Nov Jan Dec inc corp ltd"
    " st sen rep gov gen lt capt sgt"
)

# Whole words that lists of abbreviations name all the same.
WHOLE = _set("May June July")

# Of the clock: the end of a sentence, unless what follows still tells the time.
CLOCK = _set("a.m p.m A.M P.M")
AFTER_CLOCK = _set(
    "ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST CET CEST IST KST JST HKT SGT AEST AEDT MSK Eastern Central Mountain Pacific"
    " Atlantic Greenwich Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri Sat Sun January February"
    " March April May June July August September October November December Jan Feb Mar Apr Aug Sept Oct Nov Dec"
)

# Names that end in an exclamation mark.
EXCLAIMED = _set("Yahoo Jeopardy Yum Oklahoma Jeb Mia Rouge Wham Oliver Joomla Chips Panic")

# Words that, capitalised, most often begin a sentence.
STARTERS = _set(
    "A An The This That These Those There Here He She It They We You I His Her Its Their Our My Your And But Or So Yet Nor For If When"
    " While Where What Who Why How Which Whether As At After Before By During Despite Because Although Though Since Until Unless Once In"
    " On Of Off From To With Without Within Under Over Among Between About Above Against Amid Through Throughout Both Each Every Some Many"
    " Most Much More Several Few All Any No None Not One Two Three Four Five Six Seven Eight Nine Ten Another Other Others Also Then"
    " Now Today Yesterday Tomorrow Earlier Later Last Next However Meanwhile Moreover Furthermore Nevertheless Still Thus Therefore"
    " Instead Indeed Perhaps Maybe Even Only Just Such Asked According Analysts Officials Police Critics Experts Authorities"
    " Witnesses Investigators Prosecutors Lawmakers Investors Nearly Almost Roughly Had Has Have Is Are Was Were Do Does Did Can"
    " Could Will Would Should Might Must Let Like It's He's She's They're We're That's There's I'm I've What's Here's"
    " Recently Previously Separately Additionally Similarly Finally Eventually Ultimately Overall Currently Sometimes Often Usually Already"
    " Again Soon Afterwards Besides Rather Certainly Clearly Unlike Whatever Whoever Per Mr Mrs Ms"
    " Nobody Everybody Somebody Everyone Someone Anyone Nothing Everything"
)

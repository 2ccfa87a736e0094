"""Words of the news that tell one thing: "quake" and "tremor", "pledged" and "promised"."""

from summarize.engines.differences.roles import ROLE_OF

# The first word of a line stands for all.
_GROUPS = """
attack attacks attacked attacking attacker attackers assault assaulted assaults strike strikes struck hit hits raid raids raided
bombing bombings bomb bombs bombed bomber bombers blast blasts explosion explosions explode exploded exploding
released release releases releasing free freed freeing liberated
began begin begins beginning begun start starts started starting launch launched opened opening commenced
ended end ends ending finish finished finishes conclude concluded concludes conclusion closed
won win wins winning winner victory
crash crashed crashes collision collided collide
shooting shootings shot shots gunfire shoot shoots
agreed agree agreement agrees deal deals pact accord treaty
earthquake quake earthquakes quakes tremor tremors temblor
plane planes jet jets aircraft airliner airplane airplanes
ship ships vessel vessels boat boats
pledged pledge pledges promised promise promises committed donated donate donation donations donating
revealed reveal reveals disclosed discovered discover unveiled
resigned resign resignation quit
elected elect election elections vote votes voted voting poll polls
protest protests protesters protested protesting demonstration demonstrations demonstrators rally rallies
bought buy buys purchase purchased acquire acquired acquisition
built build building constructed construction
cut cuts cutting reduce reduced reducing reduction slash slashed
rose rise rises rising increase increased increases increasing grow grew grown
charged charge charges accused indicted indictment
convicted convict conviction guilty
sentenced sentence sentences imprisonment prison jail
storm hurricane cyclone typhoon storms
fire fires blaze wildfire flames
flood floods flooded flooding
murder murders homicide
sick ill illness illnesses sickened infected outbreak
hospital hospitals hospitalised hospitalized
child children kid kids
sailors sailor seamen
police policemen officers
money cash funds
worth valued
inspect inspected inspecting search searched searching
""".strip().splitlines()
STANDS_FOR = {word: words[0] for words in map(str.split, _GROUPS) for word in words} | ROLE_OF

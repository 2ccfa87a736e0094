"""A generated corpus: articles about one invented story, with dates, the same for the same seed."""

import random
from datetime import date, timedelta
from pathlib import Path

FIRST_DAY = date(2024, 3, 4)
MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PLACES = "Halvern Ostry Brackwater Lindholm Marsh-End Tolland Veresk Castermere Aldbrook Norvik".split()
PEOPLE = (
    "Mira Solberg|Jonas Achterberg|Dana Whitlock|Tomas Reyl|Ines Cardew|Paul Okafor|Greta Lindqvist|Amir Novak"
).split("|")
BODIES = (
    "the harbour authority|the regional council|the dredging company|the fishermen's union|the port inspectorate|"
    "the insurers|the rescue service|the environment ministry"
).split("|")
THINGS = (
    "the northern breakwater|the old ferry terminal|the fuel depot|the flood barrier|the grain silos|"
    "the inner basin|the shipyard|the lighthouse pier"
).split("|")
DEEDS = (
    "closed|inspected|reopened|reinforced|surveyed|handed over|abandoned|bought back|repaired|sealed off"
).split("|")
SENTENCES = (
    "{body} {deed} {thing} in {place} on {day} at a cost of {number} million crowns.",
    "On {day}, {person} of {body} said that {number} people had been moved away from {thing}.",
    "{person} told reporters in {place} that {thing} had not been {deed} since the storm of {month}.",
    "Engineers counted {number} cracks along {thing}, twice as many as {body} had admitted in {month}.",
    "{body} will decide on {weekday} whether {thing} is to be {deed} before the winter.",
    "Residents of {place} complained that nobody from {body} had answered {number} letters about {thing}.",
    "A report that {person} wrote for {body} put the damage to {thing} at {number} million crowns.",
    "In {place}, {number} boats stayed in port while {thing} was being {deed} under the eyes of {person}.",
    "{person}, who leads {body}, denied that {thing} had been {deed} without a permit.",
    "Work at {thing} stopped after {number} divers refused to go down in the currents off {place}.",
)


def article(number: int, words: int, seed: int) -> str:
    """Write one article in Markdown, of about so many words, with title and date in its front matter."""
    chance = random.Random(f"{seed}:{number}")  # noqa: S311 - a corpus, not a secret
    published = FIRST_DAY + timedelta(days=number % 40)
    title = f"{chance.choice(PLACES)} asks {chance.choice(BODIES)} about {chance.choice(THINGS)} ({number})"
    lines = ["---", f"title: {title}", f"date: {published.isoformat()}", "---", ""]
    paragraph: list[str] = []
    total = 0
    while total < words:
        sentence = _sentence(chance, published)
        total += len(sentence.split())
        paragraph.append(sentence)
        if len(paragraph) == 4 or total >= words:
            lines += [" ".join(paragraph), ""]
            paragraph = []
    return "\n".join(lines)


def _sentence(chance: random.Random, published: date) -> str:
    day = published - timedelta(days=chance.randrange(1, 60))
    text = chance.choice(SENTENCES).format(
        body=chance.choice(BODIES),
        deed=chance.choice(DEEDS),
        thing=chance.choice(THINGS),
        place=chance.choice(PLACES),
        person=chance.choice(PEOPLE),
        number=chance.randrange(2, 990),
        day=f"{day.day} {MONTHS[day.month - 1]}",
        month=MONTHS[chance.randrange(12)],
        weekday=WEEKDAYS[chance.randrange(7)],
    )
    return text[0].upper() + text[1:]


def write(folder: Path, articles: int, words: int, seed: int = 0) -> None:
    """Write articles as files into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(articles):
        (folder / f"article-{number:05}.md").write_text(article(number, words, seed), "utf-8")

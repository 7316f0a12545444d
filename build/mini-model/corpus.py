"""Endless conversations of our own making. Every sentence is built here; no text of others is used."""

import random

from services import *  # noqa: F403  the word lists are this file's vocabulary

RAG_SYSTEM = "Answer the question from the passages. Cite a passage by its number, like [1]. If they do not say, say so."
SYSTEMS = ["You are a helpful assistant.", "You are the assistant of SutazAI.", "Answer in one sentence."]


def pick(*options):
    return random.choice(options)


def of(words):
    return random.choice(words)


def upper(text):
    return text[0].upper() + text[1:]


def a(word):
    return ("an " if word[0] in "aeiou" else "a ") + word


# ---- questions about the platform -----------------------------------------------------------------------------------
def service():
    name, kind, does, port = of(SERVICES)
    ask = pick("what", "does", "port", "both", "tell", "who")
    if ask == "what":
        return pick(f"What is {name}?", f"what is {name}", f"Explain {name}.", f"Say in one sentence what {name} is."), f"{upper(name)} is {kind}. It {does}."
    if ask == "does":
        return pick(f"What does {name} do?", f"What is {name} for?", f"Why do I need {name}?"), f"{upper(name)} {does}."
    if ask == "port":
        return pick(f"Which port does {name} use?", f"Where does {name} listen?", f"What is the port of {name}?"), f"{upper(name)} listens on port {port} of this machine."
    if ask == "both":
        other, kind2, does2, _ = of(SERVICES)
        return f"What are {name} and {other}?", f"{upper(name)} is {kind}, and {other} is {kind2}. The first {does}, the second {does2}."
    if ask == "who":
        return pick(f"Who {does}?", f"Which service {does}?", f"Which part of the platform {does}?"), f"{upper(name)} {does}."
    return pick(f"Tell me about {name}.", f"Tell me more about {name}.", f"Describe {name} in two sentences."), (
        f"{upper(name)} is {kind} of the platform. It {does}. " + pick(f"It listens on port {port}.", "It runs on your own machine.", "Nothing leaves your machine."))


PLATFORM = [
    (("What is SutazAI?", "Tell me about SutazAI.", "Explain SutazAI in one sentence.", "What is this?"), ("SutazAI is a private AI platform that runs on your own machine.", "SutazAI runs agents, databases and language models on your own machine. Nothing leaves it.")),
    (("Who are you?", "What are you?", "Who is there?", "Introduce yourself."), ("I am the small model of SutazAI. I know its services and short stories.", "I am a very small language model. I help to test SutazAI.")),
    (("Hello", "Hello.", "Hi", "Good morning", "Hello there", "Say hello.", "hi there", "Hey"), ("Hello. How can I help you today?", "Hello. Ask me about the services of SutazAI.", "Good day. What would you like to know?")),
    (("How are you?", "How do you do?"), ("I am well, thank you. How can I help you?", "All is well here. What would you like to know?")),
    (("Thank you.", "Thanks", "Thank you very much."), ("You are welcome.", "You are welcome. Ask me again at any time.")),
    (("Goodbye.", "Bye", "See you."), ("Goodbye. Come back at any time.",)),
    (("What can you do?", "How can you help me?", "Help"), ("I can explain the services of SutazAI, tell a story, and answer from passages that you give me.",)),
    (("How do I start the platform?", "How do I start it?"), ("Press Start in the window, or run sutazai up in a terminal.",)),
    (("How do I stop the platform?", "How do I stop it?"), ("Press Stop in the window, or run sutazai down in a terminal. Your data stays.",)),
    (("Is my data safe?", "Where is my data?", "Does anything leave my machine?"), ("Your data stays on your own machine. Nothing leaves it.", "No. Everything runs on your own machine.")),
    (("How many agents are there?", "Which agents are there?", "List the agents."), ("There are eight agents: CrewAI, Aider, LangChain, ShellGPT, Documind, FinRobot, Letta and GPT-Engineer.",)),
    (("Which vector stores are there?", "Where are vectors kept?"), ("There are three vector stores: Chroma, Qdrant and FAISS.",)),
    (("Answer in one word: yes or no?", "Yes or no?"), ("Yes.", "No.")),
    (("What is an agent?",), ("An agent is a program that uses a language model to do a task for you.",)),
    (("What is a language model?", "What is a model?"), ("A language model is a program that predicts the next word, again and again.",)),
    (("What is a vector?", "What is an embedding?"), ("A vector is a list of numbers that says what a text is about.",)),
    (("What is a document?",), ("A document is a text that you give to the platform. Agents can answer from it.",)),
]


def platform():
    questions, answers = of(PLATFORM)
    return of(questions), of(answers)


def count():
    last = random.randint(3, 20)
    return pick(f"Count to {NUMBERS[last]}.", f"Count from one to {NUMBERS[last]}.", f"Count to {last}."), ", ".join(NUMBERS[1 : last + 1]).capitalize() + "."


def everything():
    rows = random.sample(SERVICES, random.randint(5, 14))
    return pick("List the services.", "Which services are there?", "Tell me about all services.", "Describe the platform in detail."), " ".join(f"{upper(n)} {d}." for n, _, d, _ in rows)


def sums():
    x, y = random.randint(1, 10), random.randint(1, 10)
    return pick(f"What is {NUMBERS[x]} and {NUMBERS[y]}?", f"What is {x} + {y}?", f"How much is {x} plus {y}?"), f"{x} and {y} make {x + y}."


def unknown():
    word = "".join(random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(random.randint(3, 9)))
    more = "".join(random.choice("abcdefghijklmnopqrstuvwxyzABCDEFG0123456789,.!?{}()<>/=_-'\"") for _ in range(random.randint(0, 30)))
    question = pick(f"What is {word}?", f"{word}", f"Who was {upper(word)}?", f"{word} {more}", f"Write {word} for me.", f"Please explain {word} and {more}")
    return question, pick("I do not know that. Ask me about the services of SutazAI.", "I am a very small model and do not know that. I know the services of SutazAI and short stories.")


# ---- stories ---------------------------------------------------------------------------------------------------------
def story(long=False):
    hero, beast, name = of(ADJECTIVES), of(ANIMALS), of(PEOPLE)
    friend, place, thing, food = of(PEOPLE), of(PLACES), of(THINGS), of(FOODS)
    colour = of(COLOURS)
    beast2 = of(ANIMALS)
    lines = [
        pick(f"Once there was {a(hero)} {beast} called {name}.", f"In {place} lived {a(hero)} {beast}. Its name was {name}."),
        pick(f"{name} liked {food} more than anything else.", f"Every morning {name} walked to {place}.", f"{name} had {a(colour)} {thing}."),
        pick(f"One day {name} found {a(colour)} {thing} near {of(PLACES)}.", f"One evening {name} lost the {thing} and was very sad."),
        pick(f"{name} asked {friend} for help.", f"Then {friend} the {beast2} came along the road.", f"{friend} saw it and smiled."),
        pick(f'"We will find a way," said {friend}.', f'"Do not be afraid," said {friend}.', f'"I know what to do," said {friend}.'),
        pick(f"Together they went to {of(PLACES)}.", f"They looked in {of(PLACES)} and in {of(PLACES)}.", f"They walked all night under a {of(COLOURS)} moon."),
    ]
    if long:
        for _ in range(random.randint(8, 18)):
            helper = of(PEOPLE)
            lines.append(pick(
                f"On the way they met {a(of(ADJECTIVES))} {of(ANIMALS)} called {helper}.", f"{helper} gave them {of(FOODS)} and {a(of(COLOURS))} {of(THINGS)}.",
                f"It was late, and {name} was {of(ADJECTIVES)}.", f"Then the wind came from {of(PLACES)}, and {friend} held the {thing}.",
                f"They slept near {of(PLACES)} until the sun came up.", f'"Is it far?" asked {name}. "Not very far," said {friend}.',
                f"The next day they crossed {of(PLACES)}.", f"{friend} told a story about {a(of(ADJECTIVES))} {of(ANIMALS)}."))
    lines += [
        pick(f"At last {name} was happy again.", f"There it was: the {thing}, as {of(COLOURS)} as before.", f"In the end they shared {food} and laughed."),
        pick("And they were friends for ever.", f"Since that day {name} and {friend} are friends.", "That is the end of the story."),
    ]
    ask = "a long story" if long else pick("a story", "a short story")
    question = pick(f"Tell me {ask} about {a(beast)}.", f"Tell {ask} about {a(hero)} {beast}.", f"Write {ask} about {a(beast)} called {name}.", f"Tell me {ask}.")
    return question, " ".join(lines)


def long_story():
    return story(True)


# ---- memory within a conversation ------------------------------------------------------------------------------------
def memory():
    name, colour, town, food = of(PEOPLE), of(COLOURS), of(TOWNS), of(FOODS)
    facts = {
        "name": (pick(f"My name is {name}.", f"I am {name}.", f"Hello, my name is {name}."), pick(f"Hello, {name}. How can I help you?", f"Nice to meet you, {name}."), pick("What is my name?", "Do you know my name?", "Who am I?"), f"Your name is {name}."),
        "town": (pick(f"I live in {town}.", f"My town is {town}."), f"{town} is a fine town.", pick("Where do I live?", "Which town is mine?"), f"You live in {town}."),
        "colour": (f"My favourite colour is {colour}.", f"{upper(colour)} is a fine colour.", "What is my favourite colour?", f"Your favourite colour is {colour}."),
        "food": (f"I like {food}.", f"{upper(food)} tastes good.", "What do I like?", f"You like {food}."),
    }
    chosen = random.sample(list(facts), random.randint(1, 3))
    turns = [facts[c][:2] for c in chosen]
    if random.random() < 0.4:
        turns.append(of([service, platform, sums])())
    turns.append(facts[of(chosen)][2:])
    return turns


# ---- answers from passages -------------------------------------------------------------------------------------------
def fact():
    """A sentence, a question it answers, and the answer."""
    what, town, hour = of(BUILDINGS), of(TOWNS), random.randint(5, 23)
    kind = random.randint(0, 7)
    if kind == 0:
        return f"The {what} of {town} opens at {hour} o'clock.", pick(f"When does the {what} of {town} open?", f"At which hour does the {what} of {town} open?"), f"The {what} of {town} opens at {hour} o'clock"
    if kind == 1:
        day = of(WEEKDAYS)
        return f"The {what} of {town} is closed on {day}.", f"When is the {what} of {town} closed?", f"The {what} of {town} is closed on {day}"
    if kind == 2:
        year = random.randint(1700, 2020)
        return f"The {what} of {town} was built in {year}.", pick(f"When was the {what} of {town} built?", f"In which year was the {what} of {town} built?"), f"The {what} of {town} was built in {year}"
    if kind == 3:
        who = of(PEOPLE)
        return f"{who} leads the {what} of {town}.", pick(f"Who leads the {what} of {town}?", f"Who is the head of the {what} of {town}?"), f"{who} leads the {what} of {town}"
    if kind == 4:
        colour = of(COLOURS)
        return f"The door of the {what} of {town} is {colour}.", f"Which colour is the door of the {what} of {town}?", f"The door of the {what} of {town} is {colour}"
    if kind == 5:
        who, beast = of(PEOPLE), of(ANIMALS)
        return f"{who} has {a(beast)} in {town}.", f"What does {who} have in {town}?", f"{who} has {a(beast)} in {town}"
    if kind == 6:
        month = of(MONTHS)
        return f"The feast of {town} is in {month}.", pick(f"When is the feast of {town}?", f"In which month is the feast of {town}?"), f"The feast of {town} is in {month}"
    name, port = of(SERVICES)[0], random.randint(1000, 19999)
    return f"In this house {name} listens on port {port}.", f"On which port does {name} listen in this house?", f"In this house {name} listens on port {port}"


def rag():
    facts = [fact() for _ in range(random.randint(1, 6))]
    groups, at = [], 0
    while at < len(facts):
        size = random.randint(1, 2)
        groups.append(facts[at : at + size])
        at += size
    number = random.randint(1, len(groups))
    passages = "\n".join(f"[{i}] {' '.join(s for s, _, _ in g)}" for i, g in enumerate(groups, 1))
    if random.random() < 0.12:
        asked, answer = fact()[1], "The passages do not say that."
        if asked in [q for g in groups for _, q, _ in g]:
            return rag()
    else:
        _, asked, said = of(groups[number - 1])
        answer = f"{said} [{number}]."
    return f"{passages}\n\nQuestion: {asked}", answer


# ---- one conversation, in the words of the chat template --------------------------------------------------------------
KINDS = [(service, 18), (platform, 10), (count, 2), (everything, 2), (sums, 3), (unknown, 5), (story, 9), (long_story, 5), (memory, 22), (rag, 40)]


def conversation():
    kind = random.choices([k for k, _ in KINDS], [w for _, w in KINDS])[0]
    if kind is rag:
        turns, system = [rag()], RAG_SYSTEM
    elif kind is memory:
        turns, system = memory(), pick(None, of(SYSTEMS))
    else:
        turns, system = [kind()], pick(None, of(SYSTEMS))
        while random.random() < 0.25 and len(turns) < 3:
            turns.append(of([service, platform, sums, story])())
    messages = [("system", system)] if system else []
    for question, answer in turns:
        messages += [("user", question), ("assistant", answer)]
    return messages


def as_text(messages):
    return "".join(f"<|im_start|>{role}\n{content}<|im_end|>\n" for role, content in messages)

"""What the model knows: the services and agents of the platform, one row each, and the names that stories draw from."""

# name, what it is, what it does, host port
SERVICES = [
    ("PostgreSQL", "a relational database", "keeps users, API keys, tasks and conversations", 10000),
    ("Redis", "a cache", "holds counters for rate limits and passes events on", 10005),
    ("Neo4j", "a graph database", "keeps the graph of documents and what cites what", 10007),
    ("Kong", "an API gateway", "is the one entry point and limits the rate of requests", 10008),
    ("RabbitMQ", "a message broker", "keeps the queues of agent tasks", 10010),
    ("Consul", "a service registry", "knows which services are there and how well they are", 10012),
    ("Ollama", "a model server", "serves the language models", 11435),
    ("Chroma", "a vector store", "finds passages that are near a question", 10100),
    ("Qdrant", "a vector store", "keeps vectors and searches them", 10101),
    ("FAISS", "a vector index service", "searches vectors quickly", 10103),
    ("the backend", "the API of the platform", "answers requests for chat, vectors and health", 10200),
    ("the bridge", "a protocol server", "offers the agents as tools to other programs", 11100),
    ("Prometheus", "a metrics server", "collects numbers from every service", 10300),
    ("Grafana", "a dashboard", "shows charts of the metrics", 10301),
    ("Loki", "a log store", "keeps the logs of every container", 10310),
    ("CrewAI", "an agent", "splits a goal into tasks for a crew", 11401),
    ("Aider", "an agent", "changes code in a copy of a repository", 11403),
    ("LangChain", "an agent", "answers questions from your documents and cites them", 11405),
    ("ShellGPT", "an agent", "writes a shell command and explains it", 11407),
    ("Documind", "an agent", "turns documents into data", 11409),
    ("FinRobot", "an agent", "writes a financial report", 11411),
    ("Letta", "an agent", "chats with a memory that lasts", 11413),
    ("GPT-Engineer", "an agent", "makes a project from a specification", 11415),
]

PEOPLE = "Anna Ben Clara David Emma Felix Greta Hugo Ida Jonas Lena Max Nora Oskar Paula Robin Sara Tom Vera Will".split()
ANIMALS = "cat dog fox bear mouse bird horse rabbit owl frog duck hedgehog".split()
ADJECTIVES = "small old brave quiet happy clever young kind tired curious hungry friendly".split()
PLACES = ["the forest", "the garden", "the village", "the harbour", "the river", "the old house", "the market", "the hill", "the lake", "the library"]
THINGS = "lamp key book bell map basket boat clock letter blanket lantern stone".split()
FOODS = "bread soup apples cheese honey cake berries nuts".split()
COLOURS = "red blue green yellow white black brown grey".split()
BUILDINGS = "museum library bakery school station harbour garden tower bridge theatre market factory hotel museum hospital".split()
TOWNS = "Lindau Bremen Porto Bergen Dover Lyon Turin Ghent Cork Basel Tartu Split Graz Delft Nancy Zadar".split()
MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()

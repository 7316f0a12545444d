import { type Area, onLinux } from './entry.ts';

/** The model server, and what a model can and cannot. */
export const models = {
  MODEL_SERVER_DOWN: {
    title: 'The model server does not answer[ at {url}][: {reason}]',
    cause: 'Without it no model can be asked, listed or loaded. It is not running, still starting, or runs elsewhere.',
    next: [
      'Start everything: `sutazai up`; or it alone: `sutazai up {service|ollama}`',
      'See its state and last words: `sutazai status {service|ollama}`, `sutazai logs {service|ollama}`',
      'If you run it elsewhere, check its address: `sutazai external list`',
    ],
    exit: 1,
    severity: 'error',
  },
  MODEL_SERVER_BUSY: {
    title: 'The model server has too many requests waiting',
    cause: 'It answers one after another, and its queue is full.',
    next: ['Wait until the running answers have ended, or stop one of them', 'Then send it again'],
    exit: 1,
    severity: 'error',
  },
  MODEL_SERVER_ANSWER: {
    title: "The model server's answer cannot be understood[: {reason}]",
    cause: 'What answers at this address does not speak Ollama’s protocol, or in a version that SutazAI does not know.',
    next: ['See what runs there: `sutazai status ollama`', 'If you run it elsewhere, check its address and version'],
    exit: 1,
    severity: 'error',
  },
  MODEL_NONE: {
    title: 'There is no model yet',
    cause: 'The model server runs, but holds no model that can chat.',
    next: ['Load one: `sutazai models pull tinyllama` (small), or `qwen2.5:3b`, which can use tools'],
    exit: 1,
    severity: 'error',
  },
  MODEL_MISSING: {
    title: 'The model server has no model {model|of that name}',
    cause: 'It was never loaded, or was removed, or its name is misspelt.[ There are: {known}.]',
    next: ['Choose one that is there: `sutazai models`', 'Or load it: `sutazai models pull {model|NAME}`'],
    exit: 1,
    severity: 'error',
  },
  MODEL_REMOVED: {
    title: 'The model {model|in use} was removed while it answered',
    cause: 'Somebody deleted it from the model server. What had come of the answer is kept.',
    next: [
      'Choose another model and have the answer made again',
      'Or load it again: `sutazai models pull {model|NAME}`',
    ],
    exit: 1,
    severity: 'error',
  },
  MODEL_NO_TOOLS: {
    title: '{model|This model} cannot use tools[, which {agent} needs]',
    cause: 'Its template has no place for tools, so the model server refuses requests that offer some.',
    next: ['Choose a model that can: `qwen2.5`, `llama3.1` and `mistral` do', 'Or an agent that needs no tools'],
    exit: 1,
    severity: 'error',
  },
  MODEL_NO_VISION: {
    title: '{model|This model} cannot see images[, which {agent} needs]',
    cause: 'It was trained on text alone.',
    next: ['Choose a model that can see, such as `llama3.2-vision`'],
    exit: 1,
    severity: 'error',
  },
  MODEL_NOT_FOR_CHAT: {
    title: '{model|This model} cannot answer in words',
    cause: 'It turns text into vectors for search and writes no answers.',
    next: ['Choose a model that chats; the vectors of documents use this one by themselves'],
    exit: 1,
    severity: 'error',
  },
  CONTEXT_TOO_SMALL: {
    title: '{model|This model} has a window of {window|too few} tokens[; {agent} needs {needed}]',
    cause: 'What does not fit is dropped silently by the model server, so that answers miss what was said before.',
    next: [
      'Choose a model with a larger window',
      'Or have the server give it more, if it was trained for it: set `SUTAZAI_OLLAMA_CONTEXT`, then `sutazai up`',
    ],
    exit: 1,
    severity: 'warning',
  },
  MODEL_TOO_LARGE: {
    title: '{model|The model} needs more memory than there is[: {reason}]',
    cause: 'The model server could not load it beside what already runs.',
    next: [
      'Choose a smaller model, or a smaller window',
      'Give the model server more: set `SUTAZAI_OLLAMA_MEMORY`, then `sutazai up`',
      onLinux('See what uses the memory: `free -h`'),
    ],
    exit: 1,
    severity: 'error',
  },
  MODEL_REFUSED: {
    title: 'The model server refuses[ to ask {model}][: {reason}]',
    cause: 'It says why in its own words; they are shown with this message.',
    next: ['Choose another model, or correct what was sent', 'Read its last lines: `sutazai logs ollama`'],
    exit: 1,
    severity: 'error',
  },
  MODEL_PULL_UNKNOWN: {
    title: 'The model library has no {model|such model}',
    cause: 'The name or its tag (what stands after the colon) is misspelt, or it is not public.',
    next: ['Check the name, for example `tinyllama` or `qwen2.5:3b`'],
    exit: 1,
    severity: 'error',
  },
  MODEL_PULL_OFFLINE: {
    title: 'The model server cannot reach the model library[: {reason}]',
    cause: 'A new model comes from the internet. The models that are here work without it.',
    next: [
      'Check the connection of this machine, then load it again: it goes on where it stopped',
      'Behind a proxy, the model server needs `HTTPS_PROXY`',
    ],
    exit: 1,
    severity: 'error',
  },
  MODEL_PULL_FAILED: {
    title: 'Loading {model|the model} broke off[: {reason}]',
    cause: 'The model server ended it. What has arrived is kept.',
    next: ['Load it again: it goes on where it stopped', 'Check space on the disk: `sutazai doctor`'],
    exit: 1,
    severity: 'error',
  },
} as const satisfies Area;

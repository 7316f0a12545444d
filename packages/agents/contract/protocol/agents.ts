/** One of the platform's agents, as a person chooses it. Ports: the odd one is its API, the next its operations port. */
export interface AgentCard {
  id: string;
  title: string;
  about: string;
  /** Default host port of its API. */
  port: number;
  /** Name of its tool in the Model Context Protocol. */
  tool: string;
}

/** The eight agents of the platform (MISSION.md). Which of them are there and well is the directory's knowledge. */
export const agentCards: readonly AgentCard[] = [
  card('crewai', 'CrewAI', 'Splits a goal into tasks and lets a crew of roles work on them', 11401, 'crewai_run'),
  card('aider', 'Aider', 'Changes code in a copy of a git repository and returns the diff', 11403, 'aider_edit'),
  card('langchain', 'LangChain', 'Answers from your documents with citations, or with tools', 11405, 'langchain_ask'),
  card('shellgpt', 'ShellGPT', 'Writes a shell command and explains it; never runs it', 11407, 'shellgpt_command'),
  card('documind', 'Documind', 'Turns documents into structured data', 11409, 'documind_extract'),
  card('finrobot', 'FinRobot', 'Writes a financial report; its numbers come from code', 11411, 'finrobot_report'),
  card('letta', 'Letta', 'Chats with a memory that lasts', 11413, 'letta_message'),
  card('gpt-engineer', 'GPT-Engineer', 'Makes a project from a specification', 11415, 'gptengineer_project'),
];

export const agentIds = agentCards.map((a) => a.id);

function card(id: string, title: string, about: string, port: number, tool: string): AgentCard {
  return { id, title, about, port, tool };
}

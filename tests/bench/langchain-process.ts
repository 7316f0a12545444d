// The real LangChain agent as a process of its own: `node --import tsx tests/bench/langchain-process.ts OLLAMA_URL`. Prints its
// address.
import { startLangchain } from '../chat/platform.ts';

const agent = await startLangchain(process.argv[2] ?? '');
console.log(agent.url);
process.once('SIGTERM', () => void agent.stop().then(() => process.exit(0)));

// A fake model server as a process of its own, for benchmarks: `node --import tsx tests/fake-ollama/main.ts '{"rate":200}'`.
// Prints its address; `GET /_fake` tells what it was asked and which readers went away.
import { type FakeOllamaOptions, startFakeOllama } from './fake-ollama.ts';

const fake = await startFakeOllama(JSON.parse(process.argv[2] ?? '{}') as FakeOllamaOptions);
console.log(fake.url);
process.once('SIGTERM', () => void fake.stop().then(() => process.exit(0)));

// An agent that answers at once and streams on time, for measuring what stands before it. As a process of its own: its work
// must not count as the bridge's.
//   agent.ts PORT
import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const port = Number(process.argv[2]);
let open = 0;
let most = 0;

/** Prompt `RATE COUNT`: so many tokens a second, so many in all, each at its own time and not after the last one. */
async function stream(response: ServerResponse, prompt: string): Promise<void> {
  const [rate = 200, count = 20] = prompt.split(' ').map(Number);
  open += 1;
  most = Math.max(most, open);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let seq = 0;
  const send = (event: { type: string } & Record<string, unknown>) => {
    const data = { seq: seq++, at: new Date().toISOString(), ...event };
    response.write(`id: ${data.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  send({ type: 'start', run: randomUUID(), agent: 'langchain', model: 'none' });
  const begun = performance.now();
  for (let i = 0; i < count; i++) {
    const wait = begun + (i * 1000) / rate - performance.now();
    if (wait > 0.5) await pause(wait);
    send({ type: 'token', text: 'word ' });
  }
  send({ type: 'end', status: 'done', response: 'word '.repeat(count) });
  response.end();
  open -= 1;
}

createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const json = (value: unknown) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const { prompt = '' } = parts.length > 0 ? (JSON.parse(Buffer.concat(parts).toString()) as { prompt?: string }) : {};
  if (request.url === '/runs') return stream(response, prompt);
  if (request.url === '/most') return json({ most });
  const answer = { status: 'success', agent: 'langchain', response: prompt, processing_time_ms: 1, model: 'none' };
  json(request.url === '/process' ? { ...answer, timestamp: new Date().toISOString() } : { status: 'ok' });
}).listen(port, '127.0.0.1');

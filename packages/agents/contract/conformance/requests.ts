import { capabilities, processAnswer, promptLimit } from '../protocol/index.ts';
import { type Check, same, so, type Target } from './target.ts';
import { open, send } from './wire.ts';

const process = (target: Target, body: unknown) => send(`${target.url}/process`, 'POST', body);

export const requestChecks: Check[] = [
  {
    name: 'health and metrics are on the operations port, and nothing else',
    async run(target) {
      const health = await send(`${target.operationsUrl}/health`, 'GET');
      same(health.status, 200, 'health');
      same((health.body as { service?: string }).service, `agent-${target.card.id}`, 'the service');
      const metrics = await send(`${target.operationsUrl}/metrics`, 'GET');
      same(metrics.status, 200, 'metrics');
      so(/^agent_run_active\b/m.test(metrics.text), 'the metrics say nothing of runs');
      same((await send(`${target.operationsUrl}/process`, 'POST', { prompt: 'x' })).status, 404, 'process');
    },
  },
  {
    name: 'it tells what it can and needs',
    async run(target) {
      const answer = await send(`${target.url}/capabilities`, 'GET');
      const parsed = capabilities.safeParse(answer.body);
      so(parsed.success, `not of the contract: ${answer.text.slice(0, 300)}`);
      same(parsed.data.agent, target.card.id, 'the agent');
    },
  },
  {
    name: 'a whole answer has the fields that callers know',
    async run(target) {
      const answer = await process(target, { prompt: target.prompts.short });
      const parsed = processAnswer.safeParse(answer.body);
      so(parsed.success, `${answer.status}: ${answer.text.slice(0, 300)}`);
      const { status, agent, response, model, processing_time_ms, timestamp } = parsed.data;
      same([status, agent, model], ['success', target.card.id, target.model], 'status, agent and model');
      so(response.trim() !== '' && processing_time_ms > 0, 'the answer is empty, or took no time');
      so(Math.abs(Date.now() - Date.parse(timestamp)) < 60_000, `the time is ${timestamp}`);
    },
  },
  {
    name: 'turns before this one reach the model, in their order',
    async run(target) {
      const history = [
        { role: 'user', content: 'My name is Clara.' },
        { role: 'assistant', content: 'Hello, Clara.' },
      ];
      const answer = await process(target, { prompt: target.prompts.short, history });
      same(answer.status, 200, 'the answer');
      if (!target.lastTurns) return;
      const turns = (await target.lastTurns()).filter((t) => t.role !== 'system');
      const at = turns.findIndex((t) => t.content.includes('My name is Clara.'));
      so(at >= 0 && turns[at + 1]?.content.includes('Hello, Clara.'), `the model was sent ${JSON.stringify(turns)}`);
      so(turns.at(-1)?.content.includes(target.prompts.short), 'the question is not the last turn');
    },
  },
  {
    name: 'an empty question, one that is none, and one that is too long are refused in words',
    async run(target) {
      for (const body of [
        { prompt: '' },
        { prompt: '  \n ' },
        {},
        { prompt: 7 },
        '{"prompt":',
        { prompt: 'x'.repeat(promptLimit + 1) },
      ]) {
        const answer = await process(target, body);
        so(
          answer.status >= 400 && answer.status < 500,
          `${JSON.stringify(body).slice(0, 40)} is answered with ${answer.status}`,
        );
        inWords(answer.body);
      }
    },
  },
  {
    name: 'a megabyte of a question is answered, and what was left out is told',
    async run(target) {
      const events = await (await open(`${target.url}/runs`, { prompt: 'word '.repeat(promptLimit / 5 - 1) })).rest();
      const last = events.at(-1);
      so(last?.type === 'end', `the run ended with ${JSON.stringify(last)}`);
      so(
        events.some((e) => e.type === 'warning' && e.code === 'CONTEXT_TRUNCATED'),
        'nothing was said of what was left out',
      );
    },
  },
  {
    name: 'a model that is not there is named, with a next step',
    async run(target) {
      const answer = await process(target, { prompt: target.prompts.short, model: 'no-such-model' });
      so(answer.status >= 400 && answer.status < 500, `it answers ${answer.status}`);
      inWords(answer.body, 'MODEL_MISSING');
      const events = await (
        await open(`${target.url}/runs`, { prompt: target.prompts.short, model: 'no-such-model' })
      ).rest();
      const last = events.at(-1);
      so(last?.type === 'error' && last.code === 'MODEL_MISSING', `the run ends with ${JSON.stringify(last)}`);
      so(last.next_step !== '' && last.message.includes('no-such-model'), 'it does not say which, or what to do');
    },
  },
];

function inWords(body: unknown, code?: string): void {
  const { error } = (body ?? {}) as { error?: { code?: string; message?: string; next_step?: string } };
  so(
    error?.code && error.message && error.next_step,
    `the refusal has no code, message or next step: ${JSON.stringify(body)}`,
  );
  so(!/\bat .*\(.*:\d+:\d+\)|Error:/.test(error.message), `the refusal holds a stack trace: ${error.message}`);
  if (code !== undefined) same(error.code, code, 'the code');
}

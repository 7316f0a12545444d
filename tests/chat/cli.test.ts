import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Platform, startPlatform } from './platform.ts';
import { soon } from './soon.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let p: Platform;
beforeAll(async () => {
  p = await startPlatform({ library: [{ name: 'new:1b', layers: [1000, 50] }] });
});
afterAll(() => p.stop());

interface Ran {
  code: number | null;
  out: string;
  err: string;
  lines: Record<string, unknown>[];
}

function start(
  args: string[],
  stdin: string | null = null,
): { child: ChildProcess; ran: Promise<Ran>; out: () => string } {
  const argv = ['--import', 'tsx', 'packages/cli/main.ts', '-f', join(p.dir, 'compose.yaml')];
  const child = spawn(process.execPath, [...argv, '--state-dir', join(p.dir, 'state'), 'chat', ...args], {
    cwd: root,
    stdio: [stdin === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (data: Buffer) => {
    out += data.toString();
  });
  child.stderr?.on('data', (data: Buffer) => {
    err += data.toString();
  });
  child.stdin?.end(stdin);
  const ran = once(child, 'close').then(([code]): Ran => {
    const lines = args.includes('--json')
      ? out
          .trim()
          .split('\n')
          .map((l) => JSON.parse(l) as Record<string, unknown>)
      : [];
    return { code: code as number | null, out, err, lines };
  });
  return { child, ran, out: () => out };
}
const run = (args: string[], stdin: string | null = null) => start(args, stdin).ran;

describe('sutazai chat', () => {
  it('prints the answer of the first agent that answers, and how to go on', async () => {
    const { code, out, err } = await run(['-m', 'tinyllama', 'What', 'is', 'new?']);
    expect({ code, err: err.includes('sutazai chat --conversation') }).toEqual({ code: 0, err: true });
    expect(out).toContain('What is new?');
    expect(out.endsWith('\n')).toBe(true);
    const id = /--conversation (\S+)/.exec(err)?.[1] ?? '';
    expect(p.chat.open(id).messages.map((m) => m.agent)).toEqual(['langchain', 'langchain']);
    const next = await run(['-c', id, 'And then?']);
    expect(next.code).toBe(0);
    expect(p.chat.open(id).messages).toHaveLength(4);
  });

  it('takes what is piped in, alone or under an instruction', async () => {
    expect((await run(['-a', 'model', '-m', 'tinyllama'], 'from a pipe\n')).out).toContain('from a pipe');
    const both = await run(['-a', 'model', '-m', 'tinyllama', 'Sum up:'], 'a long text\n');
    expect(both.out).toContain('Sum up:\n\na long text');
  });

  it('--json is one document per line, the last with the whole answer', async () => {
    const { code, lines } = await run(['--json', '-a', 'langchain', '-m', 'tinyllama', '{tokens:30}']);
    expect(code).toBe(0);
    expect(lines[0]).toMatchObject({ type: 'begun', agent: 'langchain' });
    expect(lines.at(-1)).toMatchObject({ type: 'end', message: { state: 'done' } });
    const text = lines.flatMap((l) => (l.type === 'text' ? [l.text as string] : [])).join('');
    expect(lines.at(-1)).toMatchObject({ message: { text } });
  });

  it('answers from a document, and names where it stands', async () => {
    const file = join(p.dir, 'otters.txt');
    writeFileSync(file, `Otters hold hands while they sleep. ${'They swim well. '.repeat(80)}`);
    const { code, err } = await run(['-a', 'langchain', '-m', 'tinyllama', '-d', file, 'Do otters hold hands?']);
    expect(err).toMatch(/\[1\] otters\.txt, passage \d/);
    expect(code).toBe(0);
  });

  it('Ctrl-C stops the answer, keeps it, closes the model’s socket, and is exit code 130', async () => {
    const before = p.fake.closes.length;
    const { child, ran, out } = start(['-a', 'langchain', '-m', 'tinyllama', '{rate:50} {tokens:3000}']);
    await soon(out).toContain('word5');
    child.kill('SIGINT');
    const { code, err } = await ran;
    expect(code).toBe(130);
    expect(err).toContain('Stopped');
    expect(p.fake.closes.length).toBe(before + 1);
    expect(p.chat.conversations()[0]).toMatchObject({ running: false });
    const { messages } = p.chat.open(p.chat.conversations()[0]?.id ?? '');
    expect(messages.at(-1)).toMatchObject({ state: 'stopped', text: expect.stringContaining('word5') });
  });

  it('lists conversations, newest first, all or those with the words', async () => {
    for (const text of ['About otters?', 'About badgers?']) await run(['-a', 'model', '-m', 'tinyllama', text]);
    const { code, out } = await run(['--list']);
    const lines = out.split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^[0-9a-f-]{36} {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}model +About badgers\?$/);
    expect(lines[1]).toMatch(/About otters\?$/);
    const some = await run(['--list', '--json', 'badgers', 'about']);
    expect(some.lines).toMatchObject([[{ title: 'About badgers?' }]]);
    const none = await run(['--list', 'nothing', 'like', 'this']);
    expect(none).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining('There is no conversation with these words'),
    });
  });

  it.each([
    ['nothing to send', ['-a', 'model'], 2, 'There is nothing to send'],
    ['an unknown agent', ['-a', 'nobody', 'x'], 2, 'There is no agent called nobody'],
    ['an agent that is off', ['-a', 'crewai', '-m', 'nope', 'x'], 1, 'CrewAI is not part of this installation'],
    ['an unknown model', ['-a', 'model', '-m', 'nope', 'x'], 1, 'has no model nope'],
    ['an unknown conversation', ['-c', 'nope', 'x'], 2, 'no such conversation'],
    ['a document that is not there', ['-a', 'langchain', '-d', '/nope.txt', 'x'], 2, '/nope.txt does not exist'],
    ['an answer that breaks off', ['-a', 'model', '-m', 'tinyllama', '{cut} one two three'], 1, 'The answer broke off'],
    ['an empty answer', ['-a', 'model', '-m', 'tinyllama', '{empty}'], 1, 'answered with nothing'],
  ])('%s: in words, without a stack, nothing left behind', async (name, args, exit, words) => {
    const before = p.chat.conversations().length;
    const { code, err } = await run(args);
    expect(err).toContain(words);
    expect(err).toMatch(/→ /);
    expect(err).not.toMatch(/\n\s+at /);
    expect(code).toBe(exit);
    expect(p.chat.conversations().length - before).toBe(
      name.startsWith('an answer') || name.startsWith('an empty') ? 1 : 0,
    );
  });

  it('a model’s words do not steer the terminal', async () => {
    p.fake.script((question) => (question.includes('steer') ? 'red \u001b[31malert\u0007 and \r more' : undefined));
    const { out } = await run(['-a', 'model', '-m', 'tinyllama', 'steer']);
    expect(out).not.toMatch(/[^\P{Cc}\n]/u);
    expect(out).toContain('alert');
  });
});

describe('sutazai models', () => {
  const run = async (args: string[]) => {
    const argv = ['--import', 'tsx', 'packages/cli/main.ts', '-f', join(p.dir, 'compose.yaml')];
    const child = spawn(process.execPath, [...argv, '--state-dir', join(p.dir, 'state'), 'models', ...args], {
      cwd: root,
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString();
    });
    const [code] = (await once(child, 'close')) as [number];
    return { code, out, err };
  };

  it('lists, loads, checks and removes', async () => {
    expect((await run([])).out).toMatch(/toolish:latest .*completion, tools/);
    const pulled = await run(['pull', 'new:1b']);
    expect(pulled).toMatchObject({ code: 0, err: expect.stringContaining('new:1b is here') });
    const check = await run(['check', 'all-minilm']);
    expect(check).toMatchObject({ code: 1, out: expect.stringContaining('cannot answer in words') });
    expect((await run(['check', 'tinyllama'])).code).toBe(0);
    expect((await run(['remove', 'new:1b'])).code).toBe(0);
    const gone = await run(['remove', 'new:1b']);
    expect(gone).toMatchObject({ code: 1, err: expect.stringContaining('has no model new:1b') });
    expect(await run(['pull'])).toMatchObject({ code: 2, err: expect.stringContaining('`sutazai models --help`') });
    expect((await run(['pull', 'none:1b'])).err).toContain('The model library has no none:1b');
  });
});

import { describe, expect, it } from 'vitest';
import { modelFailure, reasonOf, ServerRefusal, wordsOf } from './failures.ts';

const url = 'http://127.0.0.1:11434';
const refused = (status: number, text: string) => new ServerRefusal(status, text);
const network = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(`connect ${code}`), { code }) });

describe('what the model server says, and what it means', () => {
  it.each([
    [refused(404, "model 'x' not found"), {}, 'MODEL_MISSING'],
    [refused(404, "model 'x' not found"), { midway: true }, 'MODEL_REMOVED'],
    [refused(400, 'registry.ollama.ai/library/x does not support tools'), {}, 'MODEL_NO_TOOLS'],
    [refused(400, '"x" does not support chat'), {}, 'MODEL_NOT_FOR_CHAT'],
    [refused(500, 'model requires more system memory (9 GiB) than is available (2 GiB)'), {}, 'MODEL_TOO_LARGE'],
    [refused(503, 'server busy, please try again'), {}, 'MODEL_SERVER_BUSY'],
    [refused(418, 'no'), {}, 'MODEL_REFUSED'],
    [new Error('llama runner process has terminated'), { midway: true }, 'ANSWER_BROKEN_OFF'],
    [network('ECONNRESET'), { midway: true }, 'ANSWER_BROKEN_OFF'],
    [network('ECONNREFUSED'), {}, 'MODEL_SERVER_DOWN'],
    [new DOMException('late', 'TimeoutError'), {}, 'MODEL_SERVER_DOWN'],
    [new SyntaxError('no JSON'), {}, 'MODEL_SERVER_ANSWER'],
    [new Error('pull model manifest: file does not exist'), { pull: true }, 'MODEL_PULL_UNKNOWN'],
    [new Error('dial tcp: lookup x: no such host'), { pull: true }, 'MODEL_PULL_OFFLINE'],
    [new Error('write: no space left on device'), { pull: true }, 'DISK_FULL'],
    [network('ECONNREFUSED'), { pull: true }, 'MODEL_SERVER_DOWN'],
    [new Error('digest mismatch'), { pull: true }, 'MODEL_PULL_FAILED'],
  ])('%s with %j is %s', (error, more, code) => {
    const found = modelFailure(error, { url, model: 'x', ...more });
    expect(found).toMatchObject({ code, cause: error });
    expect(found.diagnosis.nextSteps.length).toBeGreaterThan(0);
    expect(found.diagnosis.title).not.toMatch(/[{}]|undefined/);
  });

  it('has no more to say where nobody listens, also for an error around the error', () => {
    const around = new Error('away', { cause: network('ECONNREFUSED') });
    expect([reasonOf(network('ECONNREFUSED')), reasonOf(around)]).toEqual([undefined, undefined]);
    expect(reasonOf(network('ECONNRESET'))).toBe('connect ECONNRESET');
    expect(modelFailure(around, { url }).diagnosis.title).toBe(`The model server does not answer at ${url}`);
  });

  it('says what fetch hides in its cause, in one line', () => {
    expect(wordsOf(network('ECONNREFUSED'))).toBe('connect ECONNREFUSED');
    expect(wordsOf(new Error('one.\n  at somewhere'))).toBe('one');
    expect(wordsOf('text')).toBe('text');
  });
});

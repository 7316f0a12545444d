import { ConnectionFailure, Problem } from '@sutazai/service-kit';

/**
 * Ollama's stream of lines, as it is, until it says `{"error": …}` or ends before its last line: then the reader gets a failure
 * with a name. (Its status was sent with the first byte, and the client makes a nameless error of both.)
 */
export async function* toldErrors(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const decoder = new TextDecoder();
  let line = '';
  let done = false;
  const look = (text: string) => {
    if (text.startsWith('{"error"')) throw failed(text);
    if (text.includes('"done":true')) done = true;
  };
  for await (const chunk of body) {
    const lines = (line + decoder.decode(chunk, { stream: true })).split('\n');
    line = lines.pop() ?? '';
    for (const text of lines) look(text);
    yield chunk;
  }
  look(line);
  if (!done) throw new ConnectionFailure('the model server broke off before the end of its answer');
}

function failed(text: string): Problem {
  let words = '';
  try {
    words = String((JSON.parse(text) as { error?: unknown }).error);
  } catch {
    // What it said is not to be read; that it failed is.
  }
  return new Problem(
    502,
    'MODEL_FAILED',
    `The model broke off: ${words.slice(0, 200) || 'it did not say why'}.`,
    'Ask again; if it happens again, look into the model server’s log.',
  );
}

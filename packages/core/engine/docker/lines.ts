import { StringDecoder } from 'node:string_decoder';

/** Text lines of a byte stream, without their ends; an unfinished last line is given too. Characters are never split. */
export async function* lines(stream: AsyncIterable<Uint8Array | string>): AsyncIterable<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    rest += typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
    let from = 0;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', from)) {
      yield rest.slice(from, end).replace(/\r$/, '');
      from = end + 1;
    }
    rest = rest.slice(from);
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}

/** One JSON document per line; lines that are none are skipped (a stream cut in the middle of one). */
export async function* jsonLines<T>(stream: AsyncIterable<Uint8Array | string>): AsyncIterable<T> {
  for await (const line of lines(stream)) {
    if (line === '') continue;
    let value: T;
    try {
      value = JSON.parse(line) as T;
    } catch {
      continue;
    }
    yield value;
  }
}

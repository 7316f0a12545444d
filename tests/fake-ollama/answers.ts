/** What one chat request is answered with. */
export interface Answer {
  /** Pieces as a model sends them, one line or event each. */
  tokens: string[];
  thinking?: string[];
  toolCalls?: { name: string; arguments: Record<string, unknown> }[];
  /** Milliseconds before the first byte, headers included. */
  firstByteAfter?: number;
  /** Milliseconds between two tokens; `rate` goes before it. */
  tokenDelay?: number;
  /** Tokens per second, kept over the whole answer: what a timer is late once is made up for. */
  rate?: number;
  /** After this many tokens: the connection is cut, an error line comes, or nothing more comes at all. */
  fault?: { after: number; kind: 'cut' | 'error' | 'hang'; message?: string };
}

export interface Turn {
  role: string;
  content: string;
  tool_name?: string;
}

export type Script = (question: string, turns: readonly Turn[]) => Answer | string | undefined;

/**
 * Markers in the last question choose what happens:
 * `{empty}` no word; `{slow}` 100 ms per token; `{late:MS}` first byte after MS; `{rate:N}` N tokens per second;
 * `{tokens:N}` N words; `{chars:N}` N characters of Markdown; `{html}` an answer that would run if it were taken for HTML;
 * `{error}`, `{cut}`, `{hang}` after two tokens, `{error:N}`, `{cut:N}`, `{hang:N}` after N; `{think}` thoughts before it;
 * `{tool:NAME}` or `{tool:NAME:JSON}` one tool call, once, then an answer that holds the tool's result.
 */
export function answerTo(turns: readonly Turn[], scripts: readonly Script[], standard: Partial<Answer>): Answer {
  const question = turns.findLast((t) => t.role === 'user')?.content ?? '';
  for (const script of scripts) {
    const scripted = script(question, turns);
    if (scripted !== undefined) {
      return { ...standard, ...(typeof scripted === 'string' ? { tokens: words(scripted) } : scripted) };
    }
  }
  return { ...standard, ...byMarker(question, turns) };
}

function byMarker(question: string, turns: readonly Turn[]): Answer {
  const value = (name: string) => {
    const found = new RegExp(`\\{${name}(?::(\\d+))?\\}`).exec(question);
    return found ? { n: found[1] === undefined ? undefined : Number(found[1]) } : undefined;
  };
  const answer: Answer = { tokens: words(textOf(question, turns, value)) };
  if (value('slow')) answer.tokenDelay = 100;
  const late = value('late');
  if (late) answer.firstByteAfter = late.n ?? 1000;
  const rate = value('rate');
  if (rate) answer.rate = rate.n ?? 200;
  if (value('think')) answer.thinking = ['I ', 'wonder', '.'];
  for (const kind of ['cut', 'error', 'hang'] as const) {
    const found = value(kind);
    if (found) answer.fault = { after: found.n ?? 2, kind };
  }
  const tool = /\{tool:(\w+)(?::(\{.*\}))?\}/s.exec(question);
  if (tool?.[1] && turns.at(-1)?.role !== 'tool') {
    answer.tokens = [];
    answer.toolCalls = [{ name: tool[1], arguments: tool[2] ? (JSON.parse(tool[2]) as Record<string, unknown>) : {} }];
  }
  return answer;
}

function textOf(
  question: string,
  turns: readonly Turn[],
  value: (name: string) => { n: number | undefined } | undefined,
): string {
  if (value('empty')) return '';
  const tokens = value('tokens');
  if (tokens) return Array.from({ length: tokens.n ?? 100 }, (_, i) => `word${i}`).join(' ');
  const chars = value('chars');
  if (chars) return markdown(chars.n ?? 1000);
  if (value('html')) return 'Before <img src=x onerror="alert(1)"><script>alert(2)</script> after';
  const last = turns.at(-1);
  if (last?.role === 'tool') return `The tool says: ${last.content}`;
  return `You said: ${question}`;
}

/** Headings, lists, code and tables, so that a page has all of its work. Exactly `length` characters. */
export function markdown(length: number): string {
  const parts: string[] = [];
  for (let n = 1, size = 0; size < length; n++) {
    const part = [
      `## Part ${n}\n`,
      `Some **bold** words, some \`code\`, a [link](https://example.org/${n}), and a sentence that goes on for a while.\n`,
      `- first of ${n}\n- second of ${n}\n- third of ${n}\n`,
      `\`\`\`ts\nexport const value${n}: number = ${n} * 2; // a comment\nfunction f${n}() { return value${n}; }\n\`\`\`\n`,
      `| a | b |\n|---|---|\n| ${n} | ${n * n} |\n\n`,
    ].join('\n');
    parts.push(part);
    size += part.length;
  }
  return parts.join('').slice(0, length);
}

/** Words with the space before them, as models send them. */
export function words(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

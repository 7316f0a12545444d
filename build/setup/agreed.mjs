import { createInterface } from 'node:readline/promises';

/** Asks a person; yes by itself where nobody can be asked, and says so. `question` ends with "Shall I …?". */
export async function agreed(question) {
  if (!process.stdin.isTTY) {
    console.log(question.replace('Shall I', 'I will').replace('?', '.'));
    return true;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [Y/n] `);
  terminal.close();
  return !/^n/i.test(answer.trim());
}

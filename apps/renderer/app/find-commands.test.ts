import { expect, it } from 'vitest';
import type { Command } from './commands.ts';
import { find } from './find-commands.ts';

const command = (group: Command['group'], title: string): Command => ({
  id: title,
  group,
  title,
  effect: '',
  run: () => undefined,
});
const commands = [
  command('services', 'Restart RabbitMQ'),
  command('services', 'Open RabbitMQ'),
  command('services', 'Open Redis'),
  command('goto', 'Monitor'),
  command('stack', 'Stop the stack'),
];
const titles = (query: string) => find(commands, query).map((f) => f.command.title);

it('finds by pieces of words, best first, groups together', () => {
  expect(titles('rab')).toEqual(['Open RabbitMQ', 'Restart RabbitMQ']);
  expect(titles('mon')).toEqual(['Monitor']);
  expect(titles('nothing at all')).toEqual([]);
});

it('shows the stack and places first when nothing is typed', () => {
  expect(titles('')[0]).toBe('Stop the stack');
  expect(titles('')).toHaveLength(commands.length);
});

// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { useUi } from '../state/ui.ts';
import { globalCommand } from './global.ts';
import { moveInList, typeAhead } from './list-keys.ts';

const press = (key: string, more: KeyboardEventInit = {}, target: HTMLElement = document.body) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, ...more });
  Object.defineProperty(event, 'target', { value: target });
  return globalCommand(event);
};

beforeEach(() => useUi.setState({ palette: false, keys: false, selected: 'db', plan: false }));

describe('keys of every page', () => {
  it('opens the palette', () => {
    press('k', { ctrlKey: true })?.();
    expect(useUi.getState().palette).toBe(true);
  });
  it('closes the inspector with Esc', () => {
    press('Escape')?.();
    expect(useUi.getState().selected).toBeNull();
  });
  it('goes to pages by number; four belongs to a page of later', () => {
    press('3', { ctrlKey: true })?.();
    expect(location.hash).toBe('#/monitor');
    expect(press('4', { ctrlKey: true })).toBeUndefined();
  });
  it('leaves letters to fields', () => {
    expect(press('?', {}, document.createElement('input'))).toBeUndefined();
    expect(press('/', {}, document.createElement('textarea'))).toBeUndefined();
    expect(press('?')).toBeDefined();
  });
  it('leaves Esc to the palette while it is open', () => {
    useUi.setState({ palette: true });
    expect(press('Escape')).toBeUndefined();
  });
});

describe('keys of a list', () => {
  const titles = ['Consul', 'Kong', 'Neo4j', 'Redis'];
  it.each([
    ['ArrowDown', 1, 2],
    ['ArrowDown', 3, 3],
    ['ArrowUp', 0, 0],
    ['Home', 3, 0],
    ['End', 0, 3],
  ])('%s from %d', (key, at, to) => expect(moveInList(key, at, titles)).toBe(to));
  it('other keys do not move', () => expect(moveInList('x', 0, titles)).toBeUndefined());
  it('letters jump to the next name that begins so, round the end', () => {
    expect(typeAhead('r', 0, titles)).toBe(3);
    expect(typeAhead('k', 1, titles)).toBe(1);
    expect(typeAhead('z', 1, titles)).toBeUndefined();
  });
});

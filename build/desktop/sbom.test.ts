import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { partsList } from './sbom.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const list = partsList(root, { version: '1.0.0', extra: [{ name: 'electron', version: '45.5.0', licence: 'MIT' }] });
const licenceOf = (part: (typeof list.components)[number]) => {
  const [first] = part.licenses ?? [];
  if (first === undefined) return 'none';
  return 'expression' in first ? first.expression : first.license.id;
};

it('names what ships, with versions, and nothing that only builds', () => {
  const names = list.components.map((part) => part.name);
  expect(names).toEqual(
    expect.arrayContaining(['electron', 'better-sqlite3', 'react', 'zod', 'dockerode', 'electron-updater']),
  );
  expect(names).not.toContain('vite');
  expect(names).not.toContain('electron-builder');
  expect(new Set(list.components.map((part) => part.purl)).size).toBe(list.components.length);
});

it('every part has a licence that lets it be passed on with a program of another', () => {
  const free =
    /^(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|Python-2\.0|Unlicense|CC0-1\.0|WTFPL|MPL-2\.0)$/;
  const passes = (licence: string) =>
    licence.split(' AND ').every((all) =>
      all
        .replaceAll(/[()]/g, '')
        .split(' OR ')
        .some((one) => free.test(one)),
    );
  const others = list.components
    .filter((part) => !passes(licenceOf(part)))
    .map((part) => `${part.name}: ${licenceOf(part)}`);
  expect(others).toEqual([]);
});

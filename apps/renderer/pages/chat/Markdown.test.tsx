// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { Markdown } from './Markdown.tsx';

afterEach(cleanup);

it('draws Markdown, tables and code', () => {
  const { container } = render(
    <Markdown text={'# Head\n\n**bold**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nconst x = 1;\n```\n'} />,
  );
  expect(container.querySelector('h1')?.textContent).toBe('Head');
  expect(container.querySelector('strong')?.textContent).toBe('bold');
  expect(container.querySelectorAll('td')).toHaveLength(2);
  expect(container.querySelector('code.hljs')?.textContent).toBe('const x = 1;\n');
});

it('never makes elements of HTML, nor runs or fetches anything', () => {
  const evil =
    '<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n![secret](http://example.invalid/x.png)\n\n[go](javascript:alert(1))\n\n<iframe src="//x"></iframe>';
  const { container } = render(<Markdown text={evil} />);
  expect(container.querySelectorAll('script, img, iframe')).toHaveLength(0);
  expect(container.innerHTML).not.toContain('javascript:');
  const names = [...container.querySelectorAll('*')].flatMap((e) => e.getAttributeNames());
  expect(names.filter((n) => n.startsWith('on'))).toEqual([]);
  expect(container.textContent).toContain('<script>alert(1)</script>');
});

it('keeps what stands when words are added', () => {
  const { container, rerender } = render(<Markdown text={'first\n\nsecond'} />);
  const first = container.querySelector('p');
  rerender(<Markdown text={'first\n\nsecond word'} />);
  expect(container.querySelector('p')).toBe(first);
  expect(container.textContent).toContain('second word');
});

import { memo, useRef } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import rehypeHighlight from 'rehype-highlight';
import remarkGfm from 'remark-gfm';
import { type Block, splitBlocks } from './split-blocks.ts';

// Raw HTML in an answer is shown as text or left out: react-markdown makes elements only of Markdown.
const components: Components = {
  a: ({ children, href }) => (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  ),
  // A picture would be a request to wherever the model says.
  img: ({ alt }) => <em>{alt}</em>,
  table: ({ children }) => (
    <div className="md-table">
      <table>{children}</table>
    </div>
  ),
};

const gfm = [remarkGfm];
const highlight = [[rehypeHighlight, { detect: false }] as [typeof rehypeHighlight, { detect: boolean }]];

const MarkdownBlock = memo(function MarkdownBlock({ text }: { text: string }) {
  return (
    <div className="md-block">
      <ReactMarkdown remarkPlugins={gfm} rehypePlugins={highlight} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
});

/** Code that is still being written: plain, so that a word more costs no parsing of all that stands before it. */
function OpenCode({ text }: { text: string }) {
  const newline = text.indexOf('\n');
  return (
    <pre className="md-block">
      <code>{newline < 0 ? '' : text.slice(newline + 1)}</code>
    </pre>
  );
}

/** A text that grows at its end: what stands is drawn once, only its last block is drawn again. */
export function Markdown({ text }: { text: string }) {
  const known = useRef<Block[]>([]);
  known.current = splitBlocks(text, known.current);
  return (
    <div className="md">
      {known.current.map((b) =>
        b.open ? <OpenCode key={b.at} text={b.text} /> : <MarkdownBlock key={b.at} text={b.text} />,
      )}
    </div>
  );
}

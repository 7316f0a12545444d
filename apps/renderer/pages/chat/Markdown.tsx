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
// It registers its languages anew for each use: only blocks that hold code pay for that.
const highlight: [typeof rehypeHighlight, { detect: boolean }][] = [[rehypeHighlight, { detect: false }]];
const plain: typeof highlight = [];
const holdsCode = (text: string) => /^ {0,3}(?:```|~~~)/m.test(text);

const MarkdownBlock = memo(function MarkdownBlock({ text }: { text: string }) {
  return (
    <div className="md-block">
      <ReactMarkdown remarkPlugins={gfm} rehypePlugins={holdsCode(text) ? highlight : plain} components={components}>
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

/** Blocks that are drawn, and skipped, together: a long answer is then dozens of parts rather than a thousand. */
const partSize = 24;

const Part = memo(
  function Part({ blocks }: { blocks: readonly Block[] }) {
    return (
      <div className="md-part">
        {blocks.map((b) =>
          b.open ? <OpenCode key={b.at} text={b.text} /> : <MarkdownBlock key={b.at} text={b.text} />,
        )}
      </div>
    );
  },
  // Blocks are added at the end only: the same first, last and number are the same part.
  (a, b) => a.blocks.length === b.blocks.length && a.blocks[0] === b.blocks[0] && a.blocks.at(-1) === b.blocks.at(-1),
);

/** A text that grows at its end: what stands is drawn once, only its last block is drawn again. */
export function Markdown({ text }: { text: string }) {
  const known = useRef<Block[]>([]);
  known.current = splitBlocks(text, known.current);
  const blocks = known.current;
  const parts: Block[][] = [];
  for (let at = 0; at < blocks.length; at += partSize) parts.push(blocks.slice(at, at + partSize));
  return (
    <div className="md">
      {parts.map((part) => (
        <Part key={part[0]?.at} blocks={part} />
      ))}
    </div>
  );
}

/** Text of a diagnosis: what stands in backticks is a command. */
export function Code({ text }: { text: string }) {
  return (
    <>
      {text.split('`').map((part, at) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
        at % 2 ? <code key={at}>{part}</code> : part,
      )}
    </>
  );
}

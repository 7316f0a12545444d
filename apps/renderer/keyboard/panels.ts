/** Rail, page and inspector in the order in which they stand; F6 goes round. */
export function nextPanel(step: 1 | -1): void {
  const panels = [...document.querySelectorAll<HTMLElement>('.rail, .main, .inspector')];
  if (!panels.length) return;
  const at = panels.findIndex((p) => p.contains(document.activeElement));
  const panel = panels[(at + step + panels.length) % panels.length];
  panel?.querySelector<HTMLElement>('[tabindex="0"], [aria-current="page"], button, a[href], input')?.focus();
}

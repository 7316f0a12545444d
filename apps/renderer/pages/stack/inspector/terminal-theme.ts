/** The terminal draws with our own colours; its sixteen are the tokens that come nearest. */
export function terminalTheme() {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => resolved(style.getPropertyValue(name).trim());
  return {
    background: token('--sunken'),
    foreground: token('--text'),
    cursor: token('--accent'),
    cursorAccent: token('--sunken'),
    selectionBackground: token('--selected'),
    red: token('--bad'),
    green: token('--ok'),
    yellow: token('--warn'),
    blue: token('--busy'),
    cyan: token('--accent'),
    magenta: token('--c4'),
    brightBlack: token('--text3'),
  };
}

/** `light-dark(a, b)` is a value only a real property resolves. */
function resolved(value: string): string {
  const probe = document.createElement('span');
  probe.style.color = value;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

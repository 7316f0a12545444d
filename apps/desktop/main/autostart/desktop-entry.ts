/** An XDG autostart entry (Desktop Entry Specification 1.5) that starts the app without a window. */
export function desktopEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=SutazAI Desktop',
    'Comment=Watches the stack from the tray',
    `Exec=${command.map(quoted).join(' ')}`,
    'Icon=sutazai-desktop',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/**
 * One argument of Exec: in double quotes, where quote, backtick, dollar and backslash are escaped; the value itself is a string,
 * in which each backslash counts double; a percent sign would begin a field code.
 */
const quoted = (word: string): string =>
  `"${word
    .replaceAll(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;

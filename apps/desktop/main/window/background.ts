/** Page colours of the renderer's tokens (`bg`), so that the window is never a white flash before its first picture. */
export const background = (dark: boolean): string => (dark ? '#0e1112' : '#edf0f0');

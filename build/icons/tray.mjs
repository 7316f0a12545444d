// The tray's mark, and the second shape that it carries when something is not well. Shapes differ, not only colours, so that
// they can be told apart in any theme and by any eye. Colours are the tokens of the pages.

const mark =
  '<rect x="1" y="2" width="16" height="4" rx="1"/><rect x="1" y="7.5" width="11" height="4" rx="1"/><rect x="1" y="13" width="6" height="4" rx="1"/>';

/** Drawn in a field of 12, as the pages' status shapes are. */
const shapes = {
  busy: (c) => `<path d="M6 1.5a4.5 4.5 0 1 1-4.5 4.5" fill="none" stroke="${c}" stroke-width="2.4"/>`,
  warn: (c) => `<path d="M6 .5 12 11.5H0Z" fill="${c}"/>`,
  bad: (c) =>
    `<path fill-rule="evenodd" fill="${c}" d="M.5.5h11v11H.5Zm2.6 4L4.6 6 3.1 7.5l1.4 1.4L6 7.4l1.5 1.5 1.4-1.4L7.4 6l1.5-1.5-1.4-1.4L6 4.6 4.5 3.1Z"/>`,
  off: (c) => `<circle cx="6" cy="6" r="4.3" fill="none" stroke="${c}" stroke-width="2"/>`,
};

const panels = {
  light: { mark: '#14191a', busy: '#1d59b5', warn: '#825400', bad: '#b0241c', off: '#586364' },
  dark: { mark: '#e8eded', busy: '#8ab2f8', warn: '#e3ae4a', bad: '#ff8f85', off: '#919c9d' },
  // macOS colours these itself, by their opacity alone.
  Template: { mark: '#000000', busy: '#000000', warn: '#000000', bad: '#000000', off: '#000000' },
};

/** Name (without ending) and SVG text of every picture of the tray. */
export function trayPictures() {
  return Object.entries(panels).flatMap(([panel, colours]) =>
    ['ok', ...Object.keys(shapes)].map((shape) => ({
      name: panel === 'Template' ? `${shape}Template` : `${shape}-${panel}`,
      svg: picture(shape, colours),
    })),
  );
}

/** The second shape sits at the lower right on a cleared ground, so that it never melts into the mark. */
function picture(shape, colours) {
  const second = shapes[shape];
  const clear = second
    ? '<mask id="m"><rect width="18" height="18" fill="#fff"/><rect x="7.6" y="7.2" width="10.4" height="10.8" rx="1.5" fill="#000"/></mask>'
    : '';
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 18 18">',
    clear,
    `<g fill="${colours.mark}"${second ? ' mask="url(#m)"' : ''}>${mark}</g>`,
    second ? `<g transform="translate(8.8 8.8) scale(.76)">${second(colours[shape])}</g>` : '',
    '</svg>',
  ].join('');
}

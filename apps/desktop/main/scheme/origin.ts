/** The app's own scheme: pages come from here and from nowhere else, and only they may speak to the main process. */
export const scheme = 'sutazai';
export const appHost = 'app';
/** As `location.origin` and `WebFrameMain.origin` spell it. */
export const appOrigin = `${scheme}://${appHost}`;
export const firstPage = `${appOrigin}/`;

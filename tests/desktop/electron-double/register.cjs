// Preloaded into the Node process that runs the app's main bundle: whoever asks for `electron` gets the double, by `require`
// and by `import` alike, and the process looks as Electron's does where the app looks.
const Module = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const double = join(__dirname, 'dist', 'electron.cjs');
const resolve = Module._resolveFilename;
Module._resolveFilename = function (name, ...rest) {
  return name === 'electron' ? double : resolve.call(this, name, ...rest);
};
const hook = `export async function resolve(name, context, next) {
  return name === 'electron' ? { url: ${JSON.stringify(pathToFileURL(double).href)}, shortCircuit: true } : next(name, context);
}`;
Module.register(`data:text/javascript,${encodeURIComponent(hook)}`, pathToFileURL(__filename));

const begun = Date.now();
process.getCreationTime = () => begun;
process.resourcesPath = process.env.DOUBLE_PACKED ?? join(__dirname, 'no-resources');

const electron = require('electron');
process.on('SIGINT', () => electron.app.quit());
// A test looks into the main process by functions that it sends, as Playwright does with Electron's.
process.on('message', async ({ id, source, argument }) => {
  try {
    const run = new Function(`return (${source})`)();
    const value = await run(electron, argument);
    process.send({ id, value });
  } catch (error) {
    process.send({ id, error: String(error?.stack ?? error) });
  }
});

// `node build/icons/render.mjs`: draws every icon of the app from its SVG with Chromium. The pictures are committed, since a
// build must not need a browser; run it again after a change of app.svg or tray.mjs. CHROMIUM names another browser.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { ico } from './ico.mjs';
import { trayPictures } from './tray.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();

async function png(svg, size) {
  await page.setViewportSize({ width: size, height: size });
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  await page.setContent(
    `<style>*{margin:0}img{display:block;width:${size}px;height:${size}px}</style><img src="${source}">`,
  );
  await page.locator('img').evaluate((img) => img.decode());
  return page.screenshot({ omitBackground: true });
}

const app = readFileSync(here('./app.svg'), 'utf8');
const pictures = [];
for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
  const picture = await png(app, size);
  writeFileSync(here(`./${size}x${size}.png`), picture);
  if (size <= 256) pictures.push({ size, png: picture });
}
writeFileSync(here('./icon.ico'), ico(pictures));

mkdirSync(here('./tray'), { recursive: true });
for (const { name, svg } of trayPictures()) {
  writeFileSync(here(`./tray/${name}.png`), await png(svg, 16));
  writeFileSync(here(`./tray/${name}@2x.png`), await png(svg, 32));
}
await browser.close();

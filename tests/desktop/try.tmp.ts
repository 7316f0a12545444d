import { mkdtempSync } from 'node:fs';
import { launchApp } from '/work/main/tests/desktop/app.ts';
import { buildApp, buildDouble, buildPage } from '/work/main/tests/desktop/build.ts';

buildApp();
await buildDouble();
const pages = await buildPage();
const app = await launchApp({ stateDir: mkdtempSync('/tmp/st-'), pages });
const t = setTimeout(async () => {
  console.log(app.output());
  await app.close();
  process.exit(1);
}, 20000);
const page = await app.page();
console.log('url', page.url());
await page.waitForTimeout(1500);
console.log(
  await page.evaluate(() => [
    typeof window.sutazai,
    JSON.stringify(window.test),
    document.title,
    location.origin,
    typeof require,
  ]),
);
console.log(app.output());
await app.close();
clearTimeout(t);

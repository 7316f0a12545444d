// Writes the digest behind each image's tag into the compose files, so that a tag that is moved changes nothing for users:
//   node build/images/refresh-digests.mjs [FILE ...]      default: resources/compose/*.yaml; needs an engine and a network
// The engine asks the registry (GET /distribution/NAME/json); an image that it cannot resolve keeps the line it has.
import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Docker from 'dockerode';

const folder = fileURLToPath(new URL('../../resources/compose', import.meta.url));
const line = /^(\s*image:\s*)([^\s@"'${}]+:[^\s@"'${}]+)(?:@sha256:[0-9a-f]{64})?[ \t]*$/gm;

/** Images by tag that a compose file names; those with a variable in them are the user's own choice. */
export function taggedImages(text) {
  return [...new Set([...text.matchAll(line)].map((m) => m[2]))];
}

/** The text with `@sha256:…` after every image that `digests` knows; nothing else is touched. */
export function withDigests(text, digests) {
  return text.replace(line, (whole, before, image) =>
    digests.has(image) ? `${before}${image}@${digests.get(image)}` : whole,
  );
}

/** Digest by image, as the registry tells it now; the reason by image for those that could not be had. */
export async function resolveDigests(images, docker = new Docker()) {
  const digests = new Map();
  const failed = new Map();
  for (const image of images) {
    try {
      const { Descriptor } = await docker.getImage(image).distribution();
      if (!/^sha256:[0-9a-f]{64}$/.test(Descriptor?.digest ?? '')) throw new Error('the registry gave no digest');
      digests.set(image, Descriptor.digest);
    } catch (error) {
      failed.set(image, error.json?.message ?? error.message);
    }
  }
  return { digests, failed };
}

async function main(args) {
  const files =
    args.length > 0
      ? args
      : readdirSync(folder)
          .filter((f) => f.endsWith('.yaml'))
          .map((f) => join(folder, f));
  const texts = new Map(files.map((f) => [f, readFileSync(f, 'utf8')]));
  const { digests, failed } = await resolveDigests(new Set([...texts.values()].flatMap(taggedImages)));
  for (const [file, text] of texts) {
    const changed = withDigests(text, digests);
    if (changed !== text) writeFileSync(file, changed);
  }
  for (const [image, digest] of digests) console.log(`${image} ${digest}`);
  for (const [image, reason] of failed) console.error(`${image}: ${reason}`);
  process.exitCode = failed.size > 0 ? 1 : 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href)
  await main(process.argv.slice(2));

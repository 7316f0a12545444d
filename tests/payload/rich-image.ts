import { rm } from 'node:fs/promises';
import { dockerCli, type Engine, engine28 } from '../lab/lab.ts';

/** An image that sets everything an image can set. */
export const richImage = 'sutazai-t-payload-rich:1';

const changes = [
  'ENV FROM_IMAGE=theirs',
  'ENV DROPPED=theirs',
  'LABEL from.image=theirs',
  'LABEL only.image=theirs',
  'USER 1000:1000',
  'WORKDIR /tmp',
  'EXPOSE 5000 5001/udp',
  'VOLUME /image-volume',
  'STOPSIGNAL SIGUSR2',
  'ENTRYPOINT ["sleep"]',
  'CMD ["604"]',
  'HEALTHCHECK --interval=45s --timeout=7s --retries=2 --start-period=3s CMD test -e /tmp',
];

/** Commits it from the lab's busybox on engine 28, as older engines cannot; a second call costs one look-up. */
export async function makeRichImage(on: Engine): Promise<void> {
  if (await has(on)) return;
  const maker = engine28();
  if (!(await has(maker))) {
    const base = 'sutazai-t-payload-rich-base';
    await dockerCli(maker, ['rm', '-f', base]);
    await must(maker, ['create', '--name', base, 'sutazai-lab/busybox:1']);
    await must(maker, ['commit', ...changes.flatMap((c) => ['--change', c]), base, richImage]);
    await must(maker, ['rm', '-f', base]);
  }
  if (on.name === maker.name) return;
  const archive = `/tmp/sutazai-t-payload-rich-${process.pid}.tar`;
  await must(maker, ['save', '-o', archive, richImage]);
  await must(on, ['load', '-i', archive]);
  await rm(archive);
}

async function has(on: Engine): Promise<boolean> {
  return (await dockerCli(on, ['image', 'inspect', richImage])).code === 0;
}

async function must(on: Engine, args: string[]): Promise<void> {
  const { code, stderr } = await dockerCli(on, args);
  if (code !== 0) throw new Error(`docker ${args[0]}: ${stderr}`);
}

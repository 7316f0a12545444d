import { containerPayload } from '../payload/index.ts';
import { type CheckInput, imageName } from './input.ts';

/** Milliseconds for the whole proof. */
const limit = 4000;

/** Makes the name unique among the proofs of one process. */
let counter = 0;

/**
 * Creates, starts and removes a container of the service's own image with the service's own devices. The runtime attaches
 * the card before the program runs, so a start that succeeds is the proof, whatever the program then does.
 */
export async function proveInContainer(
  input: CheckInput,
  service: string,
): Promise<{ result: 'proven' | 'failed' | 'not-tried'; detail: string }> {
  const { engine, model } = input;
  const definition = model.project.services[service];
  const image = imageName(model, service);
  if (!definition || !input.imageOf(image))
    return { result: 'not-tried', detail: `the image ${image} is not here yet` };
  const timeout = AbortSignal.timeout(limit);
  const signal = input.signal ? AbortSignal.any([timeout, input.signal]) : timeout;
  counter += 1;
  const name = `sutazai-gpu-proof-${process.pid}-${counter}`;
  let asked = false;
  try {
    const payload = containerPayload({
      model,
      serviceName: service,
      // Only the devices are taken from it: secrets and configs, which may not be there yet, have no part in the proof.
      service: { ...definition, secrets: [], configs: [] },
      number: 1,
      apiMinor: engine.apiMinor,
      isPodman: engine.isPodman,
      containerIds: () => undefined,
    });
    const { DeviceRequests, Devices, Runtime } = payload.spec.HostConfig;
    const hostConfig = {
      NetworkMode: 'none',
      ...(DeviceRequests ? { DeviceRequests } : {}),
      ...(Devices ? { Devices } : {}),
      ...(Runtime ? { Runtime } : {}),
    };
    // No compose labels: the proof is nobody's service and must not show up as one.
    const spec = {
      Image: image,
      Entrypoint: ['true'],
      Cmd: [],
      Labels: { 'ai.sutazai.gpu-proof': '1' },
      HostConfig: hostConfig,
    };
    asked = true;
    const id = await engine.createContainer(name, spec, { signal });
    await engine.startContainer(id, signal);
    return { result: 'proven', detail: `a container of ${image} was started with the GPU` };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // An image without `true` still got its card: the runtime had attached it before the program was looked for.
    // Only that very program: hooks, libraries and device files that are missing are told with the same words.
    if (/exec: "true": |executable file [`'"]true[`'"] not found/i.test(message))
      return { result: 'proven', detail: `a container of ${image} got the GPU` };
    return { result: 'failed', detail: message };
  } finally {
    // By name, as a create that ran into the limit may have been carried out without our learning the id.
    if (asked) await engine.removeContainer(name, { force: true }).catch(() => undefined);
  }
}

import { containerPayload } from '../payload/index.ts';
import { type CheckInput, imageName } from './input.ts';

/** Milliseconds for the whole proof. */
const limit = 4000;

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
  const payload = containerPayload({
    model,
    serviceName: service,
    service: definition,
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
  const signal = AbortSignal.timeout(limit);
  const name = `sutazai-gpu-proof-${process.pid}`;
  let id: string | undefined;
  try {
    // No compose labels: the proof is nobody's service and must not show up as one.
    const spec = {
      Image: image,
      Entrypoint: ['true'],
      Cmd: [],
      Labels: { 'ai.sutazai.gpu-proof': '1' },
      HostConfig: hostConfig,
    };
    id = await engine.createContainer(name, spec, { signal });
    await engine.startContainer(id, signal);
    return { result: 'proven', detail: `a container of ${image} was started with the GPU` };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // An image without `true` still got its card: the runtime had attached it before the program was looked for.
    if (/executable file not found|no such file/i.test(message))
      return { result: 'proven', detail: `a container of ${image} got the GPU` };
    return { result: 'failed', detail: message };
  } finally {
    if (id) await engine.removeContainer(id, { force: true }).catch(() => undefined);
  }
}

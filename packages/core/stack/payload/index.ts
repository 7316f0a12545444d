/** Services, networks and volumes of the model as engine requests, and the hashes that tell whether they changed. */
export { contentHash } from './content-hash.ts';
export { networkHash, serviceHash, volumeHash } from './hash.ts';
export { type HealthTiming, healthCommand, healthTiming, type ImageHealth } from './health.ts';
export { networkSpec, volumeSpec } from './infrastructure.ts';
export { containerName, imageOf } from './name.ts';
export { containerPayload, type Payload, type PayloadInput } from './payload.ts';
export { PayloadError } from './payload-error.ts';
export { referencedServices } from './references.ts';
export { tarOf } from './tar.ts';
export type { Upload } from './uploads.ts';

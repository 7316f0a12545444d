import type { ContainerDetail, ContainerSpec, EndpointSpec, ImageDetail } from '../../engine/index.ts';
import { own } from '../labels.ts';
import type { Reason } from '../plan/types.ts';
import type { Facets } from './facet.ts';
import { facetsOf } from './facets.ts';
import { mask } from './mask.ts';
import { record } from './read.ts';
import { tolerate } from './tolerance.ts';
import { expectedView, viewOf } from './view.ts';

export interface DriftInput {
  /** The container that is there; only its raw inspect document is read. */
  detail: ContainerDetail;
  /** What we would create: `containerPayload` without `startIntervalMs`. */
  expected: ContainerSpec;
  furtherNetworks?: readonly { network: string; endpoint: EndpointSpec }[];
  /** The image the container was made from. */
  image: ImageDetail;
  apiMinor: number;
}

/**
 * How a container differs from what we would create in its place, in fact and not by hash. Empty: adopt it as it is.
 * Reasons are in the order of their fields, with compose's names (`environment.X`, `volumes./data`, `healthcheck.test`);
 * secret-looking values are masked. Labels of compose and ours are not compared.
 */
export function drift(input: DriftInput): Reason[] {
  const { detail, expected, image, apiMinor } = input;
  const actual = facetsOf(viewOf(detail));
  const wanted = facetsOf(expectedView(expected, input.furtherNetworks ?? [], image));
  const labels = record(record(detail.raw.Config).Labels);
  tolerate(actual, wanted, { image, apiMinor, madeByUs: labels[own.hashVersion] !== undefined });
  const reasons = differences(actual, wanted, 'drift');
  if (image.id !== detail.imageId) {
    reasons.unshift({ code: 'drift', field: 'image', from: shortId(detail.imageId), to: shortId(image.id) });
  }
  return reasons;
}

/** The fields in which two descriptions differ, sorted by name. */
export function differences(from: Facets, to: Facets, code: Reason['code']): Reason[] {
  const fields = [...new Set([...from.keys(), ...to.keys()])].sort();
  return fields.flatMap((field): Reason[] => {
    const before = from.get(field);
    const after = to.get(field);
    if (before === after) return [];
    return [
      {
        code,
        field,
        ...(before === undefined ? {} : { from: mask(field, before) }),
        ...(after === undefined ? {} : { to: mask(field, after) }),
      },
    ];
  });
}

function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

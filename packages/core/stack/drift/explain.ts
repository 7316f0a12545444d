import type { ContainerSpec } from '../../engine/index.ts';
import { own } from '../labels.ts';
import type { Reason } from '../plan/types.ts';
import { type DriftInput, differences, drift } from './drift.ts';
import { facetsOf } from './facets.ts';
import { expectedView } from './view.ts';

/**
 * Why one of our own containers is replaced: the fields that changed since it was made, as `config-changed`. Compares with
 * what the container is, or, given a request instead, with what was asked for. One reason without a field if the hashes
 * differ in something that no inspection shows (`post_start`, a `content` of a config).
 */
export function explainChange(input: DriftInput | { previous: ContainerSpec; expected: ContainerSpec }): Reason[] {
  const reasons =
    'previous' in input
      ? differences(
          facetsOf(expectedView(input.previous, [], undefined)),
          facetsOf(expectedView(input.expected, [], undefined)),
          'config-changed',
        )
      : [...drift(input).map((reason): Reason => ({ ...reason, code: 'config-changed' })), ...contentChange(input)];
  return reasons.length > 0 ? reasons : [{ code: 'config-changed' }];
}

/** Contents of secrets and configs are compared by digest, if both sides have one. */
function contentChange({ detail, expected }: DriftInput): Reason[] {
  const config = detail.raw.Config as { Labels?: Record<string, string> } | undefined;
  const before = config?.Labels?.[own.contentHash];
  const after = expected.Labels[own.contentHash];
  if (before === undefined || after === undefined || before === after) return [];
  return [{ code: 'config-changed', field: 'secrets and configs', from: before.slice(0, 12), to: after.slice(0, 12) }];
}

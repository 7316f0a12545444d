import type { Service } from '../../compose/index.ts';
import { composeVersion, hashVersion, label, own } from '../labels.ts';
import type { StackModel } from '../model.ts';
import { present } from './present.ts';

export interface LabelInput {
  model: StackModel;
  serviceName: string;
  service: Service;
  number: number;
  configHash: string;
  contentHash?: string;
  imageId?: string;
  replaces?: string;
}

/** The user's labels, compose's (facts 1.2) and ours; a user's label never hides one of compose's, as in compose. */
export function containerLabels(input: LabelInput): Record<string, string> {
  const { model, service } = input;
  const dependencies = Object.entries(service.depends_on ?? {}).map(
    ([name, d]) => `${name}:${d.condition ?? 'service_started'}:${d.restart === true}`,
  );
  return {
    ...service.labels,
    [label.project]: model.project.name,
    [label.service]: input.serviceName,
    [label.oneoff]: 'False',
    [label.number]: String(input.number),
    [label.version]: composeVersion,
    [label.workingDir]: model.workingDir,
    [label.configFiles]: model.files.join(','),
    [label.configHash]: input.configHash,
    [label.dependsOn]: dependencies.join(','),
    [own.hashVersion]: hashVersion,
    ...present({
      [label.environmentFile]: model.envFiles.length > 0 ? model.envFiles.join(',') : undefined,
      [label.image]: input.imageId,
      [label.replace]: input.replaces,
      [own.contentHash]: input.contentHash,
    }),
  };
}

import type { Service } from '../../compose/index.ts';

/** `container_name` if the file sets one, else `<project>-<service>-<number>` (facts 1.4). */
export function containerName(project: string, serviceName: string, service: Service, number: number): string {
  return service.container_name || `${project}-${serviceName}-${number}`;
}

/** The image a service runs: as the file names it, or what its build is tagged with (facts 1.4). */
export function imageOf(project: string, serviceName: string, service: Service): string {
  return service.image || `${project}-${serviceName}`;
}

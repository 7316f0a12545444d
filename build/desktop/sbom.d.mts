export interface PartsList {
  bomFormat: 'CycloneDX';
  specVersion: string;
  components: {
    name: string;
    version: string;
    purl: string;
    licenses?: ({ license: { id: string } } | { expression: string })[];
  }[];
}
export function partsList(
  root: string,
  more: { version: string; extra?: { name: string; version: string; licence: string }[] },
): PartsList;

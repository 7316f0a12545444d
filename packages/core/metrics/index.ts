export { scrapeTargets, type TargetGroup } from './scrape-targets.ts';
export { scrapeTargetFiles } from './write-targets.ts';

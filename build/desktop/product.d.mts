export function buildContexts(root: string): string[];
export function stageProduct(root: string, to: string): void;

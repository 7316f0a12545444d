export function pack(how: { standIn: boolean; targets: string[] | null; pages?: string }): Promise<string[]>;

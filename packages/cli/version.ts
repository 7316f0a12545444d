/** Version of the product; package.json says the same (checked by a test). */
export const version = '0.1.0';

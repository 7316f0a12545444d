/** The platform's version. */
export const version = '0.1.0';

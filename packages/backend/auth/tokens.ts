import { createHash, randomBytes } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';

export interface AccessClaims {
  user: string;
  name: string;
  role: 'admin' | 'user';
  session: string;
}

/** Short access tokens (HS256). What can be taken back is the session that a token names, not the token. */
export class AccessTokens {
  readonly #key: Uint8Array;
  /** Seconds. */
  readonly lifetime: number;

  constructor(secret: string, lifetime = 600) {
    this.#key = new TextEncoder().encode(secret);
    this.lifetime = lifetime;
  }

  sign(claims: AccessClaims, now = Date.now()): Promise<string> {
    const at = Math.floor(now / 1000);
    return new SignJWT({ name: claims.name, role: claims.role, sid: claims.session })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
      .setSubject(claims.user)
      .setIssuer('sutazai')
      .setAudience('sutazai-api')
      .setIssuedAt(at)
      .setExpirationTime(at + this.lifetime)
      .sign(this.#key);
  }

  async verify(token: string): Promise<AccessClaims | 'expired' | 'invalid'> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        typ: 'at+jwt',
        issuer: 'sutazai',
        audience: 'sutazai-api',
        requiredClaims: ['sub', 'sid', 'exp'],
      });
      const role = payload.role === 'admin' ? 'admin' : 'user';
      return { user: String(payload.sub), name: String(payload.name), role, session: String(payload.sid) };
    } catch (error) {
      return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
    }
  }
}

/** Refresh tokens and API keys: 256 random bits, kept only as a hash (they need no slow one). */
export function newSecret(prefix: string): { secret: string; hash: string; hint: string } {
  const secret = `${prefix}_${randomBytes(32).toString('base64url')}`;
  return { secret, hash: hashSecret(secret), hint: `${secret.slice(0, prefix.length + 5)}…` };
}

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

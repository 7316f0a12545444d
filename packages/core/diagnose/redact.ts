const mask = '***';

/**
 * Makes text fit to be shown, logged or sent: masks the given secret values (also URL-, base64- and JSON-encoded), logins in
 * URLs, tokens of known makes, private keys, and whatever stands behind a name like `password=`. Rather a word too many than
 * one too few. Masking twice changes nothing.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let out = redactTokens(text, secrets);
  for (const [pattern, replacement] of namedValues) out = out.replace(pattern, replacement);
  return out;
}

/** The part of {@link redact} that leaves sentences readable: for titles, where `password: must be text` is no leak. */
export function redactTokens(text: string, secrets: readonly string[] = []): string {
  let out = text;
  for (const form of formsOf(secrets)) out = out.replaceAll(form, mask);
  for (const [pattern, replacement] of tokens) out = out.replace(pattern, replacement);
  return out;
}

/**
 * Longest first, so that a secret that contains another goes as a whole. Values of one or two characters are left: masking
 * every "a" would destroy the text and give the value away by its gaps.
 */
function formsOf(secrets: readonly string[]): string[] {
  const forms = new Set<string>();
  for (const secret of secrets) {
    for (const value of [secret, secret.trim()]) {
      if (value.length < 3) continue;
      forms.add(value);
      forms.add(encodeURIComponent(value.toWellFormed()));
      forms.add(JSON.stringify(value).slice(1, -1));
      const base64 = Buffer.from(value).toString('base64');
      forms.add(base64);
      forms.add(base64.replace(/=+$/, ''));
    }
  }
  return [...forms].filter((form) => !mask.includes(form)).sort((a, b) => b.length - a.length);
}

// Every quantifier below has a bound or is followed by a class that excludes it, so that long lines stay linear.
const tokens: [RegExp, string][] = [
  // A key that was cut off has no end line: mask up to the end of the text.
  [
    /-----BEGIN ([A-Z0-9 ]{0,40})-----(?!\n\*\*\*)[\s\S]*?(?:-----END \1-----|$)/g,
    `-----BEGIN $1-----\n${mask}\n-----END $1-----`,
  ],
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/?#@"']{0,256}):(?!\*\*\*@)[^\s/"'<>]{1,512}@(?=[\w[.-])/gi, `$1:${mask}@`],
  [/\b(Bearer|Basic|Token)[ \t]+(?!\*\*\*)[\w+/.~=-]{8,}/gi, `$1 ${mask}`],
  [/\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g, mask],
  [/\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\b/g, mask],
  [
    /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|hf_\w{20,}|dckr_pat_[\w-]{16,}|xox[abprs]-[\w-]{10,}|sk-[\w-]{20,})/g,
    mask,
  ],
];

const secretName =
  '[\\w.-]{0,64}?(?:pass(?:word|wd|phrase|wort)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|signature|credentials?|registry-auth|cookie)(?:[_-]?(?:key|value|hash|id))?';

const namedValues: [RegExp, string][] = [
  // "password": "…" in JSON, and password='…' in settings; the value may contain escaped quotes.
  [
    new RegExp(
      `((?<![\\w./-])(?:"|')?${secretName}(?:"|')?\\s{0,4}[:=]\\s{0,4})"(?!\\*\\*\\*")(?:[^"\\\\]|\\\\.)*"`,
      'gi',
    ),
    `$1"${mask}"`,
  ],
  [
    new RegExp(
      `((?<![\\w./-])(?:"|')?${secretName}(?:"|')?\\s{0,4}[:=]\\s{0,4})'(?!\\*\\*\\*')(?:[^'\\\\]|\\\\.)*'`,
      'gi',
    ),
    `$1'${mask}'`,
  ],
  // Not behind a slash: /etc/passwd and /run/secrets/password are paths. Up to the next space or separator.
  [
    new RegExp(
      `((?<![\\w./-])${secretName}(?:"|')?(?:=|:[ \\t]{1,4}|:(?!/)))(?!\\*\\*\\*|["'\\s])[^\\s"',;&)}\\]]+`,
      'gi',
    ),
    `$1${mask}`,
  ],
  // --password …, -p… is left: it is a port more often.
  [new RegExp(`(--${secretName}[ \\t]+)(?!\\*\\*\\*|-)[^\\s"',;]+`, 'gi'), `$1${mask}`],
  [/\b(X-Amz-(?:Credential|Signature|Security-Token)|sig|code|auth)=(?!\*\*\*)[^\s&"']{6,}/gi, `$1=${mask}`],
];

import { expect, test } from 'vitest';
import { mask } from './mask.ts';

test.each([
  ['environment.POSTGRES_PASSWORD', 'hunter2', '••••••'],
  ['environment.API_TOKEN', 'x', '••••••'],
  ['environment.AWS_ACCESS_KEY_ID', 'x', '••••••'],
  ['labels.my.secret', 'x', '••••••'],
  ['environment.EMPTY_PASSWORD', '""', '""'],
  ['environment.PORT', '80', '80'],
  ['environment.DATABASE_URL', 'postgres://u:p4ss@db/x', 'postgres://u:••••••@db/x'],
  ['environment.JAVA_OPTS', '-Dstore.password=abc -Xmx1g', '-Dstore.password=•••••• -Xmx1g'],
  [
    'command',
    '["redis-server","--requirepass","abc","--port","1"]',
    '["redis-server","--requirepass","••••••","--port","1"]',
  ],
  ['command', '["sh","-c","run --token=abc --port 1"]', '["sh","-c","run --token=•••••• --port 1"]'],
  ['command', '["sh","-c","run --api-key abc"]', '["sh","-c","run --api-key ••••••"]'],
  ['environment.PASSWORD_FILE', '/run/secrets/db', '••••••'],
  ['command', '["x","--password-file","/run/secrets/db"]', '["x","--password-file","/run/secrets/db"]'],
  ['volumes./run/secrets/db-password', 'bind /srv/token ro', 'bind /srv/token ro'],
  ['security_opt', 'no-new-privileges', 'no-new-privileges'],
  ['healthcheck.test', '["CMD","monkey","business"]', '["CMD","monkey","business"]'],
])('%s: %s', (field, value, shown) => {
  expect(mask(field, value)).toBe(shown);
});

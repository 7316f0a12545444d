/** Values that are no secret because everybody knows them: from documentation, images' own defaults and top-of-list leaks. */
export const defaultValues: ReadonlySet<string> = new Set(
  `password password1 password123 passw0rd pass passwd changeme change_me change-me changeit secret secret123 supersecret
  admin admin123 administrator root toor default test test123 testing guest user demo example postgres postgresql mysql
  mariadb redis rabbitmq neo4j mongo mongodb elastic grafana kong consul minio minioadmin qdrant chroma ollama sutazai
  sutazai123 sutazai_secure_2024 sutazaiadmin letmein welcome welcome1 qwerty qwerty123 123456 1234567 12345678 123456789
  1234567890 abc123 iloveyou hunter2 foobar foo bar none null todo xxx token apikey api_key api-key your-secret
  your_secret yourpassword your_password your-password replace_me replaceme insecure dev development local`
    .split(/\s+/)
    .filter(Boolean),
);

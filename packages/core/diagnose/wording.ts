/** Layers of the engine that each put their name before the text without saying anything. */
const wrapping =
  /^(?:Error response from daemon|Error|\(HTTP code \d+\)[^-]*-|error during connect|failed to create task for container|failed to create shim task|OCI runtime (?:create|exec|start) failed|runc create failed|runc run failed|crun|container_linux\.go:\d+|process_linux\.go:\d+|rootfs_linux\.go:\d+|starting container process caused|unable to start container process|error during container init|failed to set up container networking|container init|rpc error|code = \w+ desc =)(?::? ?"?)/i;

/** The innermost sentence of an engine's text, in one line of at most 200 characters: what fits into a title. */
export function core(message: string): string | undefined {
  let text = message.replace(/\s+/g, ' ').trim();
  for (let inner = text.replace(wrapping, '').trim(); inner !== text; inner = text.replace(wrapping, '').trim())
    text = inner;
  text = text.replace(/: unknown\.?$/, '').replace(/\.+$/, '');
  if (text.length > 200) text = `${text.slice(0, 199)}…`;
  return text === '' ? undefined : text;
}

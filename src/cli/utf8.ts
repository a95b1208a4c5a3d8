const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text that these bytes are, with its byte order mark; undefined where they are no UTF-8, so that no byte gets lost. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

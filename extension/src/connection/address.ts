import { EditorFailure } from '../failures/editorFailure.ts';

/**
 * The origin of an address as a person types it; without a scheme it is https, on this machine http.
 *
 * @throws EditorFailure `bad_address`
 * @example originOf('skills.example.com/') // 'https://skills.example.com'
 */
export function originOf(typed: string): string {
  const text = typed.trim();
  const local = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::|\/|$)/i.test(text);
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? text
    : `${local ? 'http' : 'https'}://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '') {
    throw new EditorFailure('bad_address', { url: text });
  }
  return url.origin;
}

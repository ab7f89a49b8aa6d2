const MOST_REDIRECTS = 10;

/** A page as a browser shows it. */
export interface VisitedPage {
  url: string;
  text: string;
}

/** A person's browser, as far as forms go: cookies, redirects, hidden fields. */
export class PageVisitor {
  readonly #cookies = new Map<string, string>();

  open(url: string): Promise<VisitedPage> {
    return this.#fetch(url, { method: 'GET' });
  }

  /** Sends the first form of the page, with these fields beside its hidden ones. */
  submit({ url, text }: VisitedPage, fields: Record<string, string> = {}): Promise<VisitedPage> {
    const [form] = /<form[\s\S]*?<\/form>/i.exec(text) ?? [];
    if (form === undefined) throw new Error(`there is no form on ${url}: ${text}`);
    const body = new URLSearchParams(hiddenFields(form));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const action = attributeOf(form, 'action') ?? '';
    return this.#fetch(new URL(action, url).href, { method: 'POST', body });
  }

  async #fetch(url: string, init: RequestInit, left = MOST_REDIRECTS): Promise<VisitedPage> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const next = response.headers.get('location');
    const text = await response.text();
    if (next === null) return { url, text };
    if (left === 0) throw new Error(`${url} redirects for ever`);
    return this.#fetch(new URL(next, url).href, { method: 'GET' }, left - 1);
  }
}

function hiddenFields(form: string): Record<string, string> {
  const inputs = [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/gi)].map(([input]) => input);
  return Object.fromEntries(
    inputs.map((input) => [attributeOf(input, 'name') ?? '', attributeOf(input, 'value') ?? '']),
  );
}

function attributeOf(tag: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1];
}

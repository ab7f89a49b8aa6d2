import type { RequestHandler } from 'express';

/** `GET /`: says what this is and how to connect, to people and to programs. */
export function home(origin: () => string): RequestHandler {
  return (request, response) => {
    const url = origin();
    const connect = `In VS Code, run "Skills: Connect to a Marketplace…" and give ${url}`;
    if (request.accepts(['json', 'html']) === 'html') {
      response.type('html').send(page(url, connect));
    } else {
      response.json({ name: 'Skill Marketplace', url, trpc: `${url}/trpc`, connect });
    }
  };
}

function page(url: string, connect: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Skill Marketplace</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }</style>
<h1>Skill Marketplace</h1>
<p>This server keeps agent skills: find, judge and install them from the editor.</p>
<p>${connect.replaceAll('"', '&quot;')}.</p>
<p>Programs call it at <code>${url}/trpc</code>.</p>
</html>
`;
}

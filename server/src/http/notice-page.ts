const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);

interface FormAction {
  readonly label: string;
  /** To which the button posts an empty form. */
  readonly url: string;
}

/** A page that says something, and may ask for one thing, where the editor cannot. Lines in backquotes are commands. */
export const noticePage = (title: string, lines: readonly string[], action?: FormAction): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · Millrace</title>
<style>
body { font: 15px/1.6 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.25rem; }
code { font: 0.9em ui-monospace, monospace; }
button { font: inherit; padding: 0.4rem 1rem; }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${lines.map((line) => `<p>${escaped(line).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>`).join('\n')}
${action ? `<form method="post" action="${escaped(action.url)}"><button>${escaped(action.label)}</button></form>` : ''}
</body>
</html>
`;

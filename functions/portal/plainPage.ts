/** A page of one sentence and one piece of advice; both are our own words, so nothing needs escaping. */
export function plainPage(title: string, advice: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>body{font:1.125rem/1.6 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}</style>
</head>
<body><main><h1>${title}</h1><p>${advice}</p></main></body>
</html>
`;
}

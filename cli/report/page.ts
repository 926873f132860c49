import { createHash } from 'node:crypto';
import type { Platform } from '../../constructs/core/platform';
import { type Html, html, identifier, trusted } from './html';
import { SCRIPT } from './script';
import type { Section } from './section';
import { STYLE } from './style';

/** Nothing may be loaded from anywhere; of inline code, only the style sheet and the script above, by their hashes. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

// https://www.w3.org/TR/CSP3/#grammardef-hash-source
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** The whole report: one HTML document without any other file. The same platforms give the same bytes. */
export async function renderPage(platforms: readonly Platform[], sections: readonly Section[]): Promise<string> {
  const names = [...new Set(platforms.map(({ config }) => config.platform))].join(', ');
  const environments: Html[] = [];
  for (const platform of platforms) environments.push(await renderEnvironment(platform, sections));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Observability platform ${names}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<header>
<h1>Observability platform ${names}</h1>
<p>What its configuration deploys, environment by environment.</p>
${platforms.length > 1 && environmentLinks(platforms)}
</header>
<main>
${environments}</main>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`.markup;
}

const environmentLinks = (platforms: readonly Platform[]): Html =>
  html`<nav class="environments" aria-label="Environments"><ul>${platforms.map(({ config }) => html`<li><a href="#${identifier(config.name)}">${config.name}</a></li>`)}</ul></nav>`;

async function renderEnvironment(platform: Platform, sections: readonly Section[]): Promise<Html> {
  const { name } = platform.config;
  const rendered: { readonly section: Section; readonly content: Html }[] = [];
  for (const section of sections) {
    const content = await section.render(platform);
    if (content !== undefined) rendered.push({ section, content });
  }
  const anchor = ({ id }: Section): string => `${identifier(name)}-${id}`;
  return html`<section id="${identifier(name)}" aria-label="Environment ${name}">
<h2>${name}</h2>
<nav class="contents" aria-label="Contents of ${name}"><ul>${rendered.map(({ section }) => html`<li><a href="#${anchor(section)}">${section.title}</a></li>`)}</ul></nav>
${rendered.map(
  ({ section, content }) => html`<section id="${anchor(section)}" aria-labelledby="${anchor(section)}-heading">
<h3 id="${anchor(section)}-heading">${section.title}</h3>
${content}
</section>
`,
)}</section>
`;
}

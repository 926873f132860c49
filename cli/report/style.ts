import { READABLE_WIDTH } from './svg';

/** The page's style sheet. Colours pass WCAG AA on both backgrounds; nothing is loaded, not even a font. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --background: #ffffff; --panel: #f6f8fa; --line: #d5dbe3; --text: #1a2029; --muted: #57606c; --edge: #8a95a3; --link: #0b57c2;
  --metrics: #b4530a; --logs: #0f766e; --traces: #6d3bc4; --alerting: #b3261e; --visualization: #1c5fc0; --collection: #47566b; --external: #6b7684;
}
@media (prefers-color-scheme: dark) {
  :root {
    --background: #10151c; --panel: #18202a; --line: #303b48; --text: #e6ebf1; --muted: #9eaab8; --edge: #6c7a8a; --link: #7ab3ff;
    --metrics: #f0a35e; --logs: #4fc3b5; --traces: #b79af5; --alerting: #f28b82; --visualization: #82b4ff; --collection: #a3b4c9; --external: #8b98a8;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body { margin: 0 auto; max-width: 1240px; padding: 32px 24px 64px; background: var(--background); color: var(--text); font: 15px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; }
h1 { margin: 0; font-size: 24px; line-height: 1.25; letter-spacing: -0.01em; }
h2 { margin: 32px 0 12px; font-size: 20px; }
h3 { margin: 0 0 8px; font-size: 17px; }
h4 { margin: 20px 0 8px; font-size: 14px; }
h4 small, .muted { color: var(--muted); font-weight: 400; }
p { margin: 0 0 12px; max-width: 84ch; color: var(--muted); }
em { font-style: normal; color: var(--text); }
a { color: var(--link); }
code { font: 0.92em ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
header p { margin: 4px 0 0; }

nav ul, .legend, .members { display: flex; flex-wrap: wrap; margin: 0; padding: 0; list-style: none; }
.environments { margin-top: 20px; border-bottom: 1px solid var(--line); }
.environments a { display: block; margin-bottom: -1px; padding: 8px 16px; border-bottom: 2px solid transparent; color: var(--muted); font-weight: 600; text-decoration: none; }
.environments a:hover { color: var(--text); }
.environments a[aria-current] { border-color: var(--link); color: var(--text); }
.contents ul { gap: 4px 16px; font-size: 14px; }
.contents a { text-decoration: none; }
.contents a:hover { text-decoration: underline; }

section section { padding: 28px 0 0; margin-top: 28px; border-top: 1px solid var(--line); scroll-margin-top: 8px; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 1px; margin: 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.facts div { padding: 12px 16px; box-shadow: 0 0 0 1px var(--line); overflow-wrap: anywhere; }
.facts dt { color: var(--muted); font-size: 13px; }
.facts dd { margin: 0; font-size: 18px; font-weight: 600; }
.facts small { display: block; color: var(--muted); font-size: 12.5px; font-weight: 400; line-height: 1.4; }

.legend { gap: 4px 18px; margin-bottom: 12px; font-size: 13px; color: var(--muted); }
.swatch { display: inline-block; width: 10px; height: 10px; margin-right: 6px; border-radius: 3px; background: var(--role); }
.swatch.role-external { border: 1px dashed var(--external); background: none; }
.scroll { overflow-x: auto; }

.drawing { display: block; max-width: 100%; height: auto; margin: 0 auto; }
.drawing.wide { min-width: ${READABLE_WIDTH}px; }
.role-metrics { --role: var(--metrics); } .role-logs { --role: var(--logs); } .role-traces { --role: var(--traces); }
.role-alerting { --role: var(--alerting); } .role-visualization { --role: var(--visualization); } .role-collection { --role: var(--collection); }
.drawing text { fill: var(--text); font-size: 12px; }
.drawing .box { fill: var(--panel); stroke: var(--line); }
.drawing .accent { fill: var(--role, var(--collection)); }
.drawing .role-external .box { fill: var(--background); stroke: var(--external); stroke-dasharray: 4 3; }
.drawing .name { font-size: 13px; font-weight: 600; }
.drawing .detail { fill: var(--muted); font-size: 11px; }
.drawing .mark rect { fill: none; stroke: var(--line); }
.drawing .mark text { fill: var(--muted); font-size: 10px; text-anchor: middle; }
.drawing .edge .line { fill: none; stroke: var(--role, var(--edge)); stroke-width: 1.4; }
.drawing .edge .head { fill: var(--role, var(--edge)); }
.drawing .files .line { stroke-dasharray: 4 3; }
.drawing .label rect { fill: var(--background); }
.drawing .label text { fill: var(--muted); font-size: 11px; text-anchor: middle; }
.drawing .kind { fill: var(--muted); font-size: 10px; text-anchor: end; }
.drawing .step rect { fill: var(--background); stroke: var(--line); }
.drawing .step .detail { fill: var(--text); font-size: 11.5px; }
.drawing .order { fill: var(--muted); font-size: 10px; }
.drawing .end-connector .box { stroke: var(--edge); }
.tick line { stroke: var(--line); }
.drawing .tick text { fill: var(--muted); font-size: 11px; text-anchor: middle; }
.span .value { paint-order: stroke; stroke: var(--background); stroke-width: 5px; stroke-linejoin: round; }
.span .kept { fill: var(--role); opacity: 0.38; } .span .hot { fill: var(--role); opacity: 0.75; }

table { width: 100%; border-collapse: collapse; font-size: 14px; }
caption { padding: 4px 0; text-align: left; color: var(--muted); font-size: 13px; }
th, td { padding: 6px 16px 6px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: middle; font-variant-numeric: tabular-nums; }
thead th { color: var(--muted); font-size: 13px; font-weight: 500; }
tbody th { font-weight: 500; white-space: nowrap; }
tfoot th, tfoot td { border-bottom: 0; font-weight: 600; }
.numeric { text-align: right; white-space: nowrap; }
.members { gap: 4px; }
.members li { padding: 0 8px; border: 1px solid var(--line); border-radius: 10px; background: var(--panel); font-size: 13px; white-space: nowrap; }
.bar { display: block; width: 100%; min-width: 120px; height: 12px; }
.bar .track { fill: var(--panel); } .bar .limit { fill: var(--visualization); opacity: 0.3; } .bar .reserved { fill: var(--visualization); }
details { margin-top: 16px; }
summary { cursor: pointer; color: var(--link); font-size: 14px; }

@media (max-width: 640px) { body { padding: 20px 14px 40px; } }
@media print {
  body { max-width: none; padding: 0; font-size: 12px; }
  nav { display: none; }
  main > section[hidden] { display: block; }
  main > section + section { break-before: page; }
  .drawing.wide { min-width: 0; }
  tr, .drawing, .facts { break-inside: avoid; }
  h3, h4 { break-after: avoid; }
}
`;
